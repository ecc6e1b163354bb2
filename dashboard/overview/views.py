"""The overview page; and snoozing, unsnoozing and notes on what it says needs attention."""

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.audit.record import Action, record
from dashboard.changes.descriptions import describe_changes
from dashboard.lists.days import start_of
from dashboard.numbers.counting import count_views
from dashboard.numbers.models import SavedView
from dashboard.overview.attention import Item
from dashboard.overview.models import SNOOZE, Snooze
from dashboard.overview.since import changed_since, differences, latest_changes
from dashboard.overview.snoozing import Refused, leave_note, snooze, snooze_choices, snooze_end, split, until_words
from dashboard.responses.htmx import Request, render_detail
from dashboard.templatetags.ui import short_age
from dashboard.trends.measures import latest_trends
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


# -- Snoozing


@require_POST
@permission_required(SNOOZE, raise_exception=True)
def snooze_item(request: Request) -> HttpResponse:
    """Snoozes an attention item (`item`) for everybody: until a `day`, or as `until` says, `no` for not at all.

    With a `note`. `seen` is what the form said of the item: what was seen is hidden, and nothing else.
    """
    item, note = request.POST.get("item", ""), request.POST.get("note", "").replace("\x00", "").strip()
    try:
        with transaction.atomic():
            if request.POST.get("until") == "no":
                outcome = _note_only(request, item, note)
            else:
                outcome = _snooze(request, item, note)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, outcome)
    return redirect("overview")


def _snooze(request: Request, key: str, note: str) -> str:
    fresh, name = Freshness.read(), request.user.get_username()
    item = _item(fresh, key)
    until = snooze_end(item.condition, request.POST.get("until", ""), request.POST.get("day", ""))
    seen = request.POST.get("seen", "")
    if (seen or until is None) and seen != f"{fresh.version} {item.title}":
        raise Refused(f"The numbers have changed meanwhile. It is now: {item.title}.")
    snooze(item.condition, fresh.version, until, name)
    if note:
        leave_note(key, note, name)
    words = until_words(until)
    record(request, Action.SNOOZE, f"“{item.title}” until {words}{f': {note}' if note else ''}")
    return f"Snoozed until {words}: {item.title}."


def _item(fresh: Freshness, key: str) -> Item:
    awake, snoozed = split(fresh, statistics(fresh.version))
    item = next((line.item for line in [*awake, *snoozed] if line.item.key == key), None)
    if item is None:
        raise Refused("This no longer needs attention.")
    return item


def _note_only(request: Request, key: str, note: str) -> str:
    _item(Freshness.read(), key)
    if leave_note(key, note, request.user.get_username()):
        record(request, Action.NOTE, f"“{key}”: {note or 'deleted'}")
    return "The note is kept." if note else "There is no note on it."


@require_POST
@permission_required(SNOOZE, raise_exception=True)
def unsnooze_item(request: Request) -> HttpResponse:
    """Ends the snooze of an attention item (`item`)."""
    key = request.POST.get("item", "").replace("\x00", "")
    with transaction.atomic():
        if Snooze.objects.filter(item=key).delete()[0]:
            record(request, Action.UNSNOOZE, f"“{key}”")
        else:
            messages.error(request, "It is no longer snoozed.")
    return redirect("overview")
