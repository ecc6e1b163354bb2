"""What can go wrong between Quo and us, by name. The sandbox does any of it on request.

FAULTS are about whatever is asked for; PAGING_FAULTS about pictures that take many requests: pages, cursors, and lists
that contradict each other. In v1, only the list of users comes in pages.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from inventory.sandbox.http import Exchange, Fault
from inventory.sandbox.organization import Record
from inventory.sandbox.replies import Errors, Page, Reply, page

# How long the slow faults take. Tests shorten them.
DRIP_SECONDS = 1.0  # from one byte to the next
SLOW_SECONDS = 4.0  # for the whole body
SLOW_CHUNKS = 20
ELSEWHERE = "/v1/elsewhere"
PADDING = b" " * 65_536
LATER_PAGES = r"[?&](after|pageToken)="
LISTS_OF_USERS = r"^(/v1)?/users(\?|$)"
USERS_OF_A_NUMBER = r"^/phone-numbers/[^/]+/users(\?|$)"
MARKER = "\u2603 not UTF-8 \u2603"
UNREADABLE_TIMES = ("yesterday", "", "2024-13-45T99:00:00Z", "0000-00-00T00:00:00Z", "1718000000")

FAULTS: dict[str, Fault] = {}
PAGING_FAULTS: dict[str, Fault] = {}

Act = Callable[[Exchange], None]
Spoil = Callable[[list[Record]], None]


def _add(
    faults: dict[str, Fault], name: str, description: str, act: Act, *, times: int | None = None, on: str = ""
) -> None:
    faults[name] = Fault(name, description, act, times, on)


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
    records = list(reply.records)
    change(records)
    return reply.render(records)


def _first(change: Callable[[Record], object]) -> Spoil:
    """The first record is another: a copy, since it is the workspace's."""

    def spoil(records: list[Record]) -> None:
        records[:1] = deepcopy(records[:1])
        for record in records[:1]:
            change(record)

    return spoil


def _twin(change: Callable[[Record], Record]) -> Spoil:
    """The list ends with one that is like the first, and not quite."""
    return lambda records: records.extend(twin | change(twin) for twin in deepcopy(records[:1]))


def _nameless(people: list[Record]) -> None:
    people[:] = [person | {"firstName": None, "lastName": None} for person in people]


def _all_nameless(records: list[Record]) -> None:
    records[:] = deepcopy(records)
    for record in records:
        _nameless(record["users"])


def _two_roles(records: list[Record]) -> None:
    seen: set[str] = set()
    for place, record in enumerate(records):
        for index, user in enumerate(record["users"]):
            if user["id"] in seen:
                records[place] = deepcopy(record)
                records[place]["users"][index]["role"] = "member" if user["role"] == "admin" else "admin"
                return
            seen.add(user["id"])


def _undated(records: list[Record]) -> None:
    for place, time in enumerate(UNREADABLE_TIMES[: len(records)]):
        records[place] = records[place] | {"createdAt": time, "updatedAt": time}


def _without(record: Record, name: str) -> Record:
    return {key: value for key, value in record.items() if key != name}


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
    missing = max(0, exchange.server.huge_bytes + 1 - len(reply.body))
    exchange.begin(reply, len(reply.body) + missing)
    exchange.write(reply.body)
    while missing:  # Piece by piece, so that the sandbox itself needs no memory for it.
        exchange.write(PADDING[:missing])
        missing -= min(missing, len(PADDING))


def _silent(exchange: Exchange) -> None:
    exchange.wait(None)
    exchange.hang_up()


def _breaking_off(*, reset: bool) -> Act:
    def act(exchange: Exchange) -> None:
        reply = exchange.normal()
        exchange.begin(reply, len(reply.body))
        exchange.write(reply.body[: len(reply.body) // 2])
        exchange.hang_up(reset=reset)

    return act


def _in_pieces(exchange: Exchange, pieces: int | None, seconds: float) -> None:
    """So many pieces, or single bytes, with a pause after each."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    size = max(1, -(-len(reply.body) // pieces)) if pieces else 1
    for place in range(0, len(reply.body), size):
        exchange.write(reply.body[place : place + size])
        if not exchange.wait(seconds):
            exchange.hang_up()
            return


# Refusals

ODD = {"path": "/userId", "message": "Unexpected value", "value": None, "schema": {"type": "string"}}

for _name, _description, _act in (
    ("unauthorized", "401 with the documented body (a wrong key by itself gets the gateway's).",
     _refusing(401, "Invalid API key")),
    ("bad-request", "400, as if the request itself were wrong.",
     _refusing(400, "Invalid request parameters", [ODD])),
    ("payment-required", "402, the subscription has expired.",
     _refusing(402, "The workspace's subscription has expired")),
    ("forbidden", "403, the key may not read this.",
     _refusing(403, "The key does not have access to this resource")),
    ("not-found", "404 for everything.", _refusing(404, "Resource not found")),
    ("rate-limited", "429, for as long as it is asked.", _refusing(429, "Too many requests")),
    ("server-error", "500 with code 0401500.", _refusing(500, "Unknown error")),
    ("bad-gateway", "502 with an HTML page, as from a proxy.",
     lambda exchange: exchange.send(page(502, "502 Bad Gateway", "The upstream server is not answering."))),
    ("html", "200 with an HTML page, as from a sign-in portal.",
     lambda exchange: exchange.send(page(200, "Sign in to the guest network", "Please accept the terms."))),
    ("empty-body", "200 with no body.", lambda exchange: exchange.send(Reply(200, b""))),
    ("truncated-json", "200 with half the JSON; the length is that of the half.",
     _with_body(lambda reply: reply.body[: len(reply.body) // 2])),
    ("data-null", "200 with data: null.", _with_document(lambda whole: whole | {"data": None})),
    ("not-an-object", "200 with a JSON list where the object with data should be.",
     _with_document(lambda whole: whole["data"] if isinstance(whole["data"], list) else [whole["data"]])),
    ("redirect", "302 to another path on another host name.", _redirecting),
    ("invalid-utf8", "One record has bytes in its name that are not UTF-8.",
     _with_body(lambda reply: _spoiled(reply, None if reply.of_people else _first(lambda one: one.update(name=MARKER)))
                .replace(MARKER.encode(), b"caf\xe9 \xff\xfe"))),
    ("data-object", "The list's data is one object (and a single number's data a list).",
     _with_document(_other_shape)),
    ("huge", "A good answer with white space behind it, past any sensible size.", _huge),
    ("cut-body", "The connection closes before all promised bytes have come.", _breaking_off(reset=False)),
    ("reset", "The connection is reset in the middle of the body.", _breaking_off(reset=True)),
    ("timeout", "The request is accepted and never answered.", _silent),
    ("drip", "The body comes at one byte per second.", lambda exchange: _in_pieces(exchange, None, DRIP_SECONDS)),
    ("slow", "The body comes in 20 pieces over 4 seconds, and is complete.",
     lambda exchange: _in_pieces(exchange, SLOW_CHUNKS, SLOW_SECONDS / SLOW_CHUNKS)),
    ("missing-id", "One record has no id.", _spoiling(_first(lambda one: one.pop("id")))),
    ("duplicate-id", "One number comes twice, in two different states.",
     _spoiling(_twin(lambda twin: {"name": f"{twin['name']} (again)"}))),
    ("wrong-type", "One record has a number where a string should be (its name).",
     _spoiling(_first(lambda one: one.update(name=42)))),
    ("unknown-restriction", 'One record has a restriction that the contract does not know ("limited").',
     _spoiling(_first(lambda one: one["restrictions"]["messaging"].update(US="limited")))),
    ("null-names", "No user has a first or a last name (the contract allows that).",
     _spoiling(_all_nameless, _nameless)),
    ("role-conflict", "One user has two different roles, under two numbers.", _spoiling(_two_roles)),
    ("same-number-twice", "One telephone number comes under two ids.",
     _spoiling(_twin(lambda twin: {"id": f"PN{twin['id'][:1:-1]}"}))),
    ("case-ids", "Two numbers have ids that differ only in upper and lower case.",
     _spoiling(_twin(lambda twin: {"id": f"PN{twin['id'][2:].swapcase()}", "number": "+12025559999",
                                   "formattedNumber": None, "name": f"{twin['name']} (other case)"}))),
    ("bad-timestamps", "A few records have times that nobody can read.", _spoiling(_undated)),
    ("shrunk", "Only the first quarter of the numbers comes.",
     _spoiling(lambda records: records.__delitem__(slice(max(1, len(records) // 4), None)))),
    ("emptied", "The list is empty, as if the workspace had no number.", _spoiling(list.clear)),
):  # fmt: skip
    _add(FAULTS, _name, _description, _act)
_add(FAULTS, "rate-limited-then-ok", "429 with Retry-After: 1, once; then all is well.",
     _refusing(429, "Too many requests", Retry_After="1"), times=1)  # fmt: skip
_add(FAULTS, "unavailable-then-ok", "503, once; then all is well.",
     _refusing(503, "The service is temporarily unavailable"), times=1)  # fmt: skip


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
        data: Any = whole["data"]
        return whole | {
            "data": [_without(each, name) for each in data] if isinstance(data, list) else _without(data, name)
        }

    return _with_document(change)


def _relisted(change: Callable[[list[Record]], list[Record]]) -> Act:
    """The list has changed since its first page."""
    return _with_page(lambda page, whole: page.document(change(page.records)) if page.turn and page.records else whole)


def _leading(to: Callable[[Page, str | None], str]) -> Act:
    """The cursor to the next page is another."""
    return _with_page(lambda page, whole: whole | {page.next: to(page, whole[page.next])})


for _name, _description, _act in (
    ("cursor-missing", "A page does not say whether there is another: its cursor is absent.",
     _with_page(lambda page, whole: _without(whole, page.next))),
    ("cursor-repeats", "The second page leads to itself, again and again.",
     _leading(lambda page, next: page.cursor or next or page.cursor_to(page.limit))),
    ("cursor-never-ends", "After the last page come empty ones, each with a new cursor.",
     _leading(lambda page, next: next or page.cursor_to(page.offset + page.limit))),
    ("list-starts-over", "After the last page the list begins again, with new cursors.",
     _leading(lambda page, next: next or page.cursor_to(0))),
    ("pages-empty-between", "Every second page is empty, and the list goes on after it.",
     _with_page(lambda page, whole: whole | {"data": [], page.next: page.cursor_to(page.offset)}
                if page.turn % 2 else whole)),
    ("list-shrinks", "The first record goes after the first page: the one at the boundary moves up and is on no page.",
     _relisted(lambda records: records[1:])),
    ("list-grows", "A record comes in front after the first page: the one at the boundary is on two pages.",
     _relisted(lambda records: [records[-1], *records])),
    ("total-wrong", "The list says that it has one record (totalItems: 1), whatever it has.",
     _with_page(lambda page, whole: whole | {"totalItems": 1})),
    ("restrictions-absent", "No number has restrictions, although they were asked for.",
     _without_field("restrictions")),
    ("users-absent", "No number has users, although they were asked for.", _without_field("users")),
    ("user-twice", "The list of users has its first one again at the end.",
     _spoiling(people=lambda people: people.extend(people[:1]))),
    ("user-unlisted", "The list of users lacks its second one, who has a number.",
     _spoiling(people=lambda people: people.__delitem__(slice(1, 2)))),
):  # fmt: skip
    _add(PAGING_FAULTS, _name, _description, _act)
for _name, _description, _act, _on in (
    ("cursor-expired", "400 for every page but the first: the cursor has expired.", _expired, LATER_PAGES),
    ("page-fails", "500 for every page but the first.", _refusing(500, "Unknown error"), LATER_PAGES),
    ("users-refused", "403 for the list of users; all else is well.",
     _refusing(403, "The key does not have access to this resource"), LISTS_OF_USERS),
    ("number-vanishes", "The first number is in the list, and its users answer 404.", _vanishing, USERS_OF_A_NUMBER),
):  # fmt: skip
    _add(PAGING_FAULTS, _name, _description, _act, on=_on)
_add(PAGING_FAULTS, "page-fails-then-ok", "503 for the second page, once; then all is well.",
     _refusing(503, "The service is temporarily unavailable"), times=1, on=LATER_PAGES)  # fmt: skip
ALL_FAULTS = FAULTS | PAGING_FAULTS
