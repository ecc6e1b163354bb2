"""How the numbers have developed, day by day, as refreshes counted them, and how long ports took in each of their
stages, from the recorded changes of their status.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Min
from django.utils import timezone

from inventory.choices import ChangeKind, Porting, porting_place
from inventory.models import Change, DailyCount
from inventory.models.daily_counts import SUMS, DailyCountQuerySet, day_of

NOTHING = dict.fromkeys(SUMS, 0)
Counts = dict[date, dict[str, Any]]  # by day, without those of which nothing is known
ENDED = (Porting.DONE, Porting.CANCELLED, Porting.FAILED)


def today() -> date:
    return day_of(timezone.now())


def first_day() -> date | None:
    """The first day of which anything is known."""
    found: date | None = DailyCount.objects.aggregate(first=Min("day"))["first"]
    return found


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=days) for days in range((last - first).days + 1)]


def counts_by_day(counts: DailyCountQuerySet, stalled_now: int, days: Iterable[date] = ()) -> Counts:
    """All counts of each day. A port is stalled on a day if it was by its end: today, those that are so now.

    `days`: those on which there may be no such number.
    """
    found = {day: dict(NOTHING) for day in days} | {row["day"]: row for row in counts.per()}
    if now := found.get(today()):
        now["stalled"] = stalled_now
    return found


def counts_per(counts: DailyCountQuerySet, column: str, *names: str) -> Mapping[str, Counts]:
    """Some counts of each day, for each value of a column. Of a day without that value there are none."""
    found: dict[str, Counts] = {}
    for row in counts.per(column, sums=names):
        found.setdefault(row[column], {})[row["day"]] = row
    return found


# -- Ports


class Step(NamedTuple):
    """A port was seen to go from one status to another. "" is none."""

    number: str
    at: datetime
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Duration:
    """How long ended ports were in a stage: how many of them, and what the slowest tenth of these took at least."""

    status: str
    ports: int
    median: timedelta
    slowest_tenth: timedelta


def stage_durations(steps: Iterable[Step], since: datetime, until: datetime) -> list[Duration]:
    """Of the ports that ended in this time, in the order of a port. `steps`: of each number, the oldest first.

    A port that goes on after its end, such as a rejected one that is submitted again, is another one. Where a port was
    not seen to enter a stage, its time there is not known, and does not count.
    """
    entered: dict[str, datetime] = {}  # by number, when it entered the stage that it is in
    spent: defaultdict[str, dict[str, timedelta | None]] = defaultdict(dict)  # by number, for the port under way
    found: defaultdict[str, list[timedelta]] = defaultdict(list)
    for number, at, old, new in steps:
        if old and Porting.of(old) not in ENDED:
            before, start = spent[number].get(old, timedelta()), entered.get(number)
            spent[number][old] = None if before is None or start is None else before + max(at - start, timedelta())
        entered[number] = at
        if not new:
            spent.pop(number, None)
        elif Porting.of(new) in ENDED:
            for status, time in spent.pop(number, {}).items():
                if time is not None and since <= at < until:
                    found[status].append(time)
    return [_duration(status, sorted(times)) for status, times in sorted(found.items(), key=_place)]


def _place(found: tuple[str, Any]) -> tuple[int, str]:
    return porting_place(found[0]), found[0]


def _duration(status: str, times: list[timedelta]) -> Duration:
    slowest = -(-len(times) // 10)
    middle = timedelta(seconds=median(time.total_seconds() for time in times))
    return Duration(status, len(times), middle, times[-slowest])


def recorded_steps(**of_numbers: Any) -> list[Step]:
    """All steps of the ports of such numbers. A number that came with a port under way entered its stage then."""
    changed = Change.objects.filter(field="porting_status", **of_numbers).order_by()
    added = Change.objects.filter(kind=ChangeKind.NUMBER_ADDED, is_news=True, number__in=changed.values("number_id"))
    columns = ("pk", "number_id", "at", "old", "new")
    steps = [(pk, Step(str(number), at, old, new)) for pk, number, at, old, new in changed.values_list(*columns)]
    for pk, number, at, state in added.order_by().values_list("pk", "number_id", "at", "new"):
        if status := json.loads(state)["fields"]["porting_status"]:
            steps.append((pk, Step(str(number), at, "", status)))
    return [step for _, step in sorted(steps)]
