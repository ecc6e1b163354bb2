"""What can go wrong with a picture that takes many requests: pages, cursors, and lists that contradict each other.

In v1, only the list of users comes in pages.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from inventory.sandbox.exchange import Exchange, Fault, register
from inventory.sandbox.forms import Record
from inventory.sandbox.paging import Listing
from inventory.sandbox.tampering import register_spoil, rewrite

PAGING_FAULTS: dict[str, Fault] = {}


def later_pages(target: str) -> bool:
    return bool(re.search(r"[?&](after|pageToken)=", target))


def lists_of_users(target: str) -> bool:
    return urlsplit(target).path in ("/users", "/v1/users")


def users_of_a_number(target: str) -> bool:
    return bool(re.fullmatch(r"/phone-numbers/[^/]+/users", urlsplit(target).path))


# Cursors


@register(PAGING_FAULTS)
def cursor_missing(exchange: Exchange) -> None:
    """A page does not say whether there is another: its cursor is absent."""
    _repage(exchange, lambda listing, document: _without(document, listing.page.dialect.next))


@register(PAGING_FAULTS)
def cursor_repeats(exchange: Exchange) -> None:
    """The second page leads to itself, again and again."""

    def repeating(listing: Listing, document: Record) -> Record:
        page = listing.page
        return document | {page.dialect.next: page.cursor or document[page.dialect.next] or page.cursor_to(page.limit)}

    _repage(exchange, repeating)


@register(PAGING_FAULTS)
def cursor_never_ends(exchange: Exchange) -> None:
    """After the last page come empty ones, each with a new cursor."""

    def endless(listing: Listing, document: Record) -> Record:
        page = listing.page
        return document | {page.dialect.next: document[page.dialect.next] or page.cursor_to(page.offset + page.limit)}

    _repage(exchange, endless)


@register(PAGING_FAULTS)
def list_starts_over(exchange: Exchange) -> None:
    """After the last page the list begins again, with new cursors."""

    def over(listing: Listing, document: Record) -> Record:
        next = listing.page.dialect.next
        return document | {next: document[next] or listing.page.cursor_to(0)}

    _repage(exchange, over)


@register(PAGING_FAULTS, applies=later_pages)
def cursor_expired(exchange: Exchange) -> None:
    """400 for every page but the first: the cursor has expired."""
    query = parse_qs(urlsplit(exchange.path).query)
    name = "after" if "after" in query else "pageToken"
    message = "The cursor is invalid or has expired"
    item = {"path": f"/{name}", "message": message, "value": query[name][0], "schema": {"type": "string"}}
    exchange.refuse(400, "Invalid request parameters", errors=[item])


# Pages


@register(PAGING_FAULTS)
def pages_empty_between(exchange: Exchange) -> None:
    """Every second page is empty, and the list goes on after it."""

    def emptied(listing: Listing, document: Record) -> Record:
        if listing.page.turn % 2 == 0:
            return document
        return document | {"data": [], listing.page.dialect.next: listing.page.cursor_to(listing.page.offset)}

    _repage(exchange, emptied)


@register(PAGING_FAULTS, applies=later_pages)
def page_fails(exchange: Exchange) -> None:
    """500 for every page but the first."""
    exchange.refuse(500, "Unknown error")


@register(PAGING_FAULTS, times=1, applies=later_pages)
def page_fails_then_ok(exchange: Exchange) -> None:
    """503 for the second page, once; then all is well."""
    exchange.refuse(503, "The service is temporarily unavailable")


@register(PAGING_FAULTS)
def list_shrinks(exchange: Exchange) -> None:
    """The first record goes after the first page: the one at the boundary moves up and is on no page."""
    _repage(exchange, lambda listing, document: _relisted(listing, document, lambda records: records[1:]))


@register(PAGING_FAULTS)
def list_grows(exchange: Exchange) -> None:
    """A record comes in front after the first page: the one at the boundary is on two pages."""
    _repage(exchange, lambda listing, document: _relisted(listing, document, lambda records: [records[-1], *records]))


@register(PAGING_FAULTS)
def total_wrong(exchange: Exchange) -> None:
    """The list says that it has one record (totalItems: 1), whatever it has."""
    _repage(exchange, lambda listing, document: document | {"totalItems": 1})


# What was asked for and does not come


@register(PAGING_FAULTS)
def restrictions_absent(exchange: Exchange) -> None:
    """No number has restrictions, although they were asked for."""
    rewrite(exchange, lambda document: _without_field(document, "restrictions"))


@register(PAGING_FAULTS)
def users_absent(exchange: Exchange) -> None:
    """No number has users, although they were asked for."""
    rewrite(exchange, lambda document: _without_field(document, "users"))


@register(PAGING_FAULTS, applies=lists_of_users)
def users_refused(exchange: Exchange) -> None:
    """403 for the list of users; all else is well."""
    exchange.refuse(403, "The key does not have access to this resource")


@register(PAGING_FAULTS, applies=users_of_a_number)
def number_vanishes(exchange: Exchange) -> None:
    """The first number is in the list, and its users answer 404."""
    reply = exchange.normal()
    asked = unquote(urlsplit(exchange.path).path.split("/")[2])
    if reply.status == 200 and reply.data[0].get("id") == asked:
        exchange.refuse(404, "Phone number not found")
    else:
        exchange.send(reply)


# People


def user_twice(records: list[Record]) -> None:
    """The list of users has its first one again at the end."""
    records.extend(deepcopy(records[:1]))


def user_unlisted(records: list[Record]) -> None:
    """The list of users lacks its second one, who has a number."""
    del records[1:2]


for _spoil in (user_twice, user_unlisted):
    register_spoil(PAGING_FAULTS, _spoil, numbers=None, people=_spoil)


def _repage(exchange: Exchange, change: Callable[[Listing, Record], Record]) -> None:
    """Send the page that was asked for with another document. What is no page stays as it is."""
    reply = exchange.normal()
    if reply.listing is not None:
        document = change(reply.listing, msgspec.json.decode(reply.body))
        reply = replace(reply, body=msgspec.json.encode(document))
    exchange.send(reply)


def _relisted(listing: Listing, document: Record, change: Callable[[list[Record]], list[Record]]) -> Record:
    """The page of a list that has changed since the first page."""
    records = listing.select(listing.source)
    return listing.document(change(records)) if listing.page.turn and records else document


def _without(document: Record, name: str) -> Record:
    return {key: value for key, value in document.items() if key != name}


def _without_field(document: Record, name: str) -> Record:
    """Without the field in each record, or in the only one."""
    data: Any = document["data"]
    if isinstance(data, list):
        return document | {"data": [_without(record, name) for record in data]}
    return document | {"data": _without(data, name)}
