"""How many changes there were on each of the last days, by kind: bars that lead to a day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Case, CharField, Count, Value, When
from django.http import QueryDict
from django.utils import timezone

from dashboard.changes.facets import CHANGES, SORTS, changes_of
from dashboard.lists.days import day_heading, start_of
from dashboard.lists.query import Query
from inventory.models import Change
from inventory.wording import counted

DAYS = 31
HEIGHT = 100  # of the highest bar
OTHER = "other"
OF_TIME = ("since", "until", "period", "after")
LABELS = {name: label for name, (label, _) in SORTS.items()} | {OTHER: "Other"}
ANY_SORT = Case(
    *(When(condition, then=Value(name)) for name, (_, condition) in SORTS.items()),
    default=Value(OTHER),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Part:
    """The changes of one kind in a bar: what it is called, and where it is drawn."""

    sort: str
    count: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A day. Its address lists the changes of the day, or all days again where it is the one that is listed."""

    day: date
    counts: Mapping[str, int]
    most: int
    url: str
    is_shown: bool  # its changes are listed
    is_only: bool  # and those of no other day

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        kinds = ", ".join(f"{LABELS[sort].lower()} {count:,}" for sort, count in self.counts.items())
        return f"{day_heading(self.day)}: {counted(self.total, 'change')}{f' ({kinds})' if kinds else ''}"

    @property
    def parts(self) -> list[Part]:
        """From the bottom."""
        found, top = [], float(HEIGHT)
        for sort, count in self.counts.items():
            height = round(count * HEIGHT / self.most, 1)
            top -= height
            found.append(Part(sort, count, round(top, 1), height))
        return found


def bars_of(query: Query, version: UUID) -> list[Bar]:
    """A bar for each of the last days, under all filters but those of time; none where no change is in them, and of a
    refresh, which has one day.
    """
    if query.errors or "refresh" in query.values:
        return []
    last = timezone.localdate()
    days = [last - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    rest = query
    for name in OF_TIME:
        rest = rest.without(name)
    by_day = _counts(version, tuple(map(start_of, [*days, last + timedelta(days=1)])), rest.text)
    most = max((sum(some.values()) for some in by_day), default=0)
    if not most:
        return []
    since, until = (query.first.get(name) for name in ("since", "until"))
    bars = []
    for day, counts in zip(days, by_day, strict=True):
        text = day.isoformat()
        is_only = since == text == until
        url = query.link(period="", after="", since="" if is_only else text, until="" if is_only else text)
        is_shown = (not since or since <= text) and (not until or text <= until)
        bars.append(Bar(day, counts, most, url, is_shown, is_only))
    return bars


@lru_cache(maxsize=64)
def _counts(version: UUID, bounds: tuple[datetime, ...], text: str) -> list[dict[str, int]]:
    """For each day between two bounds how many changes of each kind there were that the query finds, in one query."""
    found = changes_of(Query(CHANGES, QueryDict(text)), Change.objects.all()).order_by()
    place = Case(*(When(at__lt=end, then=Value(place)) for place, end in enumerate(bounds[1:])))
    rows = found.filter(at__gte=bounds[0], at__lt=bounds[-1]).values(place=place, sort=ANY_SORT)
    counts: list[dict[str, int]] = [{} for _ in bounds[1:]]
    for index, sort, count in rows.annotate(count=Count("pk")).values_list("place", "sort", "count"):
        counts[index][sort] = count
    return [{sort: some[sort] for sort in LABELS if sort in some} for some in counts]


def legend(query: Query, bars: list[Bar]) -> list[tuple[str, str, int, str, bool]]:
    """The kinds in the bars: each with its label and count, the list with or without it, and whether it is chosen."""
    total: Counter[str] = Counter()
    for bar in bars:
        total.update(bar.counts)
    chosen = query.values.get("kind", [])
    return [
        (sort, label, total[sort], _toggled(query, sort, is_chosen=sort in chosen), sort in chosen)
        for sort, label in LABELS.items()
        if total[sort]
    ]


def _toggled(query: Query, sort: str, *, is_chosen: bool) -> str:
    if sort == OTHER:
        return ""
    return (query.without if is_chosen else query.adding)("kind", sort).url
