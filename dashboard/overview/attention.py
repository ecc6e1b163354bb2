"""What needs attention, the most urgent first."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from dashboard.templatetags.ui import clock_words, short_age
from inventory.choices import ChangeKind
from inventory.freshness import Freshness
from inventory.models import CacheState, Change, PhoneNumber
from inventory.statistics import Statistics, stuck_before

LATELY = timedelta(days=30)
LISTED = 100  # ids in a link
REASONS = 2  # of an A2P registration's status; a number's page has them all


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list. `icon` is a name of heroicons, `action` the text of the link to `url`, if there is one."""

    tone: str
    icon: str
    title: str
    detail: str
    action: str = ""
    url: str = ""


def needs_attention(fresh: Freshness, known: Statistics) -> list[Item]:
    return [*_freshness(fresh), *_ports(known), *_numbers(known, fresh.workspace), *_shared_lines()]


def _freshness(fresh: Freshness) -> list[Item]:
    items = []
    if fresh.held is not None:
        title = f"{_count(fresh.held.held_waiting, 'removal')} waiting for a decision"
        since = clock_words(fresh.held.finished_at) if fresh.held.finished_at else "some time"
        detail = f"Held since {since}. Nothing was removed."
        items.append(
            Item("bad", "exclamation-triangle", title, detail, "Review", reverse("refresh", args=[fresh.held.pk]))
        )
    if fresh.failed is not None:
        where = reverse("refresh", args=[fresh.failed.pk])
        items.append(Item("bad", "arrow-path", "The last refresh failed", fresh.failed.summary, "View", where))
    elif fresh.confirmed_at is not None and fresh.is_stale:
        title = f"Data is {short_age(fresh.confirmed_at)} old"
        detail = f"Data is out of date after {settings.QUO_STALE_AFTER:g} minutes."
        items.append(Item("waiting", "clock", title, detail, "View", reverse("refreshes")))
    if fresh.workspace.is_expired:
        detail = "Quo may stop calls, messages and its API until the workspace is subscribed again."
        items.append(Item("bad", "credit-card", "The workspace’s subscription has expired", detail))
    return items


def _ports(known: Statistics) -> list[Item]:
    items = []
    stages = [stage for stage in known.stages if stage.has_failed]
    if failed := sum(stage.count for stage in stages):
        query = urlencode([("porting", status) for status in sorted(stage.status for stage in stages)])
        title = f"{_count(failed, 'port')} {'was' if failed == 1 else 'were'} rejected or failed"
        detail = _some(known.failed_ports, failed)
        items.append(Item("bad", "x-circle", title, detail, "View", f"{reverse('numbers')}?{query}"))
    oldest, before = known.oldest_port, stuck_before()
    if oldest is not None and oldest.since < before:
        # Time alone lets a port stall, so these are counted now. Their query only runs where there is one.
        stalled = PhoneNumber.objects.current().stalled_ports(before).count()
        days = f"{settings.QUO_PORT_STUCK_AFTER:g} days"
        title = f"{_count(stalled, 'port')} stalled for {days} or more"
        detail = f"Oldest: {oldest.label}, {oldest.status} for {short_age(oldest.since)}."
        items.append(Item("waiting", "clock", title, detail, "View", f"{reverse('numbers')}?stuck=yes&sort=since"))
    return items


def _numbers(known: Statistics, workspace: CacheState) -> list[Item]:
    items = []
    if blocked := known.restricted["messaging_us"]:
        title = f"{_count(blocked, 'number')} cannot text the US"
        where = f"{reverse('numbers')}?restricted=messaging.US"
        items.append(Item("waiting", "no-symbol", title, _why_blocked(workspace), "View", where))
    if known.looping:
        title = f"{_count(len(known.looping), 'number')} forward{'s' * (len(known.looping) == 1)} in a loop"
        where = f"{reverse('numbers')}?{urlencode([('id', id) for id in known.looping[:LISTED]])}"
        items.append(Item("bad", "arrow-path", title, "Forwarded calls come back to the same number.", "View", where))
    if known.unassigned:
        title = f"{_count(known.unassigned, 'number')} {'is' if known.unassigned == 1 else 'are'} unassigned"
        where = f"{reverse('numbers')}?assigned=no"
        items.append(Item("info", "user-minus", title, "No user is assigned to them.", "View", where))
    if known.warned:
        title = f"{_count(known.warned, 'number')} {'has' if known.warned == 1 else 'have'} warnings"
        detail = "Their records do not match Quo’s documentation."
        items.append(Item("info", "exclamation-circle", title, detail, "View", f"{reverse('numbers')}?warnings=yes"))
    return items


def _why_blocked(workspace: CacheState) -> str:
    """Why numbers cannot text the US: the workspace's registration, where Quo tells of it."""
    if not workspace.a2p_status:
        return "Usually a missing carrier registration (A2P 10DLC)."
    since = f" for {short_age(workspace.a2p_since)}" if workspace.a2p_since else ""
    reasons = list(workspace.a2p_reasons[:REASONS])
    more = len(workspace.a2p_reasons) - len(reasons)
    reasons += [f"{_count(more, 'more reason')}."] if more else []
    return " ".join([f"A2P registration: {workspace.a2p_label}{since}.", *reasons])


def _shared_lines() -> list[Item]:
    """Lines that several users shared, and that lately lost all of them but one."""
    left = Change.objects.news().filter(kind=ChangeKind.USER_UNASSIGNED, at__gte=timezone.now() - LATELY)
    numbers = PhoneNumber.objects.current().filter(id__in=left.values("number_id")).order_by("sort_name", "id")
    found = list(numbers.annotate(user_count=Count("assignments")).filter(user_count=1).values_list("pk", flat=True))
    if not found:
        return []
    shared = f"{len(found)} shared number{' was' if len(found) == 1 else 's were'} left with one user"
    where = f"{reverse('numbers')}?{urlencode([('id', id) for id in found[:LISTED]])}"
    return [Item("info", "user", shared, f"In the last {LATELY.days} days.", "View", where)]


def _some(labels: list[str], count: int) -> str:
    more = f" and {count - len(labels):,} more" if count > len(labels) else ""
    return f"{', '.join(labels)}{more}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
