"""What needs attention, in words and with a link to what it is about."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from dashboard.alerts.models import Delivery
from dashboard.templatetags.ui import clock_words, short_age
from inventory.models import CacheState
from inventory.reports.attention import LATELY, Condition, Rows, conditions, last_monday
from inventory.reports.blocked import blocked_by_reason
from inventory.reports.freshness import Freshness
from inventory.reports.leavers import left_since
from inventory.reports.number_index import number_index
from inventory.reports.statistics import Statistics
from inventory.wording import counted

REASONS = 2  # of an A2P registration's status; a number's page has them all
LISTED = 50  # numbers that a link names one by one


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list. `icon` is a name of heroicons; `help` are links to Quo's pages, with their texts."""

    condition: Condition
    tone: str
    icon: str
    title: str
    detail: str = ""
    url: str = ""
    help: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        return self.condition.key


def needs_attention(fresh: Freshness, stats: Statistics) -> list[Item]:
    """The most urgent first."""
    return [describe(condition, fresh, stats) for condition in all_conditions(fresh, stats)]


def all_conditions(fresh: Freshness, stats: Statistics) -> list[Condition]:
    """Those of the inventory, and alerts that did not arrive."""
    failed = list(Delivery.objects.failed_lately().values_list("pk", flat=True))
    rows = dict.fromkeys(map(str, failed), "")
    undelivered = [Condition("alerts-failed", len(failed), lambda: rows, is_timed=True)] if failed else []
    return [*undelivered, *conditions(fresh, stats)]


def only_new(item: Item, rows: Rows, fresh: Freshness, stats: Statistics) -> Item:
    """A snoozed item with only the rows that came later."""
    about = describe(replace(item.condition, count=len(rows)), fresh, stats)
    lists = item.url.startswith(reverse("numbers")) and len(rows) <= LISTED
    detail = f"{len(rows):,} more since it was snoozed."
    return replace(about, detail=detail, url=_numbers(id=sorted(rows)) if lists else item.url, help=())


def describe(condition: Condition, fresh: Freshness, stats: Statistics) -> Item:
    count, one = condition.count, condition.count == 1
    match condition.key:
        case "alerts-failed":
            title = f"{counted(count, 'alert')} could not be delivered"
            detail = "Its channel did not take it." if one else "Their channels did not take them."
            return Item(condition, "bad", "bell-alert", title, detail, reverse("alerts"))
        case "removals-held" if fresh.held is not None:
            return Item(
                condition, "bad", "exclamation-triangle", f"{counted(count, 'removal')} waiting for a decision",
                f"Held since {_clock(fresh.held.finished_at)}. Nothing was removed.",
                reverse("refresh", args=[fresh.held.pk]),
            )  # fmt: skip
        case "refresh-failed" if fresh.failed is not None:
            url = reverse("refresh", args=[fresh.failed.pk])
            return Item(condition, "bad", "arrow-path", "The last refresh failed", fresh.failed.summary, url)
        case "data-out-of-date" if fresh.confirmed_at is not None:
            after = f"Data is out of date after {settings.QUO_STALE_AFTER:g} minutes."
            title = f"Data is {short_age(fresh.confirmed_at)} old"
            return Item(condition, "waiting", "clock", title, after, reverse("refreshes"))
        case "subscription-expired":
            return Item(
                condition, "bad", "credit-card", "The workspace’s subscription has expired",
                "Quo may stop calls, messages and its API until the workspace is subscribed again.",
            )  # fmt: skip
        case "ports-failed":
            more = f" and {count - len(stats.failed_ports):,} more" if count > len(stats.failed_ports) else ""
            return Item(
                condition, "bad", "x-circle", f"{counted(count, 'port')} {_were(one)} rejected or failed",
                f"{', '.join(stats.failed_ports)}{more}.",
                _numbers(porting=sorted(stage.status for stage in stats.stages if stage.has_failed)),
            )  # fmt: skip
        case "ports-stalled":
            oldest = stats.oldest_port
            return Item(
                condition, "waiting", "clock",
                f"{counted(count, 'port')} stalled for {settings.QUO_PORT_STALLED_AFTER:g} days or more",
                f"Oldest: {oldest.label}, {oldest.status} for {short_age(oldest.since)}." if oldest else "",
                _numbers(stalled="yes", sort="since"),
            )  # fmt: skip
        case "cannot-text-us":
            reasons = blocked_by_reason(number_index(fresh.version))
            detail = _registration(fresh.workspace) if any(reason.is_registration for reason, _ in reasons) else ""
            title, url = f"{counted(count, 'number')} cannot text the US", _numbers(restricted="messaging.US")
            several = len(reasons) > 1
            detail += " Usually blocked:" if several else " Usually"
            help = tuple(
                (f"{some:,} by {reason.words}" if several else reason.words, reason.url) for reason, some in reasons
            )
            return Item(condition, "waiting", "no-symbol", title, detail.strip(), url, help)
        case "forwarding-loops":
            title = f"{counted(count, 'number')} {'forwards' if one else 'forward'} in a loop"
            detail = "Forwarded calls come back to the same number."
            return Item(condition, "bad", "arrow-path", title, detail, _numbers(looping="yes"))
        case "unassigned":
            title = f"{counted(count, 'number')} {'is' if one else 'are'} unassigned"
            return Item(condition, "info", "user-minus", title, "", _numbers(assigned="no"))
        case "warnings":
            title = f"{counted(count, 'number')} {'has' if one else 'have'} warnings"
            detail = f"{'Its record does' if one else 'Their records do'} not match Quo’s documentation."
            return Item(condition, "info", "exclamation-circle", title, detail, _numbers(warnings="yes"))
        case "left-with-one-user":
            title = f"{counted(count, 'shared number')} {_were(one)} left with one user"
            detail = f"In the last {LATELY.days} days."
            return Item(condition, "info", "user", title, detail, _numbers(left="yes"))
        case "users-left":
            monday = last_monday()
            nobody = len(left_since(fresh.version, monday).numbers_of_nobody)
            return Item(
                condition, "waiting" if nobody else "info", "arrow-right-start-on-rectangle",
                f"{count:,} {'person' if one else 'people'} left since Monday, {monday:%B} {monday.day}",
                f"{counted(nobody, 'number')} of theirs {'has' if nobody == 1 else 'have'} nobody." if nobody else "",
                f"{reverse('users')}?{urlencode({'state': 'removed', 'sort': '-removed'})}",
            )  # fmt: skip
    raise AssertionError(f"no words for {condition.key}")


def _registration(workspace: CacheState) -> str:
    """What Quo tells of the workspace's registration, if it does."""
    if not workspace.a2p_status:
        return ""
    since = f" for {short_age(workspace.a2p_since)}" if workspace.a2p_since else ""
    reasons = list(workspace.a2p_reasons[:REASONS])
    more = len(workspace.a2p_reasons) - len(reasons)
    reasons += [f"{counted(more, 'more reason')}."] if more else []
    return " ".join([f"A2P registration: {workspace.a2p_label}{since}.", *reasons])


def _clock(moment: datetime | None) -> str:
    return clock_words(moment or timezone.now())


def _were(one: bool) -> str:
    return "was" if one else "were"


def _numbers(**filters: str | list[str]) -> str:
    return f"{reverse('numbers')}?{urlencode(filters, doseq=True)}"
