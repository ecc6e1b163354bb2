"""The answers of the sandbox: what one is made of, Quo's error bodies, and the pages of a proxy in between."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import msgspec

from inventory.sandbox.paging import Listing

DATED_DOCS = "https://www.quo.com/docs"
DOCS = "https://openphone.com/docs"

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


def enveloped(data: Any) -> bytes:
    return msgspec.json.encode({"data": data})


@dataclass(frozen=True)
class Reply:
    """One HTTP answer.

    The rest is for faults that spoil a good one: `data` is what the body was made of, in the form of v1 (numbers, or
    people where `of_people`), by `encode`; `listing` is there where it is a page.
    """

    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    data: Any = None
    encode: Callable[[Any], bytes] = enveloped
    of_people: bool = False
    listing: Listing | None = None


def paged(listing: Listing, *, of_people: bool = False) -> Reply:
    """A page of a list."""
    return Reply(200, listing.body(), data=listing.source, encode=listing.body, of_people=of_people, listing=listing)


def is_v1(target: str) -> bool:
    """Whether a request is for generation v1. All others are for 2026-03-30, whose paths have no prefix."""
    path = urlsplit(target).path
    return path == "/v1" or path.startswith("/v1/")


def new_trace() -> str:
    """A trace as a distributed tracer makes it: 64 bits, in decimal."""
    return str(secrets.randbits(62) + 2**62)


def error(status: int, message: str, errors: list[dict[str, Any]] | None = None, **headers: str) -> Reply:
    """The error body of v1. Header names are written with underscores: `Retry_After="1"`."""
    code, title = DOCUMENTED[status]
    body = {"message": message, "code": code, "status": status, "docs": DOCS, "title": title}
    return _error(status, body, errors, headers)


def dated_error(status: int, message: str, errors: list[dict[str, Any]] | None = None, **headers: str) -> Reply:
    """The error body of 2026-03-30: without code and status."""
    body = {"title": DOCUMENTED[status][1], "message": message, "docs": DATED_DOCS}
    return _error(status, body, errors, headers)


def _error(status: int, body: dict[str, Any], errors: list[dict[str, Any]] | None, headers: dict[str, str]) -> Reply:
    body["trace"] = new_trace()
    if errors is not None:
        body["errors"] = errors
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, msgspec.json.encode(body), headers=named)


def refusal(
    target: str, status: int, message: str, errors: list[dict[str, Any]] | None = None, **headers: str
) -> Reply:
    """The error body of the generation that the request is for."""
    return (error if is_v1(target) else dated_error)(status, message, errors, **headers)


def gateway_error(status: int, message: str, key: str) -> Reply:
    """The other error body that is live: what stands in front of the API says."""
    body = {"error": {"message": message, "key": key, "trace": new_trace()}}
    return Reply(status, msgspec.json.encode(body))


def page(status: int, title: str, text: str) -> Reply:
    """An HTML page, as whatever stands between the client and the API answers."""
    body = f"<body><h1>{title}</h1><p>{text}</p></body>"
    markup = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>{body}</html>"
    return Reply(status, markup.encode(), content_type="text/html; charset=utf-8")
