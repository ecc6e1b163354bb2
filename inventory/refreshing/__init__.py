"""How the cache is kept true. `request_refresh` is the one way in."""
