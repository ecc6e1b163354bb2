"""The demo's alerts: two rules, and a page in place of the chat or mailbox that they would go to."""

from datetime import timedelta

from django.db.models import Max
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.alerts.deciding import start_now
from dashboard.alerts.events import Event
from dashboard.alerts.forms import READY_MADE
from dashboard.alerts.models import Delivery, Rule
from dashboard.lists.pages import page_of
from dashboard.lists.query import Listing, Query
from dashboard.responses.htmx import Request, render_detail
from inventory.models import Change

OUTBOX = Listing("outbox")
RECENT = timedelta(days=2)
RULES = {"Restricted lines": READY_MADE[0].events, "Whatever changes": tuple(Event)}


@require_safe
def outbox(request: Request) -> HttpResponse:
    """What was sent, in full, the latest first."""
    query = Query(OUTBOX, request.GET)
    page = page_of(Delivery.objects.filter(channel="outbox").select_related("rule"), query)
    return render_detail(request, "alerts/outbox.html", {"page": page})


def add_rules() -> None:
    """Two rules that have the last days of a new demo still before them."""
    for name, events in RULES.items():
        rule = Rule(name=name, events=[str(event) for event in events], channel="outbox")
        start_now(rule)
        before = Change.objects.filter(at__lt=timezone.now() - RECENT)
        rule.cursor = before.aggregate(last=Max("pk"))["last"] or 0
        rule.save()
