"""Snoozing and waking what the overview says needs attention."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dashboard.audit.record import Action, record
from dashboard.htmx import Request
from dashboard.overview.attention import Item, needs_attention
from dashboard.overview.models import SNOOZE, Snooze
from dashboard.overview.snoozing import Refused, snooze, wake_time
from inventory.freshness import Freshness
from inventory.statistics import statistics


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
