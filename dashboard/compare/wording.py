"""Differences in words."""

from dataclasses import dataclass

from inventory.choices import RESTRICTED, RESTRICTIONS, porting_badge
from inventory.numbering import written
from inventory.reports.comparison import ADDED, REMOVED, Line

WHOLE = {ADDED: "Added", REMOVED: "Removed"}
FIELDS = {
    "users": "Assigned to",
    "name": "Name",
    "number": "Number",
    "forward": "Forwards to",
    "porting_status": "Porting",
    **{way.column: f"{way.noun} {way.place}" for way in RESTRICTIONS},
}
NOTHING = {"users": "nobody", "forward": "nobody", "porting_status": "not porting"}


@dataclass(frozen=True, slots=True)
class Words:
    """What differs, what it was, and what it is. `tone` of what it is."""

    what: str
    was: str = ""
    now: str = ""
    tone: str = ""


def worded(line: Line) -> Words:
    if line.kind in WHOLE:
        return Words(WHOLE[line.kind])
    was, now = (_value(line.field, value) for value in (line.was, line.now))
    tone = "bad" if line.now == RESTRICTED else ""
    if line.field == "porting_status" and line.now:
        tone = porting_badge(line.now).tone
    return Words(FIELDS[line.field], was, now, tone)


def _value(field: str, value: str) -> str:
    if not value:
        return NOTHING.get(field, "unknown" if field in FIELDS and field not in ("name", "number") else "none")
    if field == "users":
        return value.replace("\n", ", ")
    if field == "porting_status":
        return porting_badge(value).label.lower()
    return written(value) if field in ("number", "forward") else value
