"""The database engine of PostgreSQL: Django's, with an end to every wait."""
