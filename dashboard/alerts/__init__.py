"""Alerts: what happens to numbers, users and refreshes is sent to whom a rule names."""
