"""The password: signing in with it, changing it, and how often it may be tried."""
