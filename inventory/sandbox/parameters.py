"""The parameters of a request, and what is said of one that is not as the contract has it."""

import re
from typing import Any
from urllib.parse import parse_qs


class BadParameter(Exception):
    """A parameter that the contract does not allow. `item` is its entry in the error's `errors`."""

    def __init__(self, name: str, message: str, value: object, kind: str = "string") -> None:
        super().__init__(message)
        self.item: dict[str, Any] = {"path": f"/{name}", "message": message, "value": value, "schema": {"type": kind}}


def matching(name: str, pattern: str, value: str) -> str:
    """The value, if it has the pattern."""
    if not re.search(pattern, value):
        raise BadParameter(name, f"Expected string to match '{pattern}'", value)
    return value


class Query:
    """The query of a request. Parameters that nobody asks for are ignored, as Quo does."""

    def __init__(self, query: str) -> None:
        self._values = parse_qs(query, keep_blank_values=True)

    def text(self, name: str) -> str | None:
        values = self._values.get(name, [])
        if len(values) > 1:
            raise BadParameter(name, "Expected string", values)
        return values[0] if values else None

    def whole(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number within bounds."""
        text = self.text(name)
        if text is None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise BadParameter(name, "Expected integer", text, "integer")
        if int(text) < least:
            raise BadParameter(name, f"Expected integer to be greater or equal to {least}", int(text), "integer")
        if int(text) > most:
            raise BadParameter(name, f"Expected integer to be less or equal to {most}", int(text), "integer")
        return int(text)
