"""The wire: Quo's API as records and errors. Knows no database and no Django model."""
