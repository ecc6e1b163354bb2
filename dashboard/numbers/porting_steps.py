"""A port's steps: which statuses it had, and for how long; as a table and as a line."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.templatetags.ui import short_span
from dashboard.trends.charts import shade
from inventory.choices import Badge, ChangeKind, Porting, porting_badge
from inventory.models import Change, PhoneNumber
from inventory.runtime import moments

LENGTH, SHORTEST = 1000, 24  # of the line, and of a part of it
ENDED = (Porting.DONE, Porting.CANCELLED, Porting.FAILED)


@dataclass(frozen=True, slots=True)
class PortingStep:
    """A status, from when (None: from before it was first seen) until when (None: until now)."""

    badge: Badge
    since: datetime | None
    until: datetime | None
    duration: str
    time: timedelta
    shade: str


@dataclass(frozen=True, slots=True)
class Part:
    """A step's part of the line."""

    step: PortingStep
    x: int
    width: int


def porting_steps(number: PhoneNumber, changes: Sequence[Change], *, all_of_them: bool) -> list[PortingStep]:
    """The newest first. `changes`: the changes of the status, the newest first; `all_of_them`: none are left out."""
    steps = [(number.porting_status, number.porting_since, number.removed_at)] if number.porting_status else []
    starts = [*(change.at for change in changes[1:]), _as_first_seen(number) if changes and all_of_them else None]
    steps += [(change.old, since, change.at) for change, since in zip(changes, starts, strict=False) if change.old]
    if steps and not all_of_them:
        steps.pop()  # it began with a change that is not among these
    return [_step(number, *step) for step in steps]


def port_line(number: PhoneNumber, steps: Sequence[PortingStep]) -> list[Part]:
    """The steps as parts of a line, the oldest first: as long as they took, and long enough to be seen.

    Where the port has ended, its last step is only the end of the line.
    """
    times = [max(step.time.total_seconds(), 0) for step in reversed(steps)]
    if steps and Porting.of(number.porting_status) in ENDED:
        times[-1] = 0
    each = (LENGTH - SHORTEST * len(steps)) / (sum(times) or 1)
    parts, x = [], 0
    for step, time in zip(reversed(steps), times, strict=True):
        parts.append(Part(step, x, SHORTEST + round(time * each)))
        x += parts[-1].width
    return parts


def _as_first_seen(number: PhoneNumber) -> datetime | None:
    """When Quo had last updated the number as it was first seen, since when it counted as having its status then."""
    added = number.changes.filter(kind=ChangeKind.NUMBER_ADDED).values_list("new", flat=True).first()
    updated_at = json.loads(added)["fields"]["updated_at"] if added else ""
    return datetime.fromisoformat(updated_at) if updated_at else None


def _step(number: PhoneNumber, status: str, since: datetime | None, until: datetime | None) -> PortingStep:
    time = (until or moments.now()) - (since or number.first_seen_at)
    words = short_span(time.total_seconds())
    return PortingStep(
        porting_badge(status), since, until, words if since else f"at least {words}", time, shade(status)
    )
