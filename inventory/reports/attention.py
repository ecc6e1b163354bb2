"""What in the workspace needs somebody's attention, the most urgent first. The dashboard has the words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Case, Max, QuerySet, Sum, Value, When
from django.utils import timezone

from inventory.choices import RESTRICTED, ChangeKind
from inventory.models import Change, PhoneNumber, Refresh
from inventory.models.numbers import has_sole_user, has_users, stalled_port
from inventory.reports.freshness import Freshness
from inventory.reports.leavers import left_since
from inventory.reports.statistics import Statistics, stalled_before
from inventory.runtime.moments import cached, now

LATELY = timedelta(days=30)
Rows = dict[str, str]  # ids, each with what it is about them: a row in another state is another one


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that needs attention. `key` names it for good: snoozes and notes hold it.

    `rows` asks for what it is about; `count` is how many there are, which is known without.
    """

    key: str
    count: int
    rows: Callable[[], Rows]
    status: str = ""  # a state beside the rows that it is about, too
    is_timed: bool = False  # the rows may change without a new version of the cache
    is_of_data: bool = False  # the data as a whole is wrong


def conditions(fresh: Freshness, stats: Statistics) -> list[Condition]:
    return [*_of_data(fresh), *_of_ports(stats), *_of_numbers(stats, fresh), *_of_users(fresh.version)]


def _of_data(fresh: Freshness) -> Iterator[Condition]:
    def of_data(key: str, rows: Callable[[], Rows], count: int = 1) -> Condition:
        return Condition(key, count, rows, is_timed=True, is_of_data=True)

    held, failed = fresh.held, fresh.failed
    if held is not None:
        yield of_data("removals-held", lambda: _held(held), held.held_waiting)
    if failed is not None:
        yield of_data("refresh-failed", lambda: {failed.summary: ""})
    elif fresh.confirmed_at is not None and fresh.is_stale:
        yield of_data("data-out-of-date", lambda: {"all": ""})
    if fresh.workspace.is_expired:
        yield of_data("subscription-expired", lambda: {"all": ""})


def _held(refresh: Refresh) -> Rows:
    numbers, users = Refresh.objects.values_list("held", "held_users").get(pk=refresh.pk)
    return dict.fromkeys([*numbers, *users], "")


def _of_ports(stats: Statistics) -> Iterator[Condition]:
    current = PhoneNumber.objects.current()
    if failed := sum(stage.count for stage in stats.stages if stage.has_failed):
        yield Condition("ports-failed", failed, lambda: _with_status(current.failed_ports()))
    before = stalled_before()
    if stalled := stats.stalled(before):
        rows = current.filter(stalled_port(before))
        yield Condition("ports-stalled", stalled, lambda: _with_status(rows), is_timed=True)


def _of_numbers(stats: Statistics, fresh: Freshness) -> Iterator[Condition]:
    current = PhoneNumber.objects.current()
    if blocked := stats.restricted["messaging_us"]:
        status = " ".join([fresh.workspace.a2p_status, *fresh.workspace.a2p_reasons])
        yield Condition("cannot-text-us", blocked, lambda: _ids(current.filter(messaging_us=RESTRICTED)), status)
    if stats.looping:
        yield Condition("forwarding-loops", len(stats.looping), lambda: dict.fromkeys(stats.looping, ""))
    if stats.unassigned:
        yield Condition("unassigned", stats.unassigned, lambda: _ids(current.filter(~has_users())))
    if stats.warned:
        yield Condition("warnings", stats.warned, lambda: _ids(current.filter(warned__gt=0)))


def _of_users(version: UUID) -> Iterator[Condition]:
    left = [id for id, is_current in left_with_one_user(version).items() if is_current]
    if left:
        yield Condition("left-with-one-user", len(left), lambda: dict.fromkeys(left, ""), is_timed=True)
    if gone := left_since(version, last_monday()).users:
        yield Condition("users-left", len(gone), lambda: dict.fromkeys(gone, ""), is_timed=True)


def _with_status(numbers: QuerySet[PhoneNumber]) -> Rows:
    return dict(numbers.order_by().values_list("pk", "porting_status"))


def _ids(numbers: QuerySet[PhoneNumber]) -> Rows:
    return dict.fromkeys(numbers.order_by().values_list("pk", flat=True), "")


def last_monday() -> datetime:
    """The start of the last Monday before today, in the displayed time zone."""
    today = timezone.localdate()
    return timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday() or 7), time()))


def left_with_one_user(version: UUID) -> dict[str, bool]:
    """Numbers that several users shared, and that lost all of them but one in the last 30 whole days (UTC) or today.

    By id, each with whether it is a current one.
    """
    return _left_with_one_user(version, now().date())


@cached()
def _left_with_one_user(version: UUID, today: date) -> dict[str, bool]:
    """By how many users the last refresh that changed their number left a number with: fewer than before, and one.

    A refresh that hands a number over from one user to another leaves their number as it was. An assignment with a
    field is none: the pair's group changed.
    """
    since = datetime.combine(today, time(), UTC) - LATELY
    kinds = {ChangeKind.USER_ASSIGNED: 1, ChangeKind.USER_UNASSIGNED: -1}
    assignments = Change.objects.filter(kind__in=kinds, field="", at__gte=since, is_news=True)
    difference = Sum(Case(*(When(kind=kind, then=Value(step)) for kind, step in kinds.items())))
    by_refresh = (
        assignments.order_by().values("number_id", "refresh_id").annotate(difference=difference, last=Max("pk"))
    )
    last_difference = dict(by_refresh.exclude(difference=0).order_by("last").values_list("number_id", "difference"))
    alone = PhoneNumber.objects.filter(has_sole_user(number__in=assignments.values("number_id"))).order_by("pk")
    return {
        number: removed_at is None
        for number, removed_at in alone.values_list("pk", "removed_at")
        if last_difference.get(number, 0) < 0
    }
