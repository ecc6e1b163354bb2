"""The latest changes, and by how much the figures of the overview differ from what they were before recorded ones."""

from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from dashboard.changes.facets import folded
from inventory.choices import RESTRICTED, RESTRICTIONS, ChangeKind
from inventory.models import Change, PhoneNumber

COLUMNS = ("porting_status", "forward", *(way.column for way in RESTRICTIONS))
IS_THERE = {ChangeKind.NUMBER_ADDED: "", ChangeKind.NUMBER_RESTORED: "", ChangeKind.NUMBER_REMOVED: "yes"}  # before it
PEOPLE = {ChangeKind.USER_ADDED: 1, ChangeKind.USER_RESTORED: 1, ChangeKind.USER_REMOVED: -1}
MOST = 20_000  # changes that are looked at: where there are more, nothing is compared


@lru_cache(maxsize=8)
def changed_since(version: UUID, moment: datetime) -> int:
    """How many changes there are in a version of the cache since a moment: the start of a day in some time zone."""
    return Change.objects.news().filter(at__gte=moment).count()


@lru_cache(maxsize=2)
def latest_changes(version: UUID, most: int) -> tuple[list[int], dict[int, int]]:
    """The latest changes in a version of the cache by their ids, and for how many removals each stands that does."""
    changes, removals = folded(Change.objects.news())
    return list(changes.values_list("pk", flat=True)[:most]), removals


@lru_cache(maxsize=8)
def differences(version: UUID, moment: datetime) -> Counter[str]:
    """By figure: `numbers`, `people`, `forward`, a restriction's column, or `porting` with a status."""
    found: Counter[str] = Counter()
    if changed_since(version, moment) > MOST:
        return found
    changes = Change.objects.news().filter(at__gte=moment).order_by("pk")
    before: dict[str, dict[str, str]] = {}  # of each number that changed: what the first change of a field says
    for number, kind, field, old in changes.values_list("number_id", "kind", "field", "old"):
        if kind in PEOPLE:
            found["people"] += PEOPLE[ChangeKind(kind)]
        elif number and kind in IS_THERE:
            before.setdefault(number, {}).setdefault("is_there", IS_THERE[ChangeKind(kind)])
        elif number and kind == ChangeKind.NUMBER_CHANGED and field in COLUMNS:
            before.setdefault(number, {}).setdefault(field, old)
    numbers = PhoneNumber.objects.filter(pk__in=changes.order_by().values("number_id"))
    for row in numbers.values("pk", "removed_at", *COLUMNS):
        now = row | {"is_there": "" if row["removed_at"] else "yes"}
        found.update(_counted_in(now))
        found.subtract(_counted_in(now | before.get(row["pk"], {})))
    return found


def _counted_in(row: dict[str, Any]) -> list[str]:
    """The figures in which a number counts."""
    if not row["is_there"]:
        return []
    counted_in = ["numbers", *(way.column for way in RESTRICTIONS if row[way.column] == RESTRICTED)]
    counted_in += ["forward"] if row["forward"] else []
    return [*counted_in, f"porting {row['porting_status']}"]
