"""The request under way in this thread, for what is told of it from where no request is at hand: signals."""

from contextvars import ContextVar

from django.http import HttpRequest

current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)
