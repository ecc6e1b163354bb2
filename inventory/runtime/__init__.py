"""What a process of the product runs with: its database, workers, shutdown, and the request that it works for."""
