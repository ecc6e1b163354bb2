"""What needs somebody's attention this morning, the worst first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from dashboard.context import Freshness
from dashboard.figures import Figures, Port
from dashboard.templatetags.ui import clock_words, short_age


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list: tone, icon (of heroicons), what it is, more about it, and where to look."""

    tone: str
    icon: str
    title: str
    detail: str
    action: str
    url: str


def needs_attention(fresh: Freshness, known: Figures) -> list[Item]:
    return [*_trust(fresh), *_ports(known), *_numbers(known)]


def _trust(fresh: Freshness) -> list[Item]:
    items = []
    for refresh in fresh.held:
        title = f"Quo’s last answer would remove {_count(len(refresh.held), 'number')}"
        since = clock_words(refresh.finished_at) if refresh.finished_at else "some time"
        detail = f"Held since {since}. Nothing was removed."
        items.append(
            Item("bad", "exclamation-triangle", title, detail, "Review", reverse("refresh", args=[refresh.pk]))
        )
    if fresh.last is not None and fresh.last_failed:
        where = reverse("refresh", args=[fresh.last.pk])
        items.append(Item("bad", "arrow-path", "The last refresh failed", fresh.last.summary, "Open", where))
    elif fresh.confirmed_at is not None and fresh.is_stale:
        title = f"What you see is {short_age(fresh.confirmed_at)} old"
        detail = f"Data older than {settings.QUO_STALE_AFTER:g} minutes counts as old here."
        items.append(Item("waiting", "clock", title, detail, "Refreshes", reverse("refreshes")))
    return items


def _ports(known: Figures) -> list[Item]:
    items = []
    failed = [port for port in known.ports if port.failed]
    stuck = [port for port in known.ports if port.is_stuck]
    if failed:
        query = urlencode([("porting", status) for status in sorted({port.status for port in failed})])
        title = f"{_count(len(failed), 'port')} {'was' if len(failed) == 1 else 'were'} rejected or failed"
        items.append(Item("bad", "x-circle", title, _some(failed), "List", f"{reverse('numbers')}?{query}"))
    if stuck:
        days = f"{settings.QUO_PORT_STUCK_AFTER:g} days"
        title = f"{_count(len(stuck), 'port')} {'has' if len(stuck) == 1 else 'have'} not moved in {days}"
        oldest = stuck[0]
        detail = f"Oldest: {oldest.label}, {oldest.status} for {short_age(oldest.since)}." if oldest.since else ""
        items.append(Item("waiting", "clock", title, detail, "List", f"{reverse('numbers')}?stuck=yes&sort=porting"))
    return items


def _numbers(known: Figures) -> list[Item]:
    items = []
    if blocked := known.restricted["messaging_us"]:
        title = f"{_count(blocked, 'number')} cannot text the US"
        where = f"{reverse('numbers')}?restricted=messaging.US"
        items.append(
            Item("waiting", "no-symbol", title, "Usually a missing carrier registration (A2P 10DLC).", "List", where)
        )
    if known.unassigned:
        title = f"{_count(known.unassigned, 'number')} {'has' if known.unassigned == 1 else 'have'} no one"
        where = f"{reverse('numbers')}?assigned=no"
        items.append(Item("info", "user-minus", title, "Nobody in Quo holds them.", "List", where))
    if known.alone_people:
        people = "1 person holds" if known.alone_people == 1 else f"{known.alone_people:,} people hold"
        detail = f"{_count(known.alone_numbers, 'number')} would have no one if they left."
        where = f"{reverse('users')}?sort=-alone"
        items.append(Item("info", "user", f"{people} numbers alone", detail, "List", where))
    return items


def _some(ports: list[Port]) -> str:
    labels = ", ".join(port.label for port in ports[:2])
    more = f" and {len(ports) - 2} more" if len(ports) > 2 else ""
    return f"{labels}{more}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
