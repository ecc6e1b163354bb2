"""The request under way in this thread, for code that gets none, such as receivers of signals."""

from contextvars import ContextVar

from django.http import HttpRequest

current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)
