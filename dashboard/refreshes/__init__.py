"""Refreshes: starting, watching and deciding."""
