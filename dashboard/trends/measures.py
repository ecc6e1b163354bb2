"""What trends are of: each measure with its words, its chart, and the list of numbers that a day of it opens."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from urllib.parse import quote, urlencode
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from dashboard.lists.days import short_day
from dashboard.responses.htmx import with_query
from dashboard.trends.charts import Chart, Column, Shape, area, in_columns, line, padded, shade
from inventory.choices import RESTRICTIONS, Porting, porting_badge, porting_place
from inventory.models import DailyCount
from inventory.models.daily_counts import day_of, end_of
from inventory.reports.freshness import Freshness
from inventory.reports.trends import Counts, counts_by_day, counts_per, days_between, today

Pairs = Sequence[tuple[str, str]]  # of a query


@dataclass(frozen=True, slots=True)
class Measure:
    key: str
    label: str
    column: str  # of counts
    filters: Pairs = ()  # of the list of numbers
    more_is_worse: bool = False


NUMBERS = Measure("numbers", "Numbers", "numbers", (("state", "current"),))
UNASSIGNED = Measure("unassigned", "Unassigned", "unassigned", (("assigned", "no"),), more_is_worse=True)
RESTRICTED = {
    r.key: Measure(
        r.key, f"Cannot {r.verb} {r.place}", r.column, (("restricted", r.key),), more_is_worse=r.region != "Intl"
    )
    for r in RESTRICTIONS
}
UNDER_WAY = Measure("under-way", "Ports under way", "under_way")
STALLED = Measure("stalled", "Ports stalled", "stalled", (("stalled", "yes"),), more_is_worse=True)


# In the picture of ports: a completed or cancelled one stays so for good
NEED_SOMEBODY = (Porting.UNDER_WAY, Porting.UNKNOWN, Porting.FAILED)


def measures(restriction: str = "messaging.US") -> tuple[Measure, ...]:
    return NUMBERS, UNASSIGNED, RESTRICTED[restriction], UNDER_WAY, STALLED


@dataclass(frozen=True, slots=True)
class Trend:
    """A measure over some days: its chart, the latest count, and how many more that is than on the first known day."""

    measure: Measure
    chart: Chart
    latest: int
    more: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage in the picture of ports: its words, the class that colours it, how many ports are in it."""

    label: str
    kind: str
    latest: int


@dataclass(frozen=True)
class Days:
    """The days of charts, and what is known of them. `stages`: the counts of each porting status.

    `filters`: what is asked of the numbers besides.
    """

    days: Sequence[date]
    counts: Counts
    stages: Mapping[str, Counts]
    filters: Pairs = ()

    @cached_property
    def counted(self) -> list[date]:
        return [day for day in self.days if day in self.counts]

    @property
    def first(self) -> str:
        return short_day(self.days[0])

    @property
    def last(self) -> str:
        return short_day(self.days[-1])

    @property
    def since(self) -> str:
        """The first day that others are compared with."""
        return short_day(self.counted[0]) if self.counted else ""

    def trend(self, measure: Measure) -> Trend:
        drawn = self.spark(measure)
        columns = self._columns(lambda day: f"{self.counts[day][measure.column]:,}", measure.filters or self._under_way)
        return replace(drawn, chart=replace(drawn.chart, columns=columns))

    def spark(self, measure: Measure) -> Trend:
        """Only the line of a measure: nothing in it can be pointed at."""
        values = {day: int(self.counts[day][measure.column]) for day in self.counted}
        top, drawn = max(values.values(), default=0) or 1, self._drawn(values)
        shapes = [Shape("area", area(drawn, top)), Shape("line", line(drawn, top))]
        first, last = (values[self.counted[0]], values[self.counted[-1]]) if self.counted else (0, 0)
        return Trend(measure, Chart(len(drawn), top, shapes, []), last, last - first)

    def pipeline(self) -> tuple[Chart, list[Stage]]:
        """The ports in the stages that need somebody, one stage upon the other, in the order of a port."""
        statuses = [status for status in self.stages if status and Porting.of(status) in NEED_SOMEBODY]
        statuses.sort(key=porting_place)
        below = dict.fromkeys(self.counted, 0)
        top = max((sum(self._ports(status, day) for status in statuses) for day in self.counted), default=0) or 1
        shapes, stages = [], []
        for status in statuses:
            above = {day: count + self._ports(status, day) for day, count in below.items()}
            shapes.append(Shape(shade(status), area(self._drawn(above), top, self._drawn(below))))
            latest = self._ports(status, self.counted[-1]) if self.counted else 0
            stages.append(Stage(porting_badge(status).label, shade(status), latest))
            below = above
        labels = {status: stage.label.lower() for status, stage in zip(statuses, stages, strict=True)}
        columns = self._columns(lambda day: self._words(labels, day), _porting(statuses))
        return Chart(len(self._drawn(below)), top, shapes, columns), stages

    def _ports(self, status: str, day: date) -> int:
        found = self.stages[status].get(day)
        return int(found["numbers"]) if found else 0

    def _words(self, labels: Mapping[str, str], day: date) -> str:
        counts = [(self._ports(status, day), label) for status, label in labels.items()]
        return ", ".join(f"{count:,} {label}" for count, label in counts if count) or "none"

    @cached_property
    def _under_way(self) -> Pairs:
        return _porting([status for status in self.stages if Porting.of(status) is Porting.UNDER_WAY])

    @cached_property
    def _in_columns(self) -> list[list[date]]:
        return in_columns(self.days)

    def _drawn(self, values: Mapping[date, int]) -> list[int | None]:
        return padded([values.get(day) for day in self.days], self._in_columns)

    def _columns(self, words: Callable[[date], str], filters: Pairs) -> list[Column]:
        """What each column says, and the list that it opens."""
        address = with_query(reverse("numbers"), urlencode([*filters, *self.filters]))
        found = []
        for days in self._in_columns:
            day = next((day for day in reversed(days) if day in self.counts), None)
            if day is None:
                found.append(Column(short_day(days[-1]), "no refresh", ""))
            else:
                found.append(Column(short_day(day), words(day), address + as_of(day)))
        return found


def _porting(statuses: Iterable[str]) -> Pairs:
    """The filter for these statuses. Where there are none, for one that no number has had."""
    return [("porting", status) for status in statuses] or [("porting", "draft")]


def rows(charts: Sequence[Chart]) -> list[tuple[str, list[Column]]]:
    """What charts of the same days say of each that is known, the latest first, as a table shows it."""
    by_day = reversed(list(zip(*(chart.columns for chart in charts), strict=True)))
    return [(columns[0].day, list(columns)) for columns in by_day if columns[0].url]


def as_of(day: date) -> str:
    """What opens a list as of the end of a day of the server: a time where whoever looks has days of another zone."""
    if day == today():
        return ""
    if timezone.get_current_timezone() == timezone.get_default_timezone():
        return f"&as_of={day}"
    return f"&as_of={quote((end_of(day) - timedelta(microseconds=1)).isoformat())}"


# -- The card of the overview


LATEST = 90  # days


def latest_trends(fresh: Freshness, stalled: int) -> SafeString:
    """The card of the overview. `stalled`: how many ports are so now."""
    counted = fresh.confirmed_at and day_of(fresh.confirmed_at)
    return _card(fresh.version, counted, today(), stalled, timezone.get_current_timezone_name(), get_script_prefix())


@lru_cache(maxsize=8)
def _card(version: UUID, counted: date | None, last: date, stalled: int, zone: str, prefix: str) -> SafeString:
    first = last - timedelta(days=LATEST - 1)
    counts = DailyCount.objects.between(first, last)
    days = Days(
        days_between(first, last), counts_by_day(counts, stalled), counts_per(counts, "porting_status", "numbers")
    )
    trends = [days.trend(measure) for measure in measures()]
    drawn = {"trends": trends, "rows": rows([trend.chart for trend in trends])}
    return render_to_string(
        "overview/_trends.html", {"days": days, "length": LATEST, "zone": settings.TIME_ZONE, **drawn}
    )
