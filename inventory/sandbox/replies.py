"""The answers of the sandbox: what one is made of, Quo's error bodies, and the pages of a proxy in between."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import msgspec

from inventory.sandbox.organization import Record

# Status: code and title. 0401500 really has a 1 there. Quo documents no body for 402, 405, 429 and 503,
# so these follow the pattern.
DOCUMENTED = {
    400: ("0400400", "Bad Request"),
    401: ("0400401", "Unauthorized"),
    402: ("0400402", "Payment Required"),
    403: ("0400403", "Forbidden"),
    404: ("0400404", "Not Found"),
    405: ("0400405", "Method Not Allowed"),
    429: ("0400429", "Too Many Requests"),
    500: ("0401500", "Unknown"),
    503: ("0400503", "Service Unavailable"),
}
Errors = list[dict[str, Any]] | None


@dataclass(frozen=True)
class Page:
    """The page that was asked for, of `records`. `turn` counts the pages before it, `cursor` is what led to it.

    next: what the generation calls the cursor to the next page. total: it gives a total, which is wrong.
    """

    next: str
    total: bool
    listing: str
    limit: int
    cursor: str | None = None
    offset: int = 0
    turn: int = 0
    records: list[Record] = field(default_factory=list)
    convert: Callable[[Record], Record] = dict

    def cursor_to(self, offset: int) -> str:
        """With characters that a client has to encode in an address."""
        return f"{offset}+{self.turn + 1}/{self.listing}="

    def document(self, records: list[Record]) -> Record:
        end = self.offset + self.limit
        shown = [self.convert(record) for record in records[self.offset : end]]
        document: Record = {"data": shown, self.next: self.cursor_to(end) if end < len(records) else None}
        return document | {"totalItems": len(shown)} if self.total else document


@dataclass(frozen=True)
class Reply:
    """One HTTP answer.

    The rest is for faults that spoil a good one: `records` is what the body was made of, by `render`, in the form of
    v1 (numbers, or people where `of_people`); `page` is there where it is one.
    """

    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    records: list[Record] | None = None
    render: Callable[[list[Record]], bytes] = msgspec.json.encode
    of_people: bool = False
    page: Page | None = None


def enveloped(data: Any) -> bytes:
    return msgspec.json.encode({"data": data})


def is_v1(target: str) -> bool:
    """Whether a request is for generation v1. All others are for 2026-03-30, whose paths have no prefix."""
    path = urlsplit(target).path
    return path == "/v1" or path.startswith("/v1/")


def new_trace() -> str:
    """A trace as a distributed tracer makes it: 64 bits, in decimal."""
    return str(secrets.randbits(62) + 2**62)


def error(status: int, message: str, errors: Errors = None, *, dated: bool = False, **headers: str) -> Reply:
    """The error body of v1, or of 2026-03-30. Header names are written with underscores: `Retry_After="1"`."""
    code, title = DOCUMENTED[status]
    body: Record = {
        "message": message,
        "title": title,
        "docs": "https://www.quo.com/docs" if dated else "https://openphone.com/docs",
        "trace": new_trace(),
    }
    if not dated:
        body |= {"code": code, "status": status}
    if errors is not None:
        body["errors"] = errors
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, msgspec.json.encode(body), headers=named)


def refusal(target: str, status: int, message: str, errors: Errors = None, **headers: str) -> Reply:
    """The error body of the generation that the request is for."""
    return error(status, message, errors, dated=not is_v1(target), **headers)


def gateway_error(status: int, message: str, key: str) -> Reply:
    """The other error body that is live: what stands in front of the API says."""
    return Reply(status, msgspec.json.encode({"error": {"message": message, "key": key, "trace": new_trace()}}))


def page(status: int, title: str, text: str) -> Reply:
    """An HTML page, as whatever stands between the client and the API answers."""
    body = f"<body><h1>{title}</h1><p>{text}</p></body>"
    markup = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>{body}</html>"
    return Reply(status, markup.encode(), content_type="text/html; charset=utf-8")
