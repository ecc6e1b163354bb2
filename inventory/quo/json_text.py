"""What well-formed JSON may hold and yet cannot be read or stored: halves of surrogate pairs, endless nesting, more
records than there is memory for.
"""

import re

import msgspec

from .errors import BadAnswer

MAX_DEPTH = 500
"""How deep an answer's records may be nested. A real one has three levels. Python's own bound differs from version to
version, and what gets past it breaks whoever reads the stored record as JSON later."""

STRING = rb'"(?:[^"\\]++|\\.)*+"'  # of well-formed JSON. Possessive, so that nothing is tried twice
STRINGS = re.compile(STRING, re.DOTALL)
NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def is_too_deep(raw: msgspec.Raw | bytes | memoryview) -> bool:
    """Whether well-formed JSON is nested deeper than MAX_DEPTH.

    Lengths and counts, which cost almost nothing, clear nearly every record: each level takes an opening and a
    closing bracket.
    """
    if len(raw) <= 2 * MAX_DEPTH:
        return False
    whole = bytes(raw)
    if whole.count(b"[") + whole.count(b"{") <= MAX_DEPTH:
        return False
    depth = 0
    for bracket in STRINGS.sub(b"", whole).translate(None, NO_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            return True
    return False


# Every escape is matched, so that the second half of an escaped backslash never counts as the start of one.
ESCAPE = re.compile(
    rb"\\(?:(?P<pair>u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def mark_lone_surrogates(body: bytes) -> bytes:
    """The same JSON, with the backslash of each lone surrogate turned into 0xFF, which no UTF-8 text holds.

    msgspec lets such a byte pass in what it only skips, and decode_record refuses it in what it reads.
    """
    if not re.search(rb"\\u[dD][89a-fA-F]", body):
        return body
    return ESCAPE.sub(lambda found: b"\xff" + found["lone"] if found["lone"] else found[0], body)


def unmark(raw: msgspec.Raw) -> msgspec.Raw | bytes:
    whole = bytes(raw)
    return re.sub(rb"\xff(u[dD][89a-fA-F])", rb"\\\1", whole) if b"\xff" in whole else raw


MAX_RECORDS = 1_000_000
"""Splitting an answer takes some 60 bytes for each, so that `{"data": [1, 1, …]}` of a few kilobytes, compressed, would
take gigabytes."""
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


ELEMENT = re.compile(rb'(?:[^][{}",]++|' + STRING + b"|" + _nested(DEPTH) + rb")++,?", re.DOTALL)
