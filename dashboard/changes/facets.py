"""What the list of changes may be asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from dashboard.changes.descriptions import REMOVALS
from dashboard.lists.days import DAYS, LAST, check_days, start_of
from dashboard.lists.query import BESIDE, MENU, Facet, Listing, Query, always, no_chip
from inventory.choices import RESTRICTION_BY_COLUMN, ChangeKind
from inventory.models import CacheState, PhoneNumber, Refresh, WorkspaceUser
from inventory.models.changes import ChangeQuerySet
from inventory.models.numbers import PhoneNumberQuerySet
from inventory.models.users import WorkspaceUserQuerySet, any_of

PERIODS = {"today": "Today", "24h": "Last 24 hours", "7d": "Last 7 days"}
KINDS = dict(ChangeKind.choices)
# What the form offers: changes by what they are about. Links may also name one of KINDS.
SORTS = {
    "porting": ("Porting", Q(field="porting_status")),
    "restrictions": ("Restrictions", Q(field__in=RESTRICTION_BY_COLUMN)),
    "forwarding": ("Forwarding", Q(field="forward")),
    "name": ("Name", Q(kind=ChangeKind.NUMBER_CHANGED, field="name")),
    "assignment": ("Assignment", Q(kind__in=(ChangeKind.USER_ASSIGNED, ChangeKind.USER_UNASSIGNED))),
    "person": ("Person", Q(kind=ChangeKind.USER_CHANGED)),
    "added": ("Added or restored", Q(kind__in=[kind for kind in ChangeKind if kind.endswith(("-added", "-restored"))])),
    "removed": ("Removed", Q(kind__in=[kind for kind in ChangeKind if kind.endswith("-removed")])),
}
ROWS: dict[str, PhoneNumberQuerySet | WorkspaceUserQuerySet] = {
    "number": PhoneNumber.objects.all(),
    "user": WorkspaceUser.objects.all(),
}
FEW = 5_000  # of them that a query names
HIGHEST_ID = 2**62
MANY = 10  # removals of one refresh, from which on they are one line
FOLDED = 50  # such lines, the latest


def _named(name: str, values: Iterable[str]) -> set[str]:
    """Those of the values that are IDs of numbers or users."""
    return set(ROWS[name].filter(pk__in=values).values_list("pk", flat=True))


def _any_of(name: str, values: list[str], changes: ChangeQuerySet) -> ChangeQuerySet:
    """Changes of any of these: each value is an ID or, where there is none like it, words to search for.

    What the words find is looked up once, unless it is much: that is asked of each change, of which a page needs few.
    """
    ids = _named(name, values)
    words = tuple(sorted(set(values) - ids))
    if not words:
        return changes.filter((f"{name}_id__in", ids))
    found = _few(name, words, CacheState.objects.values_list("version", flat=True).first())
    if found is not None:
        return changes.filter((f"{name}_id__in", ids | found))
    return changes.filter(Q((f"{name}_id__in", ids)) | Exists(_search(name, words).filter(pk=OuterRef(f"{name}_id"))))


def _search(name: str, words: tuple[str, ...]) -> QuerySet[Any]:
    return reduce(or_, map(ROWS[name].search, words)).order_by()


@lru_cache(maxsize=16)
def _few(name: str, words: tuple[str, ...], version: UUID | None) -> frozenset[str] | None:
    """The IDs that any of these words finds; None if they are many."""
    ids = _search(name, words).values_list("pk", flat=True)[: FEW + 1]
    return frozenset(ids) if len(ids) <= FEW else None


def _in_period(values: list[str], changes: Any) -> Any:
    match values[0]:
        case "today":
            return changes.filter(at__gte=start_of(timezone.localdate()))
        case "24h":
            return changes.filter(at__gte=timezone.now() - timedelta(hours=24))
        case _:
            return changes.filter(at__gte=start_of(timezone.localdate() - timedelta(days=6)))


def _check_id(value: str) -> None:
    if not (value.isascii() and value.isdecimal() and 0 < int(value[:20]) < HIGHEST_ID):
        raise ValidationError("Enter the number of a refresh.")


def moment_of(value: str) -> datetime:
    """A time as it stands in an address. Raises ValidationError."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = datetime.max
    if not 1970 <= moment.year <= LAST.year:
        raise ValidationError("Enter a time as in ISO 8601.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


CHANGES = Listing(
    "changes",
    (
        Facet(
            "user", lambda values, changes: _any_of("user", values, changes), no_chip, several=True, shown=BESIDE,
        ),
        Facet(
            "number", lambda values, changes: _any_of("number", values, changes), no_chip, several=True, shown=BESIDE,
        ),
        Facet(
            "kind",
            lambda values, changes: changes.filter(any_of(SORTS[v][1] if v in SORTS else Q(kind=v) for v in values)),
            lambda value: SORTS[value][0] if value in SORTS else KINDS.get(value, value),
            several=True, values=tuple(SORTS), unoffered=tuple(KINDS), shown=MENU, heading=always("Kind"),
            label=lambda value: SORTS[value][0],
        ),
        *DAYS,
        Facet(
            "after", lambda values, changes: changes.filter(at__gt=moment_of(values[0])), no_chip, check=moment_of,
            yields_to=("since", "until"),
        ),
        Facet(
            "period", _in_period, lambda value: PERIODS.get(value, value), values=tuple(PERIODS),
            yields_to=("since", "until"),
        ),
        Facet(
            "refresh", lambda values, changes: changes.filter(refresh_id=int(values[0])), "Refresh {}".format,
            check=_check_id,
        ),
    ),
    check=check_days,
)  # fmt: skip


def changes_of(query: Query, source: ChangeQuerySet) -> ChangeQuerySet:
    """Without the additions of a first import, unless its refresh, a number or a user is named.

    Words may find most numbers, and of these a first import's additions are no news.
    """
    found: ChangeQuerySet = query.rows(source)
    return found.shown() if _names_one(query) else found.news()


def _names_one(query: Query) -> bool:
    asked = ((name, set(query.values[name])) for name in ROWS.keys() & query.values.keys() - query.errors.keys())
    return "refresh" in query.values or any(_named(name, values) == values for name, values in asked)


def is_about_one(query: Query) -> bool:
    """Whether it is about one refresh, number or user: all other filters leave the removals of a refresh whole."""
    return bool({*ROWS, "refresh"} & query.values.keys())


def folded(changes: ChangeQuerySet) -> tuple[ChangeQuerySet, dict[int, int]]:
    """The changes, of which one stands for many removals that a refresh saw; and for how many each such one does."""
    refreshes = Refresh.objects.filter(Q(removed__gte=MANY) | Q(users_removed__gte=MANY)).order_by("-id")
    removals = changes.filter(kind__in=REMOVALS, refresh__in=refreshes.values("id")).order_by()
    counted = removals.values_list("refresh", "kind").annotate(last=Max("pk"), count=Count("pk"))
    rows = list(counted.filter(count__gte=MANY).order_by("-last")[:FOLDED])
    # Kinds first: for all other changes the index has what is asked.
    others = any_of(Q(refresh=refresh, kind=kind) & ~Q(pk=last) for refresh, kind, last, _ in rows)
    hidden = Q(kind__in=REMOVALS) & others
    return changes.exclude(hidden) if rows else changes, {last: count for *_, last, count in rows}
