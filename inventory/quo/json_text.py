"""What well-formed JSON may hold and yet cannot be read or stored: halves of surrogate pairs, endless nesting."""

import re

import msgspec

MAX_DEPTH = 500
"""How deep an answer's records may be nested. A real one has three levels. Python's own bound differs from version to
version, and what gets past it breaks whoever reads the stored record as JSON later."""

STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
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
    for bracket in STRING.sub(b"", whole).translate(None, NO_BRACKETS):
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


def as_it_came(raw: msgspec.Raw) -> msgspec.Raw:
    return raw
