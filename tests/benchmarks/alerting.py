"""Fifty rules, and a refresh in which each number was restricted: what they decide on."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from dashboard.alerts.deciding import decide, start_now
from dashboard.alerts.models import Rule
from inventory.models import CacheState, Change, PhoneNumber, Refresh

RULES = 50
EVENTS = ["restriction-added", "porting-changed", "unassigned", "number-removed", "removals-held"]
FILTERS = (
    "", "restricted=messaging.US", "restricted=any&assigned=yes", "assigned=yes&role=admin", "country=US&kind=local",
    "forward=no", "porting=none", "sole=yes", "q=a", "group=GR1",
)  # fmt: skip


def decided(timed: Callable[[Callable[[], object]], dict[str, Any]]) -> dict[str, Any]:
    """How long it takes to decide on a change of each number. All is as before afterwards."""
    settings.ALERT_CHANNELS = {"hook": "https://hooks.example.com/"}
    rules = [
        Rule(name=f"Rule {place}", events=EVENTS, channel="hook", query=FILTERS[place % len(FILTERS)])
        for place in range(RULES)
    ]
    for rule in rules:
        start_now(rule)
    Rule.objects.bulk_create(rules)
    now = timezone.now()
    refresh = Refresh.objects.create(scope="workspace", requested_by_name="benchmark", state="succeeded")
    what = {"refresh": refresh, "at": now, "kind": "number-changed", "field": "messaging_us", "new": "restricted"}
    numbers = PhoneNumber.objects.order_by().values_list("pk", flat=True)
    Change.objects.bulk_create((Change(number_id=number, **what) for number in numbers), batch_size=5000)
    CacheState.objects.update(version=uuid.uuid4())  # as after a refresh: nothing is known of it yet
    try:
        return timed(decide)
    finally:
        Rule.objects.all().delete()
        Change.objects.filter(refresh=refresh).delete()
        refresh.delete()
