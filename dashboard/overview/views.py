"""The overview page."""

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.changes.descriptions import describe_changes
from dashboard.lists.days import start_of
from dashboard.numbers.counting import count_views
from dashboard.numbers.models import SavedView
from dashboard.overview.models import SNOOZE
from dashboard.overview.since import changed_since, differences, latest_changes
from dashboard.overview.snoozing import snooze_choices, split
from dashboard.responses.htmx import Request, render_detail
from dashboard.templatetags.ui import short_age
from dashboard.trends.latest import latest_trends
from inventory.choices import RESTRICTIONS, porting_badge
from inventory.models import Change
from inventory.reports.freshness import Freshness
from inventory.reports.statistics import Stage, Statistics, stalled_before, statistics

PINNED = 6
LATEST = 10  # changes
TILES = ("draft", "submitted", "pending", "in-progress", "scheduled")  # stages that have a place, whatever there is


@require_safe
def overview(request: Request) -> HttpResponse:
    fresh = Freshness.read()
    stats = statistics(fresh.version)
    attention, snoozed = split(fresh, stats)
    stages = [stage for stage in stats.stages if stage.is_under_way or stage.has_failed or stage.is_unknown]
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    latest, removals = latest_changes(fresh.version, LATEST)
    differ = differences(fresh.version, start_of(yesterday))
    context: dict[str, Any] = {
        "freshness": fresh,
        "greeting": greeting(),
        "statistics": stats,
        "attention": attention,
        "snoozed": snoozed,
        "snoozing": snooze_choices(today) if request.user.has_perm(SNOOZE) else None,
        "matrix": matrix(stats, differ),
        "differ": differ,
        "tiles": tiles(stages, differ) if stages else [],
        "under_way": sum(stage.count for stage in stages if stage.is_under_way),
        "failed": sum(stage.count for stage in stages if stage.has_failed),
        "most": max((count for *_, count in stats.kinds), default=1),
        "changed": changed_since(fresh.version, start_of(yesterday)),
        "since": yesterday.isoformat(),
        "trends": latest_trends(fresh, stats.stalled(stalled_before())) if fresh.has_data else "",
        "timeline": describe_changes(Change.objects.news().with_names().filter(pk__in=latest), folded=removals),
        **pinned_views(request, fresh.version),
    }
    return render_detail(request, "overview/overview.html", context)


def pinned_views(request: Request, version: UUID) -> dict[str, Any]:
    """The saved views on this account's overview, each with how many numbers it lists, None where it is invalid."""
    views = list(SavedView.objects.pinned_for(request.user)[: PINNED + 1])
    found = count_views((view.query for view in views[:PINNED]), version)
    return {"pinned": [(view, found[view.query]) for view in views[:PINNED]], "more_pinned": len(views) > PINNED}


def greeting() -> str:
    hour = timezone.localtime().hour
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


def matrix(stats: Statistics, differ: Counter[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Calling and messaging, each with the cells of its three regions.

    The tone is `new` for what became worse, `broken` for what hurts, however much it is. International restrictions are
    a choice: they have none.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for way in RESTRICTIONS:
        count, more = stats.restricted[way.column], differ[way.column]
        tone = "new" if more > 0 else "broken" if count and way.region != "Intl" else ""
        cell = {"key": way.key, "count": count, "more": more, "tone": tone, "place": way.place, "verb": way.verb}
        rows.setdefault(way.noun, []).append(cell)
    return list(rows.items())


def tiles(stages: list[Stage], differ: Counter[str]) -> list[dict[str, Any]]:
    """The stages of porting: usual ones and failures in places of their own, and after them what else there is."""
    by_status = {stage.status: stage for stage in stages}
    failed = [stage for stage in stages if stage.has_failed]
    others = [stage for stage in stages if stage.status not in TILES and not stage.has_failed]

    def tile(label: str, some: list[Stage], statuses: list[str], tone: str = "") -> dict[str, Any]:
        count, more = sum(stage.count for stage in some), sum(differ[f"porting {status}"] for status in statuses)
        oldest = min((stage.oldest for stage in some if stage.oldest), default=None)
        newest = max((stage.newest for stage in some if stage.newest), default=None)
        tone = tone and ("new" if more > 0 else "broken" if count else "")
        query = urlencode({"porting": statuses}, doseq=True)
        same = oldest and newest and short_age(oldest) == short_age(newest)
        return {
            "label": label, "count": count, "more": more, "tone": tone, "query": query,
            "oldest": oldest, "newest": None if same else newest,
        }  # fmt: skip

    def tile_of(status: str) -> dict[str, Any]:
        return tile(porting_badge(status).label, [by_status[status]] if status in by_status else [], [status])

    words = [stage.status for stage in failed] or ["rejected", "failed"]
    of_failures = tile("Rejected or failed", failed, words, tone="bad")
    return [*map(tile_of, TILES), of_failures, *(tile_of(stage.status) for stage in others)]
