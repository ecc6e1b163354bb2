"""What needs attention, the most urgent first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from dashboard.templatetags.ui import clock_words, short_age
from inventory.attention import LATELY, left_with_one_user
from inventory.choices import RESTRICTED
from inventory.freshness import Freshness
from inventory.models import CacheState, PhoneNumber
from inventory.models.numbers import has_users, stalled_port
from inventory.statistics import Statistics, stalled_before
from inventory.wording import counted

REASONS = 2  # of an A2P registration's status; a number's page has them all


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list. `icon` is a name of heroicons, `action` the text of the link to `url`, where there is one.

    `key` names this kind of item for good: snoozes hold it. `about` are the rows that it counts: as long as they are
    the same, it has not changed. None where the data as a whole is wrong: that is snoozed until a day only.
    """

    key: str
    about: Iterable[Any] | None
    tone: str
    icon: str
    title: str
    detail: str
    url: str = ""
    action: str = "View"
    status: str = ""  # a state beside the rows that it is about, too
    is_timed: bool = False  # time alone may change what it is about, without a new version of the cache


def needs_attention(fresh: Freshness, known: Statistics) -> list[Item]:
    return [*_freshness(fresh), *_ports(known), *_numbers(known, fresh.workspace), *_left_with_one_user(fresh.version)]


def _freshness(fresh: Freshness) -> Iterator[Item]:
    if fresh.held is not None:
        since = clock_words(fresh.held.finished_at) if fresh.held.finished_at else "some time"
        yield Item(
            "removals-held", None, "bad", "exclamation-triangle",
            title=f"{counted(fresh.held.held_waiting, 'removal')} waiting for a decision",
            detail=f"Held since {since}. Nothing was removed.",
            action="Review",
            url=reverse("refresh", args=[fresh.held.pk]),
        )  # fmt: skip
    if fresh.failed is not None:
        yield Item(
            "refresh-failed", None, "bad", "arrow-path",
            title="The last refresh failed",
            detail=fresh.failed.summary,
            url=reverse("refresh", args=[fresh.failed.pk]),
        )  # fmt: skip
    elif fresh.confirmed_at is not None and fresh.is_stale:
        yield Item(
            "data-out-of-date", None, "waiting", "clock",
            title=f"Data is {short_age(fresh.confirmed_at)} old",
            detail=f"Data is out of date after {settings.QUO_STALE_AFTER:g} minutes.",
            url=reverse("refreshes"),
        )  # fmt: skip
    if fresh.workspace.is_expired:
        yield Item(
            "subscription-expired", None, "bad", "credit-card",
            title="The workspace’s subscription has expired",
            detail="Quo may stop calls, messages and its API until the workspace is subscribed again.",
        )  # fmt: skip


def _ports(known: Statistics) -> Iterator[Item]:
    current = PhoneNumber.objects.current()
    stages = [stage for stage in known.stages if stage.has_failed]
    failed = sum(stage.count for stage in stages)
    if failed:
        yield Item(
            "ports-failed", current.failed_ports().values_list("pk", "porting_status"), "bad", "x-circle",
            title=f"{counted(failed, 'port')} {'was' if failed == 1 else 'were'} rejected or failed",
            detail=_some(known.failed_ports, failed),
            url=_numbers_url(porting=sorted(stage.status for stage in stages)),
        )  # fmt: skip
    oldest, before = known.oldest_port, stalled_before()
    stalled = known.stalled(before)
    if oldest is not None and stalled:
        about = current.filter(stalled_port(before)).values_list("pk", "porting_status")
        yield Item(
            "ports-stalled", about, "waiting", "clock",
            title=f"{counted(stalled, 'port')} stalled for {settings.QUO_PORT_STALLED_AFTER:g} days or more",
            detail=f"Oldest: {oldest.label}, {oldest.status} for {short_age(oldest.since)}.",
            url=_numbers_url(stalled="yes", sort="since"),
            is_timed=True,
        )  # fmt: skip


def _numbers(known: Statistics, workspace: CacheState) -> Iterator[Item]:
    current = PhoneNumber.objects.current()
    blocked = known.restricted["messaging_us"]
    if blocked:
        yield Item(
            "cannot-text-us", current.filter(messaging_us=RESTRICTED).values_list("pk"), "waiting", "no-symbol",
            title=f"{counted(blocked, 'number')} cannot text the US",
            detail=_why_blocked(workspace),
            url=_numbers_url(restricted="messaging.US"),
            status=" ".join([workspace.a2p_status, *workspace.a2p_reasons]),
        )  # fmt: skip
    if known.looping:
        count = len(known.looping)
        yield Item(
            "forwarding-loops", known.looping, "bad", "arrow-path",
            title=f"{counted(count, 'number')} {'forwards' if count == 1 else 'forward'} in a loop",
            detail="Forwarded calls come back to the same number.",
            url=_numbers_url(looping="yes"),
        )  # fmt: skip
    if known.unassigned:
        yield Item(
            "unassigned", current.filter(~has_users()).values_list("pk"), "info", "user-minus",
            title=f"{counted(known.unassigned, 'number')} {'is' if known.unassigned == 1 else 'are'} unassigned",
            detail="No user is assigned to them.",
            url=_numbers_url(assigned="no"),
        )  # fmt: skip
    if known.warned:
        yield Item(
            "warnings", current.filter(warned__gt=0).values_list("pk"), "info", "exclamation-circle",
            title=f"{counted(known.warned, 'number')} {'has' if known.warned == 1 else 'have'} warnings",
            detail="Their records do not match Quo’s documentation.",
            url=_numbers_url(warnings="yes"),
        )  # fmt: skip


def _why_blocked(workspace: CacheState) -> str:
    """Why numbers cannot text the US: the workspace's registration, where Quo tells of it."""
    if not workspace.a2p_status:
        return "Usually a missing carrier registration (A2P 10DLC)."
    since = f" for {short_age(workspace.a2p_since)}" if workspace.a2p_since else ""
    reasons = list(workspace.a2p_reasons[:REASONS])
    more = len(workspace.a2p_reasons) - len(reasons)
    reasons += [f"{counted(more, 'more reason')}."] if more else []
    return " ".join([f"A2P registration: {workspace.a2p_label}{since}.", *reasons])


def _left_with_one_user(version: UUID) -> Iterator[Item]:
    ids = [id for id, is_current in left_with_one_user(version).items() if is_current]
    if ids:
        yield Item(
            "left-with-one-user", ids, "info", "user",
            title=f"{counted(len(ids), 'shared number')} {'was' if len(ids) == 1 else 'were'} left with one user",
            detail=f"In the last {LATELY.days} days.",
            url=_numbers_url(left="yes"),
        )  # fmt: skip


def _numbers_url(**filters: str | list[str]) -> str:
    return f"{reverse('numbers')}?{urlencode(filters, doseq=True)}"


def _some(labels: list[str], count: int) -> str:
    more = f" and {count - len(labels):,} more" if count > len(labels) else ""
    return f"{', '.join(labels)}{more}."
