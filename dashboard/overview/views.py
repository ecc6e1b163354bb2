"""The overview page."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.changes.descriptions import describe_changes
from dashboard.days import start_of
from dashboard.htmx import Request, render_detail
from dashboard.numbers.models import SavedView
from dashboard.numbers.view_counts import counts
from dashboard.overview.attention import needs_attention
from dashboard.overview.models import SNOOZE
from dashboard.overview.snoozing import snooze_choices, split
from inventory.choices import RESTRICTIONS, porting_badge
from inventory.freshness import Freshness
from inventory.models import Change
from inventory.statistics import Statistics, statistics

PINNED = 6
LATEST = 10  # changes
WARM = (0, 0.05, 0.15, 0.4)  # shares of all numbers from which a cell of the matrix is a step warmer


@require_safe
def overview(request: Request) -> HttpResponse:
    fresh = Freshness.read()
    stats = statistics(fresh.version)
    attention, snoozed = split(needs_attention(fresh, stats), fresh.version)
    stages = [stage for stage in stats.stages if stage.is_under_way or stage.has_failed or stage.is_unknown]
    changes, today = Change.objects.news(), timezone.localdate()
    yesterday = today - timedelta(days=1)
    context: dict[str, Any] = {
        "freshness": fresh,
        "greeting": greeting(),
        "statistics": stats,
        "attention": attention,
        "snoozed": snoozed,
        "snoozing": snooze_choices(today) if request.user.has_perm(SNOOZE) else None,
        "matrix": matrix(stats),
        "stages": [(stage, porting_badge(stage.status).label) for stage in stages],
        "under_way": sum(stage.count for stage in stages if stage.is_under_way),
        "failed": sum(stage.count for stage in stages if stage.has_failed),
        "most": max((count for *_, count in stats.kinds), default=1),
        "changed": changed_since(fresh.version, start_of(yesterday)),
        "since": yesterday.isoformat(),
        "timeline": describe_changes(changes.with_names()[:LATEST]),
        **pinned_views(request, fresh.version),
    }
    return render_detail(request, "overview/overview.html", context)


def pinned_views(request: Request, version: UUID) -> dict[str, Any]:
    """The saved views on this account's overview, each with how many numbers it lists, None where it is invalid."""
    views = list(SavedView.objects.pinned_for(request.user)[: PINNED + 1])
    found = counts((view.query for view in views[:PINNED]), version)
    return {"pinned": [(view, found[view.query]) for view in views[:PINNED]], "more_pinned": len(views) > PINNED}


@lru_cache(maxsize=8)
def changed_since(version: UUID, moment: datetime) -> int:
    """How many changes there are in a version of the cache since a moment: the start of a day in some time zone."""
    return Change.objects.news().filter(at__gte=moment).count()


def greeting() -> str:
    hour = timezone.localtime().hour
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


def matrix(stats: Statistics) -> list[tuple[str, list[dict[str, Any]]]]:
    """Calling and messaging, each with the cells of its three regions."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for way in RESTRICTIONS:
        count = stats.restricted[way.column]
        share = count / stats.total if stats.total else 0
        heat = sum(share > step for step in WARM)
        cell = {"key": way.key, "count": count, "heat": heat, "place": way.place, "verb": way.verb}
        rows.setdefault(way.noun, []).append(cell)
    return list(rows.items())
