"""What a process of the product runs with: its database, its workers, and the request and moment that it works for."""
