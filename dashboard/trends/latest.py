"""The latest 90 days as small charts, for the overview: made once for each state of the cache."""

from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString

from dashboard.trends.measures import Days, measures, rows
from inventory.models import DailyCount
from inventory.models.daily_counts import day_of
from inventory.reports.freshness import Freshness
from inventory.reports.trends import counts_by_day, counts_per, days_between, today

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
