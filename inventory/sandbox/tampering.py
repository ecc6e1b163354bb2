"""How a good answer becomes a bad one: by another body, another document, or other records."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from inventory.sandbox.exchange import Exchange, Fault, name_of
from inventory.sandbox.forms import Record
from inventory.sandbox.replies import Reply
from inventory.sandbox.spoiled_records import Spoil


def with_body(exchange: Exchange, body: Callable[[Reply], bytes]) -> None:
    """Send the ordinary answer with another body. A refusal, such as a wrong key's, stays as it is."""
    reply = exchange.normal()
    exchange.send(replace(reply, body=body(reply)) if reply.status == 200 else reply)


def rewrite(exchange: Exchange, change: Callable[[Record], Any]) -> None:
    """Send the ordinary answer with another document. A refusal stays as it is."""
    with_body(exchange, lambda reply: msgspec.json.encode(change(msgspec.json.decode(reply.body))))


def register_spoil(faults: dict[str, Fault], spoil: Spoil, numbers: Spoil | None, people: Spoil | None) -> None:
    """Register the fault, named and described by `spoil`, that changes the numbers or people of an answer."""

    def act(exchange: Exchange) -> None:
        with_body(exchange, lambda reply: spoiled(reply, people if reply.of_people else numbers))

    name = name_of(spoil)
    faults[name] = Fault(name, inspect.getdoc(spoil) or "", act)


def spoiled(reply: Reply, spoil: Spoil | None) -> bytes:
    if spoil is None or reply.data is None:
        return reply.body
    records = list(reply.data) if isinstance(reply.data, list) else [reply.data]
    spoil(records)
    if isinstance(reply.data, list):
        return reply.encode(records)
    return reply.encode(records[0] if records else reply.data)
