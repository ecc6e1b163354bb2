"""What lasts, and is told of once: the key that Quo refuses, refreshes that fail, held removals, stalled ports."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Sum

from dashboard.alerts.events import Event
from dashboard.alerts.occurrences import Occurrence
from inventory.choices import Scope, State
from inventory.models import CacheState, PhoneNumber, Refresh
from inventory.models.numbers import stalled_port
from inventory.reports.statistics import stalled_before

States = dict[str, dict[str, str]]  # by event: of each number its state; of a refresh, which has no key, whether it is
REFUSED = (401, 403)


def states_now(events: Collection[Event], now: datetime) -> tuple[States, dict[Event, tuple[int, Occurrence]]]:
    """Those of these events, and of refreshes what is told: how many, and what happened."""
    found: States = {}
    occurrences: dict[Event, tuple[int, Occurrence]] = {}
    if Event.PORTING_STALLED in events:
        rows = PhoneNumber.objects.current().filter(stalled_port(stalled_before())).order_by("porting_since", "id")
        stalled = rows.values_list("id", "porting_since")
        found[Event.PORTING_STALLED] = {id: since.isoformat() for id, since in stalled if since}
    if Event.REMOVALS_HELD in events:
        waiting = Refresh.objects.waiting_for_decision()
        if count := waiting.aggregate(count=Sum("held_waiting"))["count"]:
            occurrences[Event.REMOVALS_HELD] = count, _occurrence(waiting.without_details().latest("pk"))
    if {Event.REFRESH_FAILING, Event.KEY_REFUSED} & {*events}:
        confirmed = CacheState.objects.values_list("confirmed_at", flat=True).first()
        ended = Refresh.objects.filter(scope=Scope.WORKSPACE, state__in=(State.FAILED, State.INTERRUPTED))
        since = ended.filter(finished_at__gt=confirmed) if confirmed else ended
        if refused := since.filter(error_status__in=REFUSED).without_details().order_by("-finished_at").first():
            occurrences[Event.KEY_REFUSED] = 1, _occurrence(refused, refused.finished_at)
        if confirmed and confirmed < now - settings.ALERT_FAILING_AFTER:
            last = since.without_details().order_by("-finished_at").first()
            occurrences[Event.REFRESH_FAILING] = 1, _occurrence(last, confirmed)
    found |= {event: {"": ""} for event in occurrences if event in events}
    return found, occurrences


def _occurrence(refresh: Refresh | None, at: datetime | None = None) -> Occurrence:
    detail = f"{refresh.error_summary} {refresh.error_advice}".strip() if refresh else ""
    return Occurrence(refresh_id=refresh.pk if refresh else None, at=at, detail=detail)
