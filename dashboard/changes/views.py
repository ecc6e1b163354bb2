"""The page of changes."""

from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.changes.bars import bars_of, legend
from dashboard.changes.descriptions import NOT_FOLDED, TimelineEntry, describe_changes
from dashboard.changes.facets import CHANGES, PERIODS, changes_of, folded, is_about_one, moment_of
from dashboard.exports import CHUNK, export_rows
from dashboard.lists.days import day_heading
from dashboard.lists.pages import page_by_ids, redirected, render_list
from dashboard.lists.pickers import AS_WORDS, number_picker, user_picker
from dashboard.lists.query import Query
from dashboard.numbers.models import Preferences
from dashboard.responses.errors import error_page
from dashboard.responses.htmx import Request
from inventory.models import Change, name_of
from inventory.reports.freshness import Freshness

MOST = 10_000  # changes that are counted and have pages: older ones are found by their day
NO_TIME = {"period": "", "since": "", "until": "", "after": ""}
READ = (
    "at", "kind", "number_id", "number__name", "number__number", "user_id", "user__first_name", "user__last_name",
    "user__email", "field", "old", "new", "refresh_id", "refresh__requested_by_name",
)  # fmt: skip
EXPORTED = (
    "at", "kind", "number_id", "number_name", "number", "user_id", "user", "field", "old", "new", "refresh",
    "requested_by",
)  # fmt: skip


@require_safe
def change_list(request: Request) -> HttpResponse:
    """Changes, newest first, by day. Those of a first import are on the page of its refresh."""
    query = Query(CHANGES, request.GET)
    if elsewhere := redirected(request):
        return elsewhere
    found = changes_of(query, Change.objects.all())
    changes, counts = (found, NOT_FOLDED) if is_about_one(query) else folded(found)
    page = page_by_ids(changes, Change.objects.with_names(), query, most=MOST)
    fresh = Freshness.read()
    bars = bars_of(query, fresh.version)
    timeline = describe_changes(page.object_list, folded=counts)
    seen = Preferences.objects.filter(owner=request.user).values_list("changes_seen_at", flat=True).first()
    presets = [("since-here", "Since I was here", {"after": seen.isoformat()})] if seen else []
    presets += [(value, label, {"period": value}) for value, label in PERIODS.items()]
    context = {
        "page": page,
        "chips": query.chips(),
        "sections": query.sections(),
        "pickers": [user_picker(query, AS_WORDS), number_picker(query, AS_WORDS)],
        "unit": "line" if counts else "",
        "total": page.paginator.count + sum(counts.values()) - len(counts),
        "presets": [
            (name, label, query.link(**NO_TIME | asked), asked.items() <= query.first.items())
            for name, label, asked in presets
        ],
        "freshness": fresh,
        "bars": bars,
        "legend": legend(query, bars),
        "timeline": timeline,
        "days": by_day(timeline),
    }
    return render_list(request, "changes/list.html", query, context)


@require_POST
def mark_seen(request: Request) -> HttpResponse:
    """Keeps up to when (`at`) the account has seen the changes: their page says so when it is left."""
    try:
        moment = moment_of(request.POST.get("at", ""))
    except ValidationError:
        return error_page(request, 400, "The time up to which changes were seen is missing.")
    preferences, _ = Preferences.objects.get_or_create(owner=request.user)
    if preferences.changes_seen_at is None or preferences.changes_seen_at < moment:
        Preferences.objects.filter(pk=preferences.pk).update(changes_seen_at=moment)
    return redirect("changes")


def by_day(timeline: list[TimelineEntry]) -> list[tuple[str, list[TimelineEntry]]]:
    """The entries of each day in the displayed time zone, under the day's heading."""
    days = groupby(timeline, key=lambda entry: timezone.localtime(entry.at).date())
    return [(day_heading(day), list(entries)) for day, entries in days]


@require_safe
def export_csv(request: Request) -> HttpResponseBase:
    """The changes that the filters find, as a file."""
    query = Query(CHANGES, request.GET)
    found = changes_of(query, Change.objects.all()).values_list(*READ)
    return export_rows(request, "changes", "csv", query, EXPORTED, lambda: map(_row, found.iterator(chunk_size=CHUNK)))


def _row(values: tuple[Any, ...]) -> tuple[Any, ...]:
    at, kind, number_id, name, number, user_id, first, last, email, field, old, new, refresh, who = values
    user = name_of(first or "", last or "", email or "", user_id) if user_id else ""
    return at, kind, number_id, name, number, user_id, user, field, old, new, str(refresh), who
