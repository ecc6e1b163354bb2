"""Requests are read as UTF-8, whatever charset they claim."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest


class Utf8Request(WSGIRequest):
    """Our pages and forms are in UTF-8. Django would take any codec of Python's that the Content-Type names, already
    before a middleware: `zlib` decodes no text, and others decode halves of characters, which no database takes.
    """

    @property
    def encoding(self) -> None:
        return None

    @encoding.setter
    def encoding(self, named: Any) -> None:
        """Ignored."""
