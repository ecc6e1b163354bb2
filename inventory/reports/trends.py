"""How the numbers have developed, day by day, as refreshes counted them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Min
from django.utils import timezone

from inventory.models import DailyCount
from inventory.models.daily_counts import SUMS, DailyCountQuerySet, day_of

NOTHING = dict.fromkeys(SUMS, 0)
Counts = dict[date, dict[str, Any]]  # by day, without those of which nothing is known


def today() -> date:
    return day_of(timezone.now())


def first_day() -> date | None:
    """The first day of which anything is known."""
    found: date | None = DailyCount.objects.aggregate(first=Min("day"))["first"]
    return found


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=days) for days in range((last - first).days + 1)]


def counts_by_day(counts: DailyCountQuerySet, stalled_now: int, known: Iterable[date] = ()) -> Counts:
    """All counts of each day. A port is stalled on a day if it was by its end: today, those that are so now.

    `known`: days on which there may be no such number.
    """
    found = {day: dict(NOTHING) for day in known} | {row["day"]: row for row in counts.per()}
    if now := found.get(today()):
        now["stalled"] = stalled_now
    return found


def counts_per(counts: DailyCountQuerySet, column: str, *names: str) -> Mapping[str, Counts]:
    """Some counts of each day, for each value of a column. Of a day without that value there are none."""
    found: dict[str, Counts] = {}
    for row in counts.per(column, sums=names):
        found.setdefault(row[column], {})[row["day"]] = row
    return found
