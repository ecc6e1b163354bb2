"""The history of changes: its page, filters and descriptions."""
