"""Refreshes: starting and cancelling them, their results, held removals."""
