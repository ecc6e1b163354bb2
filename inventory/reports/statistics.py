"""Statistics of the whole inventory: counted once for each state of it, not once for each view.

They change only with the cache, so they are kept under its version. Nothing in them depends on who looks.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Max, Min, Q

from inventory.choices import RESTRICTED, RESTRICTIONS, Kind, Porting, porting_place
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.numbering import country_name
from inventory.reports.number_index import NumberIndex, number_index
from inventory.runtime.moments import cached, now

FAILED_KEPT = 2
SOLE_USERS_KEPT = 4
KINDS_KEPT = 6


@dataclass(frozen=True, slots=True)
class Port:
    """A port that is under way."""

    label: str
    status: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the porting pipeline: how many are in it, and since when the first and the last of them."""

    status: str
    count: int
    oldest: datetime | None
    newest: datetime | None

    @property
    def is_under_way(self) -> bool:
        return Porting.of(self.status) is Porting.UNDER_WAY

    @property
    def has_failed(self) -> bool:
        return Porting.of(self.status) is Porting.FAILED

    @property
    def is_unknown(self) -> bool:
        """Whether there is a status, and it says neither that the port is under way nor that it has ended."""
        return bool(self.status) and Porting.of(self.status) is Porting.UNKNOWN


@dataclass(frozen=True, slots=True)
class Statistics:
    total: int
    people: int  # current users
    people_without_numbers: int
    assigned: int
    forwarded: int
    looping: list[str]  # ids of the numbers that forward in a circle
    warned: int  # numbers whose records break Quo's contract
    restricted: dict[str, int]  # by column
    stages: list[Stage]  # every status in the order of a port, also "" for numbers that are not porting
    failed_ports: list[str]  # the first of them: labels
    oldest_port: Port | None  # of those under way
    ports_since: list[datetime]  # since when each port under way has its status, the oldest first
    kinds: list[tuple[str, str, str, int]]  # the most frequent: label, country, kind, count
    rare_kinds: int  # numbers of all other kinds
    sole_users: list[tuple[str, str, int]]  # those of the most numbers: id, name, how many
    sole_users_count: int

    @property
    def unassigned(self) -> int:
        return self.total - self.assigned

    def stalled(self, before: datetime) -> int:
        """How many ports have the same status since before that time."""
        return bisect_left(self.ports_since, before)


@cached()
def statistics(version: UUID) -> Statistics:
    """The statistics of a version of the cache (Freshness.version): no query where they are known.

    Each process keeps its own, as they are: unpickling them from a shared cache would cost every page milliseconds.
    """
    return count(number_index(version))


def stalled_before() -> datetime:
    """Ports whose status is older need somebody's attention."""
    return now() - timedelta(days=settings.QUO_PORT_STALLED_AFTER)


def count(index: NumberIndex) -> Statistics:
    current = PhoneNumber.objects.current().order_by()
    total = index.current.bit_count()
    statuses = current.values_list("porting_status").annotate(
        count=Count("pk"), oldest=Min("porting_since"), newest=Max("porting_since")
    )
    stages = [Stage(*row) for row in statuses.order_by("-count", "porting_status")]
    stages.sort(key=lambda stage: porting_place(stage.status))  # stable: the most frequent of a place first
    kinds = _kinds(index)
    ports = list(
        current.ports_under_way()
        .exclude(porting_since=None)
        .order_by("porting_since", "id")
        .values_list("porting_since", "porting_status", "number", "formatted_number")
        if any(stage.is_under_way for stage in stages)
        else ()
    )
    people = WorkspaceUser.objects.current().aggregate(
        all=Count("pk"), without_numbers=Count("pk", filter=Q(number_count=0))
    )
    sole = WorkspaceUser.objects.filter(sole_count__gt=0).order_by("-sole_count", "id")
    return Statistics(
        total=total,
        people=people["all"],
        people_without_numbers=people["without_numbers"],
        assigned=(index.current & index.assigned).bit_count(),
        forwarded=(index.current & index.forwarding).bit_count(),
        looping=forwarding_loops(current.exclude(forward="").values_list("pk", "number", "forward")),
        warned=current.filter(warned__gt=0).count(),
        restricted={r.column: (index.current & index.having(r.column, RESTRICTED)).bit_count() for r in RESTRICTIONS},
        stages=stages,
        failed_ports=_failed_ports() if any(stage.has_failed for stage in stages) else [],
        oldest_port=_port(*ports[0]) if ports else None,
        ports_since=[since for since, *_ in ports if since],
        kinds=kinds[:KINDS_KEPT],
        rare_kinds=sum(count for *_, count in kinds[KINDS_KEPT:]),
        sole_users=[(user.pk, user.name, user.sole_count) for user in sole[:SOLE_USERS_KEPT]],
        sole_users_count=sole.count(),
    )


def forwarding_loops(forwards: Iterable[tuple[str, str, str]]) -> list[str]:
    """The ids of numbers whose calls come back to them. `forwards`: the id, number and target of each that forwards."""
    rows = sorted(forwards)  # of several records of one number the last counts
    target = {number: forward for _, number, forward in rows}
    passed_at: dict[str, int] = {}  # by number: the position of the walk that came by first
    looping: set[str] = set()
    for walk, start in enumerate(target):
        number = start
        while number in target and number not in passed_at:
            passed_at[number] = walk
            number = target[number]
        while passed_at.get(number) == walk and number not in looping:  # this walk met itself
            looping.add(number)
            number = target[number]
    return sorted(id for id, number, _ in rows if number in looping)


def _failed_ports() -> list[str]:
    rows = PhoneNumber.objects.current().failed_ports().only("id", "number", "formatted_number")
    return [row.display_number for row in rows.order_by(F("porting_since").asc(nulls_last=True), "id")[:FAILED_KEPT]]


def _port(since: datetime | None, status: str, number: str, formatted_number: str) -> Port | None:
    label = PhoneNumber(number=number, formatted_number=formatted_number).display_number
    return Port(label, status, since) if since else None


def _kinds(index: NumberIndex) -> list[tuple[str, str, str, int]]:
    """The kinds of each country: label, country, kind, count; the most frequent first."""
    found = [
        (_kind_label(country, kind), country, kind, count)
        for country, _ in index.counts("country", index.current)
        for kind, count in index.counts("kind", index.current & index.having("country", country))
    ]
    return sorted(found, key=lambda row: (-row[3], row[1], row[2]))


def _kind_label(country: str, kind: str) -> str:
    if not country:
        return "Unknown country" if kind == Kind.UNKNOWN else f"{Kind(kind).label}, no country"
    name = "US" if country == "US" else country_name(country)
    return f"{name}, {Kind(kind).label.lower()}" if kind not in (Kind.UNKNOWN, Kind.OTHER) else name
