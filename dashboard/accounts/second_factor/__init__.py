"""The second factor of accounts that sign in with a password: codes of an authenticator app, and recovery codes."""
