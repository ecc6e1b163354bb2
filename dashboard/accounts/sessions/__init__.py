"""Sessions: stored under a hash of their key, shown to their account, and ended."""
