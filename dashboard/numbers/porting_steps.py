"""A port's steps: which statuses it had, and for how long."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.templatetags.ui import short_span
from inventory import moments
from inventory.choices import Badge, ChangeKind, porting_badge
from inventory.models import Change, PhoneNumber


@dataclass(frozen=True, slots=True)
class PortingStep:
    """A status, from when (None: from before it was first seen) until when (None: until now)."""

    badge: Badge
    since: datetime | None
    until: datetime | None
    duration: str


def porting_steps(number: PhoneNumber, changes: Sequence[Change], *, all_of_them: bool) -> list[PortingStep]:
    """The newest first. `changes`: the changes of the status, the newest first; `all_of_them`: none are left out."""
    steps = [(number.porting_status, number.porting_since, number.removed_at)] if number.porting_status else []
    starts = [*(change.at for change in changes[1:]), _as_first_seen(number) if changes and all_of_them else None]
    steps += [(change.old, since, change.at) for change, since in zip(changes, starts, strict=False) if change.old]
    if steps and not all_of_them:
        steps.pop()  # it began with a change that is not among these
    return [_step(number, *step) for step in steps]


def _as_first_seen(number: PhoneNumber) -> datetime | None:
    """When Quo had last updated the number as it was first seen, since when it counted as having its status then."""
    added = number.changes.filter(kind=ChangeKind.NUMBER_ADDED).values_list("new", flat=True).first()
    updated_at = json.loads(added)["fields"]["updated_at"] if added else ""
    return datetime.fromisoformat(updated_at) if updated_at else None


def _step(number: PhoneNumber, status: str, since: datetime | None, until: datetime | None) -> PortingStep:
    end = until or moments.now()
    length = short_span((end - (since or number.first_seen_at)).total_seconds())
    return PortingStep(porting_badge(status), since, until, length if since else f"at least {length}")
