"""What can go wrong between Quo and us, by name. The sandbox does any of it on request.

A fault gets the exchange in place of the ordinary answer and does with it what it likes. Its docstring is the
line that `manage.py sandbox --fault help` prints.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import msgspec

from inventory.sandbox.replies import Reply, error, page
from inventory.sandbox.spoiled_records import SPOILS, Record, Spoil

# How long the slow faults take. Tests shorten them.
DRIP_SECONDS = 1.0  # from one byte to the next
SLOW_SECONDS = 4.0  # for the whole body
SLOW_CHUNKS = 20
ELSEWHERE = "/v1/elsewhere"
PADDING = b" " * 65_536


class Exchange(Protocol):
    """One request and the connection that it came over."""

    path: str

    @property
    def port(self) -> int:
        """The sandbox's port."""

    @property
    def huge_bytes(self) -> int:
        """The size that a huge body has to pass."""

    def normal(self) -> Reply:
        """The answer if nothing were wrong."""

    def send(self, reply: Reply) -> None:
        """Answer."""

    def begin(self, reply: Reply, length: int) -> None:
        """Send only the head of the answer, promising this many bytes."""

    def write(self, part: bytes) -> None:
        """Send a part of the body."""

    def wait(self, seconds: float | None) -> bool:
        """Wait; `False` at once when the client is gone or the sandbox stops. `None` waits for just that."""

    def hang_up(self, *, reset: bool = False) -> None:
        """Close the connection after this exchange; with `reset`, by RST."""


@dataclass(frozen=True)
class Fault:
    """A fault that can be asked for by name. `times`: how many requests it spoils (None: all of them)."""

    name: str
    description: str
    act: Callable[[Exchange], None]
    times: int | None = None


FAULTS: dict[str, Fault] = {}


def fault(function: Callable[[Exchange], None], *, times: int | None = None) -> Callable[[Exchange], None]:
    """Register a fault under its function's name, `rate_limited` as `rate-limited`."""
    name = function.__name__.replace("_", "-")
    FAULTS[name] = Fault(name, inspect.getdoc(function) or "", function, times)
    return function


def fault_once(function: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
    return fault(function, times=1)


# Refusals


@fault
def unauthorized(exchange: Exchange) -> None:
    """401 with the documented body (a wrong key by itself gets the gateway's)."""
    exchange.send(error(401, "Invalid API key"))


@fault
def bad_request(exchange: Exchange) -> None:
    """400, as if the request itself were wrong."""
    item = {"path": "/userId", "message": "Unexpected value", "value": None, "schema": {"type": "string"}}
    exchange.send(error(400, "Invalid request parameters", errors=[item]))


@fault
def payment_required(exchange: Exchange) -> None:
    """402, the subscription has expired."""
    exchange.send(error(402, "The workspace's subscription has expired"))


@fault
def forbidden(exchange: Exchange) -> None:
    """403, the key may not read this."""
    exchange.send(error(403, "The key does not have access to this resource"))


@fault
def not_found(exchange: Exchange) -> None:
    """404 for everything."""
    exchange.send(error(404, "Resource not found"))


@fault
def rate_limited(exchange: Exchange) -> None:
    """429, for as long as it is asked."""
    exchange.send(error(429, "Too many requests"))


@fault_once
def rate_limited_then_ok(exchange: Exchange) -> None:
    """429 with Retry-After: 1, once; then all is well."""
    exchange.send(error(429, "Too many requests", Retry_After="1"))


@fault
def server_error(exchange: Exchange) -> None:
    """500 with code 0401500."""
    exchange.send(error(500, "Unknown error"))


@fault
def bad_gateway(exchange: Exchange) -> None:
    """502 with an HTML page, as from a proxy."""
    exchange.send(page(502, "502 Bad Gateway", "The upstream server is not answering."))


@fault_once
def unavailable_then_ok(exchange: Exchange) -> None:
    """503, once; then all is well."""
    exchange.send(error(503, "The service is temporarily unavailable"))


@fault
def redirect(exchange: Exchange) -> None:
    """302 to another path on another host name."""
    if exchange.path == ELSEWHERE:  # Whoever follows is answered there, not sent round in circles.
        exchange.send(exchange.normal())
        return
    moved = page(302, "Found", "This has moved.")
    exchange.send(replace(moved, headers={"Location": f"http://localhost:{exchange.port}{ELSEWHERE}"}))


# Bodies that are not what they should be


@fault
def html(exchange: Exchange) -> None:
    """200 with an HTML page, as from a sign-in portal."""
    exchange.send(page(200, "Sign in to the guest network", "Please accept the terms."))


@fault
def empty_body(exchange: Exchange) -> None:
    """200 with no body."""
    exchange.send(Reply(200, b""))


@fault
def truncated_json(exchange: Exchange) -> None:
    """200 with half the JSON; the length is that of the half."""
    _answer(exchange, lambda reply: reply.body[: len(reply.body) // 2])


@fault
def invalid_utf8(exchange: Exchange) -> None:
    """One record has bytes in its name that are not UTF-8."""
    marker = "\u2603 not UTF-8 \u2603"

    def mark(records: list[Record]) -> None:
        if records:
            records[0] = records[0] | {"name": marker}

    _answer(exchange, lambda reply: _spoiled(reply, mark).replace(marker.encode(), b"caf\xe9 \xff\xfe"))


@fault
def data_null(exchange: Exchange) -> None:
    """200 with data: null."""
    _answer(exchange, lambda reply: b'{"data":null}')


@fault
def data_object(exchange: Exchange) -> None:
    """The list's data is one object (and a single number's data a list)."""

    def other_shape(reply: Reply) -> bytes:
        data = (reply.data or [{}])[0] if isinstance(reply.data, list) else [reply.data]
        return msgspec.json.encode({"data": data})

    _answer(exchange, other_shape)


@fault
def not_an_object(exchange: Exchange) -> None:
    """200 with a JSON list where the object with data should be."""
    _answer(exchange, lambda reply: msgspec.json.encode(_records(reply)))


@fault
def huge(exchange: Exchange) -> None:
    """A good answer with white space behind it, past any sensible size."""
    reply = exchange.normal()
    missing = max(0, exchange.huge_bytes + 1 - len(reply.body))
    exchange.begin(reply, len(reply.body) + missing)
    exchange.write(reply.body)
    while missing:  # Piece by piece, so that the sandbox itself needs no memory for it.
        exchange.write(PADDING[:missing])
        missing -= min(missing, len(PADDING))


# Connections that do not hold


@fault
def cut_body(exchange: Exchange) -> None:
    """The connection closes before all promised bytes have come."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    exchange.write(reply.body[: len(reply.body) // 2])
    exchange.hang_up()


@fault
def reset(exchange: Exchange) -> None:
    """The connection is reset in the middle of the body."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    exchange.write(reply.body[: len(reply.body) // 2])
    exchange.hang_up(reset=True)


@fault
def timeout(exchange: Exchange) -> None:
    """The request is accepted and never answered."""
    exchange.wait(None)
    exchange.hang_up()


@fault
def drip(exchange: Exchange) -> None:
    """The body comes at one byte per second."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    for place in range(len(reply.body)):
        exchange.write(reply.body[place : place + 1])
        if not exchange.wait(DRIP_SECONDS):
            exchange.hang_up()
            return


@fault
def slow(exchange: Exchange) -> None:
    """The body comes in 20 pieces over 4 seconds, and is complete."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    step = max(1, -(-len(reply.body) // SLOW_CHUNKS))
    for place in range(0, len(reply.body), step):
        if not exchange.wait(SLOW_SECONDS / SLOW_CHUNKS):
            exchange.hang_up()
            return
        exchange.write(reply.body[place : place + step])


# Records that are not what they should be


def _answer(exchange: Exchange, body: Callable[[Reply], bytes]) -> None:
    """Send the ordinary answer with another body. A refusal, such as a wrong key's, stays as it is."""
    reply = exchange.normal()
    exchange.send(replace(reply, body=body(reply)) if reply.status == 200 else reply)


def _records(reply: Reply) -> list[Record]:
    return list(reply.data) if isinstance(reply.data, list) else [reply.data]


def _spoiled(reply: Reply, spoil: Spoil) -> bytes:
    records = _records(reply)
    spoil(records)
    if isinstance(reply.data, list):
        return msgspec.json.encode({"data": records})
    return msgspec.json.encode({"data": records[0] if records else reply.data})


def _spoiling(name: str, spoil: Spoil) -> Fault:
    def act(exchange: Exchange) -> None:
        _answer(exchange, lambda reply: _spoiled(reply, spoil))

    return Fault(name, inspect.getdoc(spoil) or "", act)


for _spoil in SPOILS:
    _name = _spoil.__name__.replace("_", "-")
    FAULTS[_name] = _spoiling(_name, _spoil)
