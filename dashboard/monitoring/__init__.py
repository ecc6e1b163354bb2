"""Logs, metrics, health, and the context of a request."""
