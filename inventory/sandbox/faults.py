"""What can go wrong between Quo and us, whatever is asked for, by name. The sandbox does any of it on request.

What can go wrong only with lists that come in pages is in `paging_faults`.
"""

from dataclasses import replace

from inventory.sandbox.exchange import Exchange, Fault, register
from inventory.sandbox.forms import Record
from inventory.sandbox.replies import Reply, page
from inventory.sandbox.spoiled_records import PEOPLE_SPOILS, SPOILS
from inventory.sandbox.tampering import register_spoil, rewrite, spoiled, with_body

# How long the slow faults take. Tests shorten them.
DRIP_SECONDS = 1.0  # from one byte to the next
SLOW_SECONDS = 4.0  # for the whole body
SLOW_CHUNKS = 20
ELSEWHERE = "/v1/elsewhere"
PADDING = b" " * 65_536


FAULTS: dict[str, Fault] = {}


# Refusals


@register(FAULTS)
def unauthorized(exchange: Exchange) -> None:
    """401 with the documented body (a wrong key by itself gets the gateway's)."""
    exchange.refuse(401, "Invalid API key")


@register(FAULTS)
def bad_request(exchange: Exchange) -> None:
    """400, as if the request itself were wrong."""
    item = {"path": "/userId", "message": "Unexpected value", "value": None, "schema": {"type": "string"}}
    exchange.refuse(400, "Invalid request parameters", errors=[item])


@register(FAULTS)
def payment_required(exchange: Exchange) -> None:
    """402, the subscription has expired."""
    exchange.refuse(402, "The workspace's subscription has expired")


@register(FAULTS)
def forbidden(exchange: Exchange) -> None:
    """403, the key may not read this."""
    exchange.refuse(403, "The key does not have access to this resource")


@register(FAULTS)
def not_found(exchange: Exchange) -> None:
    """404 for everything."""
    exchange.refuse(404, "Resource not found")


@register(FAULTS)
def rate_limited(exchange: Exchange) -> None:
    """429, for as long as it is asked."""
    exchange.refuse(429, "Too many requests")


@register(FAULTS, times=1)
def rate_limited_then_ok(exchange: Exchange) -> None:
    """429 with Retry-After: 1, once; then all is well."""
    exchange.refuse(429, "Too many requests", Retry_After="1")


@register(FAULTS)
def server_error(exchange: Exchange) -> None:
    """500 with code 0401500."""
    exchange.refuse(500, "Unknown error")


@register(FAULTS)
def bad_gateway(exchange: Exchange) -> None:
    """502 with an HTML page, as from a proxy."""
    exchange.send(page(502, "502 Bad Gateway", "The upstream server is not answering."))


@register(FAULTS, times=1)
def unavailable_then_ok(exchange: Exchange) -> None:
    """503, once; then all is well."""
    exchange.refuse(503, "The service is temporarily unavailable")


@register(FAULTS)
def redirect(exchange: Exchange) -> None:
    """302 to another path on another host name."""
    if exchange.path == ELSEWHERE:  # Whoever follows is answered there, not sent round in circles.
        exchange.send(exchange.normal())
        return
    moved = page(302, "Found", "This has moved.")
    exchange.send(replace(moved, headers={"Location": f"http://localhost:{exchange.port}{ELSEWHERE}"}))


# Bodies that are not what they should be


@register(FAULTS)
def html(exchange: Exchange) -> None:
    """200 with an HTML page, as from a sign-in portal."""
    exchange.send(page(200, "Sign in to the guest network", "Please accept the terms."))


@register(FAULTS)
def empty_body(exchange: Exchange) -> None:
    """200 with no body."""
    exchange.send(Reply(200, b""))


@register(FAULTS)
def truncated_json(exchange: Exchange) -> None:
    """200 with half the JSON; the length is that of the half."""
    with_body(exchange, lambda reply: reply.body[: len(reply.body) // 2])


@register(FAULTS)
def invalid_utf8(exchange: Exchange) -> None:
    """One record has bytes in its name that are not UTF-8."""
    marker = "\u2603 not UTF-8 \u2603"

    def mark(records: list[Record]) -> None:
        if records:
            records[0] = records[0] | {"name": marker}

    def broken(reply: Reply) -> bytes:
        body = spoiled(reply, None if reply.of_people else mark)
        return body.replace(marker.encode(), b"caf\xe9 \xff\xfe")

    with_body(exchange, broken)


@register(FAULTS)
def data_null(exchange: Exchange) -> None:
    """200 with data: null."""
    rewrite(exchange, lambda document: document | {"data": None})


@register(FAULTS)
def data_object(exchange: Exchange) -> None:
    """The list's data is one object (and a single number's data a list)."""

    def other_shape(document: Record) -> Record:
        data = document["data"]
        return document | {"data": (data or [{}])[0] if isinstance(data, list) else [data]}

    rewrite(exchange, other_shape)


@register(FAULTS)
def not_an_object(exchange: Exchange) -> None:
    """200 with a JSON list where the object with data should be."""
    rewrite(exchange, lambda document: document["data"] if isinstance(document["data"], list) else [document["data"]])


@register(FAULTS)
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


@register(FAULTS)
def cut_body(exchange: Exchange) -> None:
    """The connection closes before all promised bytes have come."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    exchange.write(reply.body[: len(reply.body) // 2])
    exchange.hang_up()


@register(FAULTS)
def reset(exchange: Exchange) -> None:
    """The connection is reset in the middle of the body."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    exchange.write(reply.body[: len(reply.body) // 2])
    exchange.hang_up(reset=True)


@register(FAULTS)
def timeout(exchange: Exchange) -> None:
    """The request is accepted and never answered."""
    exchange.wait(None)
    exchange.hang_up()


@register(FAULTS)
def drip(exchange: Exchange) -> None:
    """The body comes at one byte per second."""
    reply = exchange.normal()
    exchange.begin(reply, len(reply.body))
    for place in range(len(reply.body)):
        exchange.write(reply.body[place : place + 1])
        if not exchange.wait(DRIP_SECONDS):
            exchange.hang_up()
            return


@register(FAULTS)
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


for _spoil in SPOILS:
    register_spoil(FAULTS, _spoil, numbers=_spoil, people=PEOPLE_SPOILS.get(_spoil))
