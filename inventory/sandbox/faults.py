"""What can go wrong between Quo and us, by name. The sandbox does any of it on request.

FAULTS are about whatever is asked for; PAGING_FAULTS about pictures that take many requests: pages, cursors, and lists
that contradict each other. In v1, only the list of users comes in pages.
"""

import socket
import struct
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from inventory.sandbox.http import Errors, Exchange, Fault, Page, Reply, page
from inventory.sandbox.workspace import Record

# How long the slow faults take or make one wait, and how long the huge answer is. Tests shorten them.
DRIP_SECONDS = 1.0  # from one byte to the next
SLOW_SECONDS = 4.0  # for the whole body
SLOW_CHUNKS = 20
RETRY_AFTER = 1
HUGE_BYTES = 2**29  # past any size that a sensible client accepts, and past a list of 100,000 numbers (about 85 MB)
ELSEWHERE = "/v1/elsewhere"
PADDING = b" " * 65_536
LATER_PAGES = r"[?&](after|pageToken)="
LISTS_OF_USERS = r"^(/v1)?/users(\?|$)"
USERS_OF_A_NUMBER = r"^/phone-numbers/[^/]+/users(\?|$)"
MARKER = "\u2603 not UTF-8 \u2603"
UNREADABLE_TIMES = ("yesterday", "", "2024-13-45T99:00:00Z", "0000-00-00T00:00:00Z", "1718000000")

Act = Callable[[Exchange], None]
Spoil = Callable[[list[Record]], object]  # changes the records, which are a copy


def _refusing(status: int, message: str, errors: Errors = None, **headers: str) -> Act:
    return lambda exchange: exchange.refuse(status, message, errors, **headers)


def _with_body(change: Callable[[Reply], bytes]) -> Act:
    """Sends the ordinary answer with another body. A refusal, such as a wrong key's, stays as it is."""

    def act(exchange: Exchange) -> None:
        reply = exchange.normal()
        exchange.send(replace(reply, body=change(reply)) if reply.status == 200 else reply)

    return act


def _with_document(change: Callable[[Record], Any]) -> Act:
    return _with_body(lambda reply: msgspec.json.encode(change(msgspec.json.decode(reply.body))))


def _with_page(change: Callable[[Page, Record], Record]) -> Act:
    """Sends the page that was asked for with another document. What is no page stays as it is."""

    def changed(reply: Reply) -> bytes:
        page = reply.page
        return reply.body if page is None else msgspec.json.encode(change(page, msgspec.json.decode(reply.body)))

    return _with_body(changed)


def _spoiling(numbers: Spoil | None = None, people: Spoil | None = None) -> Act:
    return _with_body(lambda reply: _spoiled(reply, people if reply.of_people else numbers))


def _spoiled(reply: Reply, change: Spoil | None) -> bytes:
    if change is None or reply.records is None:
        return reply.body
    records = msgspec.json.decode(msgspec.json.encode(reply.records))
    change(records)
    return reply.render(records)


def _first(change: Callable[[Record], object]) -> Spoil:
    """The first record is another."""
    return lambda records: [change(record) for record in records[:1]]


def _twin(change: Callable[[Record], Record]) -> Spoil:
    """The list ends with one that is like the first, and not quite."""
    return lambda records: records.extend(twin | change(twin) for twin in records[:1])


def _marked(record: Record) -> None:
    record["name"] = MARKER


def _nameless(people: list[Record]) -> None:
    for person in people:
        person |= {"firstName": None, "lastName": None}


def _two_roles(records: list[Record]) -> None:
    seen: set[str] = set()
    for user in (user for record in records for user in record["users"]):
        if user["id"] in seen:
            user["role"] = "member" if user["role"] == "admin" else "admin"
            return
        seen.add(user["id"])


def _undated(records: list[Record]) -> None:
    for record, time in zip(records, UNREADABLE_TIMES, strict=False):
        record |= {"createdAt": time, "updatedAt": time}


def _other_shape(whole: Record) -> Record:
    data = whole["data"]
    return whole | {"data": (data or [{}])[0] if isinstance(data, list) else [data]}


def _redirecting(exchange: Exchange) -> None:
    if exchange.path == ELSEWHERE:  # Whoever follows is answered there, not sent round in circles.
        exchange.send(exchange.normal())
        return
    elsewhere = f"http://localhost:{exchange.server.server_address[1]}{ELSEWHERE}"
    exchange.send(replace(page(302, "Found", "This has moved."), headers={"Location": elsewhere}))


def _huge(exchange: Exchange) -> None:
    reply = exchange.normal()
    missing = max(0, HUGE_BYTES + 1 - len(reply.body))
    exchange.begin(reply, len(reply.body) + missing)
    exchange.wfile.write(reply.body)
    while missing:  # Piece by piece, so that the sandbox itself needs no memory for it.
        exchange.wfile.write(PADDING[:missing])
        missing -= min(missing, len(PADDING))


def _silent(exchange: Exchange) -> None:
    exchange.wait(None)
    exchange.close_connection = True


def _broken_off(exchange: Exchange, *, reset: bool) -> None:
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    exchange.wfile.write(reply.body[: len(reply.body) // 2])
    exchange.close_connection = True
    if reset:  # Closing without lingering sends RST.
        exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _in_pieces(exchange: Exchange, pieces: int | None, seconds: float) -> None:
    """So many pieces, or single bytes, with a pause after each."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    size = max(1, -(-len(reply.body) // pieces)) if pieces else 1
    for place in range(0, len(reply.body), size):
        exchange.wfile.write(reply.body[place : place + size])
        if not exchange.wait(seconds):
            exchange.close_connection = True
            return


# Pages, cursors and lists that contradict each other


def _expired(exchange: Exchange) -> None:
    query = parse_qs(urlsplit(exchange.path).query)
    name = "after" if "after" in query else "pageToken"
    message = "The cursor is invalid or has expired"
    item = {"path": f"/{name}", "message": message, "value": query[name][0], "schema": {"type": "string"}}
    exchange.refuse(400, "Invalid request parameters", [item])


def _vanishing(exchange: Exchange) -> None:
    reply = exchange.normal()
    asked = unquote(urlsplit(exchange.path).path.split("/")[2])
    if reply.records and reply.records[0].get("id") == asked:
        exchange.refuse(404, "Phone number not found")
    else:
        exchange.send(reply)


def _without_field(name: str) -> Act:
    """Without the field in each record, or in the only one."""

    def change(whole: Record) -> Record:
        for record in whole["data"] if isinstance(whole["data"], list) else [whole["data"]]:
            record.pop(name, None)
        return whole

    return _with_document(change)


def _relisted(change: Callable[[list[Record]], list[Record]]) -> Act:
    """The list has changed since its first page."""
    return _with_page(lambda page, whole: page.document(change(page.records)) if page.place and page.records else whole)


def _leading(to: Callable[[Page, str | None], str]) -> Act:
    """The cursor to the next page is another."""
    return _with_page(lambda page, whole: whole | {page.next: to(page, whole[page.next])})


def _named(*faults: Fault) -> dict[str, Fault]:
    return {fault.name: fault for fault in faults}


ODD = {"path": "/userId", "message": "Unexpected value", "value": None, "schema": {"type": "string"}}
FAULTS = _named(
    Fault("unauthorized", "401 with the documented body (a wrong key by itself gets the gateway's).",
          _refusing(401, "Invalid API key")),
    Fault("bad-request", "400, as if the request itself were wrong.",
          _refusing(400, "Invalid request parameters", [ODD])),
    Fault("payment-required", "402, the subscription has expired.",
          _refusing(402, "The workspace's subscription has expired")),
    Fault("forbidden", "403, the key may not read this.",
          _refusing(403, "The key does not have access to this resource")),
    Fault("not-found", "404 for everything.", _refusing(404, "Resource not found")),
    Fault("rate-limited", "429, for as long as it is asked.", _refusing(429, "Too many requests")),
    Fault("server-error", "500 with code 0401500.", _refusing(500, "Unknown error")),
    Fault("bad-gateway", "502 with an HTML page, as from a proxy.",
          lambda exchange: exchange.send(page(502, "502 Bad Gateway", "The upstream server is not answering."))),
    Fault("html", "200 with an HTML page, as from a sign-in portal.",
          lambda exchange: exchange.send(page(200, "Sign in to the guest network", "Please accept the terms."))),
    Fault("empty-body", "200 with no body.", lambda exchange: exchange.send(Reply(200, b""))),
    Fault("truncated-json", "200 with half the JSON; the length is that of the half.",
          _with_body(lambda reply: reply.body[: len(reply.body) // 2])),
    Fault("data-null", "200 with data: null.", _with_document(lambda whole: whole | {"data": None})),
    Fault("not-an-object", "200 with a JSON list where the object with data should be.",
          _with_document(lambda whole: whole["data"] if isinstance(whole["data"], list) else [whole["data"]])),
    Fault("redirect", "302 to another path on another host name.", _redirecting),
    Fault("invalid-utf8", "One record has bytes in its name that are not UTF-8.",
          _with_body(lambda reply: _spoiled(reply, None if reply.of_people else _first(_marked))
                     .replace(MARKER.encode(), b"caf\xe9 \xff\xfe"))),
    Fault("data-object", "The list's data is one object (and a single number's data a list).",
          _with_document(_other_shape)),
    Fault("huge", "A good answer with white space behind it, past any sensible size.", _huge),
    Fault("cut-body", "The connection closes before all promised bytes have come.", partial(_broken_off, reset=False)),
    Fault("reset", "The connection is reset in the middle of the body.", partial(_broken_off, reset=True)),
    Fault("timeout", "The request is accepted and never answered.", _silent),
    Fault("drip", "The body comes at one byte per second.", lambda exchange: _in_pieces(exchange, None, DRIP_SECONDS)),
    Fault("slow", "The body comes in 20 pieces over 4 seconds, and is complete.",
          lambda exchange: _in_pieces(exchange, SLOW_CHUNKS, SLOW_SECONDS / SLOW_CHUNKS)),
    Fault("missing-id", "One record has no id.", _spoiling(_first(lambda one: one.pop("id")))),
    Fault("duplicate-id", "One number comes twice, in two different states.",
          _spoiling(_twin(lambda twin: {"name": f"{twin['name']} (again)"}))),
    Fault("wrong-type", "One record has a number where a string should be (its name).",
          _spoiling(_first(lambda one: one.update(name=42)))),
    Fault("unknown-restriction", 'One record has a restriction that the contract does not know ("limited").',
          _spoiling(_first(lambda one: one["restrictions"]["messaging"].update(US="limited")))),
    Fault("null-names", "No user has a first or a last name (the contract allows that).",
          _spoiling(lambda records: _nameless([user for record in records for user in record["users"]]), _nameless)),
    Fault("role-conflict", "One user has two different roles, under two numbers.", _spoiling(_two_roles)),
    Fault("same-number-twice", "One telephone number comes under two ids.",
          _spoiling(_twin(lambda twin: {"id": f"PN{twin['id'][:1:-1]}"}))),
    Fault("case-ids", "Two numbers have ids that differ only in upper and lower case.",
          _spoiling(_twin(lambda twin: {"id": f"PN{twin['id'][2:].swapcase()}", "number": "+12025559999",
                                        "formattedNumber": None, "name": f"{twin['name']} (other case)"}))),
    Fault("bad-timestamps", "A few records have times that nobody can read.", _spoiling(_undated)),
    Fault("shrunk", "Only the first quarter of the numbers comes.",
          _spoiling(lambda records: records.__delitem__(slice(max(1, len(records) // 4), None)))),
    Fault("emptied", "The list is empty, as if the workspace had no number.", _spoiling(list.clear)),
    Fault("rate-limited-then-ok", "429 with Retry-After: 1, once; then all is well.",
          lambda exchange: exchange.refuse(429, "Too many requests", Retry_After=str(RETRY_AFTER)), times=1),
    Fault("unavailable-then-ok", "503, once; then all is well.",
          _refusing(503, "The service is temporarily unavailable"), times=1),
)  # fmt: skip
PAGING_FAULTS = _named(
    Fault("cursor-missing", "A page does not say whether there is another: its cursor is absent.",
          _with_page(lambda page, whole: {name: value for name, value in whole.items() if name != page.next})),
    Fault("cursor-repeats", "The second page leads to itself, again and again.",
          _leading(lambda page, next: page.cursor or next or page.cursor_to(page.limit))),
    Fault("cursor-never-ends", "After the last page come empty ones, each with a new cursor.",
          _leading(lambda page, next: next or page.cursor_to(page.offset + page.limit))),
    Fault("list-starts-over", "After the last page the list begins again, with new cursors.",
          _leading(lambda page, next: next or page.cursor_to(0))),
    Fault("pages-empty-between", "Every second page is empty, and the list goes on after it.",
          _with_page(lambda page, whole: whole | {"data": [], page.next: page.cursor_to(page.offset)}
                     if page.place % 2 else whole)),
    Fault("list-shrinks",
          "The first record goes after the first page: the one at the boundary moves up and is on no page.",
          _relisted(lambda records: records[1:])),
    Fault("list-grows", "A record comes in front after the first page: the one at the boundary is on two pages.",
          _relisted(lambda records: [records[-1], *records])),
    Fault("total-wrong", "The list says that it has one record (totalItems: 1), whatever it has.",
          _with_page(lambda page, whole: whole | {"totalItems": 1})),
    Fault("restrictions-absent", "No number has restrictions, although they were asked for.",
          _without_field("restrictions")),
    Fault("users-absent", "No number has users, although they were asked for.", _without_field("users")),
    Fault("user-twice", "The list of users has its first one again at the end.",
          _spoiling(people=lambda people: people.extend(people[:1]))),
    Fault("user-unlisted", "The list of users lacks its second one, who has a number.",
          _spoiling(people=lambda people: people.__delitem__(slice(1, 2)))),
    Fault("cursor-expired", "400 for every page but the first: the cursor has expired.", _expired, on=(LATER_PAGES,)),
    Fault("page-fails", "500 for every page but the first.", _refusing(500, "Unknown error"), on=(LATER_PAGES,)),
    Fault("users-refused", "403 for the list of users; all else is well.",
          _refusing(403, "The key does not have access to this resource"), on=(LISTS_OF_USERS,)),
    Fault("number-vanishes", "The first number is in the list, and its users answer 404.", _vanishing,
          on=(USERS_OF_A_NUMBER,)),
    Fault("page-fails-then-ok", "503 for the second page, once; then all is well.",
          _refusing(503, "The service is temporarily unavailable"), times=1, on=(LATER_PAGES,)),
)  # fmt: skip
ALL_FAULTS = FAULTS | PAGING_FAULTS
