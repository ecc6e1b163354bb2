"""Signing in at the company's OpenID Connect provider."""
