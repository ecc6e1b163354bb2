"""The page of trends."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from dashboard.exports import CHUNK, export_rows
from dashboard.lists.pages import redirected, render_list
from dashboard.lists.query import Query
from dashboard.responses.htmx import Request
from dashboard.templatetags.ui import short_span
from dashboard.trends.facets import BY, SPANS, TRENDS, span_of
from dashboard.trends.measures import NUMBERS, RESTRICTED, Days, Measure, Trend, measures, rows
from inventory.choices import porting_badge
from inventory.models import DailyCount, PhoneNumber
from inventory.models.daily_counts import COUNTED, DailyCountQuerySet, end_of
from inventory.models.numbers import stalled_port
from inventory.reports.statistics import stalled_before
from inventory.reports.trends import (
    NOTHING,
    Counts,
    counts_by_day,
    counts_per,
    days_between,
    recorded_steps,
    stage_durations,
)

ROWS = 12  # of a table
NO_TIME = {"span": "", "from": "", "to": ""}
EXPORTED = ("day", *BY, "porting_status", *COUNTED)


@require_safe
def trends(request: Request) -> HttpResponse:
    """Charts of the days that are asked for, of all numbers or those of a country or kind."""
    query = Query(TRENDS, request.GET)
    if elsewhere := redirected(request):
        return elsewhere
    span = span_of(query)
    values = {name: _values(query, name, span) for name in BY} if span else {}
    context: dict[str, Any] = {
        "chips": query.chips(),
        "sections": query.sections({name: [value or "none" for value in found] for name, found in values.items()}),
        "presets": [
            (value, label, query.link(**NO_TIME | {"span": value}), _is_on(query, value))
            for value, (label, _) in SPANS.items()
        ],
        "zone": settings.TIME_ZONE,
    }
    if span:
        context |= _charts(query, span, values)
    return render_list(request, "trends/trends.html", query, context)


@require_safe
def export_csv(request: Request) -> HttpResponseBase:
    """The counts of the days that are asked for, as they are kept."""
    query = Query(TRENDS, request.GET)
    span = span_of(query)
    return export_rows(
        request, "trends", "csv", query, EXPORTED,
        lambda: _counts(query, span).values_list(*EXPORTED).iterator(chunk_size=CHUNK) if span else (),
    )  # fmt: skip


def _restriction(query: Query) -> str:
    return query.first.get("restricted", "messaging.US")


def compared(query: Query) -> tuple[Measure, ...]:
    """What countries and kinds are compared by."""
    return NUMBERS, RESTRICTED[_restriction(query)]


def _is_on(query: Query, span: str) -> bool:
    return query.first.get("span", "1y") == span and not {"from", "to"} & query.first.keys()


def _counts(query: Query, span: tuple[date, date]) -> DailyCountQuerySet:
    found: DailyCountQuerySet = query.rows(DailyCount.objects.all()).between(*span)
    return found


def _values(query: Query, name: str, span: tuple[date, date]) -> dict[str, Counts]:
    """The counts of each value of a column, whichever is chosen; those of most numbers first."""
    names = [measure.column for measure in compared(query)]
    found = counts_per(_counts(query.without(name), span), name, *names)
    return dict(sorted(found.items(), key=lambda item: (-max(row["numbers"] for row in item[1].values()), item[0])))


def _charts(query: Query, span: tuple[date, date], values: dict[str, dict[str, Counts]]) -> dict[str, Any]:
    chosen = {name: query.first[name] for name in BY if name in query.first}
    of_numbers = {name: "" if value == "none" else value for name, value in chosen.items()}
    counts = _counts(query, span)
    stalled = PhoneNumber.objects.current().filter(stalled_port(stalled_before()), **of_numbers).count()
    all_days = DailyCount.objects.between(*span).values_list("day", flat=True).distinct() if chosen else ()
    days = Days(
        days_between(*span),
        counts_by_day(counts, stalled, all_days),
        counts_per(counts, "porting_status", "numbers"),
        [*chosen.items()],
    )
    drawn = [days.trend(measure) for measure in measures(_restriction(query))]
    pipeline, stages = days.pipeline()
    steps = recorded_steps(**{f"number__{name}": value for name, value in of_numbers.items()})
    since, until = (end_of(day) for day in (span[0] - timedelta(days=1), span[1]))

    def row(name: str, value: str, label: str) -> tuple[str, str, list[Trend]]:
        filled = {day: values[name][value].get(day, NOTHING) for day in days.counted}
        of_value = Days(days.days, filled, {})
        return label, query.link(**{name: value or "none"}), [of_value.spark(measure) for measure in compared(query)]

    return {
        "days": days,
        "trends": drawn,
        "rows": rows([*(trend.chart for trend in drawn), *[pipeline] * bool(stages)]),
        "pipeline": pipeline,
        "stages": stages,
        "durations": [
            (porting_badge(each.status), each.ports, _words(each.median), _words(each.slowest_tenth))
            for each in stage_durations(steps, since, until)
        ],
        "tables": [
            (name, [row(name, value, TRENDS.by_name[name].label(value or "none")) for value in [*values[name]][:ROWS]],
             max(len(values[name]) - ROWS, 0))
            for name in BY if name not in chosen
        ],
        "compared": compared(query),
        "restrictions": [
            (days.spark(measure), query.link(restricted=key), key == _restriction(query))
            for key, measure in RESTRICTED.items()
        ],
    }  # fmt: skip


def _words(time: timedelta) -> str:
    return short_span(time.total_seconds())
