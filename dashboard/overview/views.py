"""The overview page, and snoozing what it says needs attention."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
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
from dashboard.days import start_of
from dashboard.htmx import Request, render_detail
from dashboard.numbers.models import SavedView
from dashboard.numbers.view_counts import counts
from dashboard.overview.attention import Item, needs_attention
from dashboard.overview.charts import growth_chart
from dashboard.overview.columns import ITEM, LINE, STAGES, STAGES_IN_A_ROW, balanced, card
from dashboard.overview.models import NOTE_LENGTH, SNOOZE, Snooze
from dashboard.overview.snoozing import Refused, next_monday, snooze, split, wake_time
from inventory.choices import PORTING_ENDED, PORTING_FAILED, RESTRICTIONS, porting_badge
from inventory.freshness import Freshness
from inventory.models import Change
from inventory.statistics import Stage, Statistics, statistics

LATEST, MORE_LATEST = 10, 5  # and so many more where the other column is longer
PINNED = 6
# The usual statuses of a port, in the order in which it passes through them
PORTING_ORDER = (
    "draft", "requested", "submitted", "pending", "in-progress", "processing", "approved", "foc-received", "scheduled",
)  # fmt: skip
WARM = (0, 0.05, 0.15, 0.4)  # shares of all numbers from which a cell of the matrix is a step warmer


@require_safe
def overview(request: Request) -> HttpResponse:
    fresh = Freshness.read()
    known = statistics(fresh.version)
    attention, snoozed = split(needs_attention(fresh, known), fresh.version)
    pinned = list(SavedView.objects.pinned_for(request.user)[: PINNED + 1])
    counted = counts((view.query for view in pinned[:PINNED]), fresh.version)
    changes = Change.objects.news()
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    timeline = describe_changes(changes.with_names()[: LATEST + MORE_LATEST])
    stages = [stage_of(stage) for stage in sorted(known.stages, key=progress) if _is_on_the_way(stage.status)]
    growth = growth_chart(known.growth, known.total, today.year)
    left = (
        card(len(attention), ITEM)
        + LINE * bool(snoozed)
        + card(min(len(timeline), LATEST))
        + (card(len(pinned)) if pinned else 0)
    )
    right = card(5) + STAGES * -(-len(stages) // STAGES_IN_A_ROW)
    columns, gap = balanced(left, right, movable_cards(known, bool(growth)))
    context: dict[str, Any] = {
        "freshness": fresh,
        "greeting": greeting(),
        "statistics": known,
        "attention": attention,
        "snoozed": snoozed,
        "may_snooze": request.user.has_perm(SNOOZE),
        "tomorrow": today + timedelta(days=1),
        "next_monday": next_monday(today),
        "note_length": NOTE_LENGTH,
        "pinned": [(view, counted[view.query]) for view in pinned[:PINNED]],
        "more_pinned": len(pinned) > PINNED,
        "matrix": matrix(known),
        "stages": stages,
        "on_the_way": sum(stage.count for stage in known.stages if _is_on_the_way(stage.status)),
        "growth": growth,
        "most": max((count for *_, count in known.kinds), default=1),
        "changed": changed_since(fresh.version, start_of(yesterday)),
        "since": yesterday.isoformat(),
        "timeline": timeline[: LATEST + max(0, gap // LINE)],
        "columns": columns,
    }
    return render_detail(request, "overview/overview.html", context)


@require_POST
@permission_required(SNOOZE, raise_exception=True)
def snooze_item(request: Request) -> HttpResponse:
    """Snoozes an attention item (`item`) for everybody: until a `day`, or as `until` says; with a `note`.

    `seen` is what the form said of the item. Who waits for a change means a change of that.
    """
    note = request.POST.get("note", "").replace("\x00", "").strip()
    fresh = Freshness.read()
    try:
        item = _item(request.POST.get("item", ""), fresh)
        until = wake_time(item, request.POST.get("until", ""), request.POST.get("day", ""))
        if until is None and request.POST.get("seen") != f"{fresh.version} {item.title}":
            raise Refused(f"The numbers have changed meanwhile. It is now: {item.title}.")
        with transaction.atomic():
            snoozed = snooze(item, fresh.version, until, note, request.user.get_username())
            record(request, Action.SNOOZE, f"“{item.title}” until {snoozed.until}{f': {note}' if note else ''}")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Snoozed until {snoozed.until}: {item.title}.")
    return redirect("overview")


@require_POST
@permission_required(SNOOZE, raise_exception=True)
def wake_item(request: Request) -> HttpResponse:
    """Ends the snooze of an attention item (`item`)."""
    key = request.POST.get("item", "").replace("\x00", "")
    with transaction.atomic():
        if Snooze.objects.filter(item=key).delete()[0]:
            record(request, Action.WAKE, f"“{key}”")
        else:
            messages.error(request, "It is no longer snoozed.")
    return redirect("overview")


def _item(key: str, fresh: Freshness) -> Item:
    for item in needs_attention(fresh, statistics(fresh.version)):
        if item.key == key:
            return item
    raise Refused("This no longer needs attention.")


@lru_cache(maxsize=8)
def changed_since(version: UUID, moment: datetime) -> int:
    """How many changes there are in a version of the cache since a moment: the start of a day in some time zone."""
    return Change.objects.news().filter(at__gte=moment).count()


def greeting() -> str:
    hour = timezone.localtime().hour
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


def movable_cards(known: Statistics, has_growth: bool) -> dict[str, int]:
    """The cards that stand wherever there is room: their templates, with their heights."""
    cards = {"overview/_sole_users.html": card(len(known.alone)), "overview/_kinds.html": card(len(known.kinds) + 1)}
    return cards | ({"overview/_growth.html": card(4)} if has_growth else {})


def matrix(known: Statistics) -> list[tuple[str, list[dict[str, Any]]]]:
    """Calling and messaging, each with the cells of its three regions."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for way in RESTRICTIONS:
        count = known.restricted[way.column]
        share = count / known.total if known.total else 0
        heat = sum(share > step for step in WARM)
        cell = {"key": way.key, "count": count, "heat": heat, "place": way.place, "verb": way.verb}
        rows.setdefault(way.noun, []).append(cell)
    return list(rows.items())


def stage_of(stage: Stage) -> dict[str, Any]:
    """A stage of the porting pipeline as its box shows it."""
    tone = "bad" if stage.has_failed else ""
    return {"stage": stage, "badge": porting_badge(stage.status), "query": stage.status, "tone": tone}


def progress(stage: Stage) -> tuple[bool, int, int, str]:
    """The order of stages: as a port proceeds, then unknown statuses, the most frequent first, then failures."""
    word = stage.status.lower().replace("_", "-")
    known = PORTING_ORDER.index(word) if word in PORTING_ORDER else len(PORTING_ORDER)
    return (stage.has_failed, known, -stage.count, stage.status)


def _is_on_the_way(status: str) -> bool:
    return bool(status) and (status.lower() in PORTING_FAILED or status.lower() not in PORTING_ENDED)
