"""How many records an answer holds, without the memory that splitting it into them takes.

Splitting takes some 60 bytes for each, so that `{"data": [1, 1, …]}` of a few kilobytes, compressed, would take
gigabytes.
"""

import re

import msgspec

from .errors import BadAnswer

MAX_RECORDS = 1_000_000

DEPTH = 8
"""How deep the elements are told apart; what is nested deeper counts as more than one."""


class _Envelope(msgspec.Struct):
    data: msgspec.Raw


def check_count(body: bytes) -> None:
    """Raises BadAnswer over MAX_RECORDS, or what msgspec raises where the body is not ``{"data": …}``."""
    if body.count(b",") < MAX_RECORDS:
        return
    try:
        _count_objects(body)
    except msgspec.ValidationError:
        # Among them is something else than an object: rare, so that it may take ten times as long.
        data = memoryview(msgspec.json.decode(body, type=_Envelope).data)
        for count, _ in enumerate(ELEMENT.finditer(data, 1, len(data) - 1), 1):
            if count > MAX_RECORDS:
                raise _too_many() from None


def _count_objects(body: bytes) -> None:
    """Raises ValidationError at the first element that is none."""
    left = MAX_RECORDS

    class Element(msgspec.Struct, gc=False):
        def __post_init__(self) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise _too_many()

    class Envelope(msgspec.Struct):
        data: list[Element]

    msgspec.json.decode(body, type=Envelope)


def _too_many() -> BadAnswer:
    return BadAnswer(f"Quo's answer holds more than {MAX_RECORDS:,} records.", status=200)


def _nested(depth: int) -> bytes:
    """What matches an object or a list."""
    inner = b"|" + _nested(depth - 1) if depth else b""
    return rb"[\[{](?:[^][{}\"]++|" + STRING + inner + rb")*+[\]}]"


# Of JSON that msgspec has found to be well-formed. Possessive, so that nothing is tried twice.
STRING = rb'"(?:[^"\\]++|\\.)*+"'
ELEMENT = re.compile(rb'(?:[^][{}",]++|' + STRING + b"|" + _nested(DEPTH) + rb")++,?", re.DOTALL)
