"""What needs attention, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from dashboard.numbers.facets import LATELY, left_with_one_user
from dashboard.templatetags.ui import clock_words, short_age
from inventory.choices import RESTRICTED
from inventory.freshness import Freshness
from inventory.models import CacheState, PhoneNumber
from inventory.models.numbers import has_users, stalled_port
from inventory.statistics import Statistics, stuck_before
from inventory.wording import counted

REASONS = 2  # of an A2P registration's status; a number's page has them all


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list. `icon` is a name of heroicons, `action` the text of the link to `url`, if there is one.

    `key` names this kind of item for good: snoozes hold it. `about` are the rows that it counts: as long as they are
    the same, it has not changed. None where the data as a whole is wrong: that is snoozed until a day only.
    """

    key: str
    about: Iterable[Any] | None
    tone: str
    icon: str
    title: str
    detail: str
    action: str = ""
    url: str = ""
    status: str = ""  # a state beside the rows that it is about, too
    is_timed: bool = False  # time alone may change what it is about, without a new version of the cache


def needs_attention(fresh: Freshness, known: Statistics) -> list[Item]:
    return [
        *_freshness(fresh), *_ports(known), *_numbers(known, fresh.workspace), *_shared_lines(fresh.version),
    ]  # fmt: skip


def _freshness(fresh: Freshness) -> list[Item]:
    items = []
    if fresh.held is not None:
        title = f"{counted(fresh.held.held_waiting, 'removal')} waiting for a decision"
        since = clock_words(fresh.held.finished_at) if fresh.held.finished_at else "some time"
        detail = f"Held since {since}. Nothing was removed."
        where = reverse("refresh", args=[fresh.held.pk])
        items.append(Item("removals-held", None, "bad", "exclamation-triangle", title, detail, "Review", where))
    if fresh.failed is not None:
        where = reverse("refresh", args=[fresh.failed.pk])
        title = "The last refresh failed"
        items.append(Item("refresh-failed", None, "bad", "arrow-path", title, fresh.failed.summary, "View", where))
    elif fresh.confirmed_at is not None and fresh.is_stale:
        title = f"Data is {short_age(fresh.confirmed_at)} old"
        detail = f"Data is out of date after {settings.QUO_STALE_AFTER:g} minutes."
        items.append(Item("data-out-of-date", None, "waiting", "clock", title, detail, "View", reverse("refreshes")))
    if fresh.workspace.is_expired:
        title = "The workspace’s subscription has expired"
        detail = "Quo may stop calls, messages and its API until the workspace is subscribed again."
        items.append(Item("subscription-expired", None, "bad", "credit-card", title, detail))
    return items


def _ports(known: Statistics) -> list[Item]:
    items = []
    stages = [stage for stage in known.stages if stage.has_failed]
    if failed := sum(stage.count for stage in stages):
        query = urlencode([("porting", status) for status in sorted(stage.status for stage in stages)])
        title = f"{counted(failed, 'port')} {'was' if failed == 1 else 'were'} rejected or failed"
        detail = _some(known.failed_ports, failed)
        about = PhoneNumber.objects.current().failed_ports().values_list("pk", "porting_status")
        where = f"{reverse('numbers')}?{query}"
        items.append(Item("ports-failed", about, "bad", "x-circle", title, detail, "View", where))
    oldest, before = known.oldest_port, stuck_before()
    if oldest is not None and (stalled := known.stalled(before)):
        days = f"{settings.QUO_PORT_STUCK_AFTER:g} days"
        title = f"{counted(stalled, 'port')} stalled for {days} or more"
        detail = f"Oldest: {oldest.label}, {oldest.status} for {short_age(oldest.since)}."
        about = PhoneNumber.objects.current().filter(stalled_port(before)).values_list("pk", "porting_status")
        where = f"{reverse('numbers')}?stuck=yes&sort=since"
        items.append(Item("ports-stalled", about, "waiting", "clock", title, detail, "View", where, is_timed=True))
    return items


def _numbers(known: Statistics, workspace: CacheState) -> list[Item]:
    items, current = [], PhoneNumber.objects.current()
    if blocked := known.restricted["messaging_us"]:
        title, detail = f"{counted(blocked, 'number')} cannot text the US", _why_blocked(workspace)
        ids = current.filter(messaging_us=RESTRICTED).values_list("pk")
        where = f"{reverse('numbers')}?restricted=messaging.US"
        status = " ".join([workspace.a2p_status, *workspace.a2p_reasons])
        items.append(Item("cannot-text-us", ids, "waiting", "no-symbol", title, detail, "View", where, status))
    if known.looping:
        title = (
            f"{counted(len(known.looping), 'number')} {'forwards' if len(known.looping) == 1 else 'forward'} in a loop"
        )
        where, detail = f"{reverse('numbers')}?looping=yes", "Forwarded calls come back to the same number."
        items.append(Item("forwarding-loops", known.looping, "bad", "arrow-path", title, detail, "View", where))
    if known.unassigned:
        title = f"{counted(known.unassigned, 'number')} {'is' if known.unassigned == 1 else 'are'} unassigned"
        where = f"{reverse('numbers')}?assigned=no"
        detail, ids = "No user is assigned to them.", current.filter(~has_users()).values_list("pk")
        items.append(Item("unassigned", ids, "info", "user-minus", title, detail, "View", where))
    if known.warned:
        title = f"{counted(known.warned, 'number')} {'has' if known.warned == 1 else 'have'} warnings"
        detail = "Their records do not match Quo’s documentation."
        ids, where = current.filter(warned__gt=0).values_list("pk"), f"{reverse('numbers')}?warnings=yes"
        items.append(Item("warnings", ids, "info", "exclamation-circle", title, detail, "View", where))
    return items


def _why_blocked(workspace: CacheState) -> str:
    """Why numbers cannot text the US: the workspace's registration, where Quo tells of it."""
    if not workspace.a2p_status:
        return "Usually a missing carrier registration (A2P 10DLC)."
    since = f" for {short_age(workspace.a2p_since)}" if workspace.a2p_since else ""
    reasons = list(workspace.a2p_reasons[:REASONS])
    more = len(workspace.a2p_reasons) - len(reasons)
    reasons += [f"{counted(more, 'more reason')}."] if more else []
    return " ".join([f"A2P registration: {workspace.a2p_label}{since}.", *reasons])


def _shared_lines(version: UUID) -> list[Item]:
    found = ids_left_with_one_user(version, timezone.now().date())
    if not found:
        return []
    shared = f"{len(found)} shared number{' was' if len(found) == 1 else 's were'} left with one user"
    where, detail = f"{reverse('numbers')}?left=yes", f"In the last {LATELY.days} days."
    return [Item("left-with-one-user", found, "info", "user", shared, detail, "View", where)]


@lru_cache(maxsize=1)
def ids_left_with_one_user(version: UUID, today: date) -> list[str]:
    """The ids of these numbers, asked once for a state of the cache and a day."""
    return list(PhoneNumber.objects.current().filter(left_with_one_user()).values_list("pk", flat=True))


def _some(labels: list[str], count: int) -> str:
    more = f" and {count - len(labels):,} more" if count > len(labels) else ""
    return f"{', '.join(labels)}{more}."
