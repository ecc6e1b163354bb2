"""The product's own settings, for processes that a test keeps waiting for Quo."""

from dashboard.settings import *  # noqa: F403

QUO_TIMEOUT = 30
