"""Snoozing and unsnoozing what the overview says needs attention, and notes on it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dashboard.audit.record import Action, record
from dashboard.overview.models import SNOOZE, Snooze
from dashboard.overview.snoozing import Refused, leave_note, snooze, snooze_end, split, until_words
from dashboard.responses.htmx import Request
from inventory.reports.freshness import Freshness
from inventory.reports.statistics import statistics


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
                said = _note_only(request, item, note)
            else:
                said = _snooze(request, item, note)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("overview")


def _snooze(request: Request, key: str, note: str) -> str:
    fresh, name = Freshness.read(), request.user.get_username()
    awake, snoozed = split(fresh, statistics(fresh.version))
    item = next((line.item for line in [*awake, *snoozed] if line.item.key == key), None)
    if item is None:
        raise Refused("This no longer needs attention.")
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


def _note_only(request: Request, key: str, note: str) -> str:
    fresh = Freshness.read()
    awake, snoozed = split(fresh, statistics(fresh.version))
    if not any(line.item.key == key for line in [*awake, *snoozed]):
        raise Refused("This no longer needs attention.")
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
