"""How fresh the cache is: the one answer, for pages, statistics and metrics.

An answer of the whole workspace confirms each number of which it holds a readable record, and writes one row for all of
them: CacheState. An answer for one user or one number leaves its time on that user or number. A number that an answer
should hold and does not, because its record cannot be read or its removal is held, is `unverified` until an answer
holds it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from inventory.choices import Scope, State
from inventory.models import CacheState, PhoneNumber, Refresh, WorkspaceUser
from inventory.models.refreshes import RefreshQuerySet


@dataclass(frozen=True, slots=True)
class Confirmation:
    """When the numbers that a page shows were last confirmed, and how many of them were not."""

    confirmed_at: datetime | None
    numbers: int
    unverified: int = 0

    @property
    def verified(self) -> int:
        return self.numbers - self.unverified

    @property
    def is_stale(self) -> bool:
        return is_stale(self.confirmed_at)

    @property
    def tone(self) -> str:
        """`good` only where all of it is confirmed, and lately."""
        return "waiting" if self.unverified or self.is_stale else "good"


@dataclass(frozen=True)
class Freshness(Confirmation):
    """The same for the whole workspace, with the refreshes that every page shows."""

    version: UUID = CacheState.NEVER_WRITTEN  # another one whenever numbers, users or assignments have changed
    active: Refresh | None = None
    failed: Refresh | None = None  # the latest for the workspace, unless one has succeeded since
    held: Refresh | None = None  # the one whose removals wait for a decision
    cancelled: Refresh | None = None  # the latest for the workspace, unless one has succeeded since
    workspace: CacheState = field(default_factory=CacheState)  # what Quo says of the workspace itself

    @classmethod
    def read(cls) -> "Freshness":
        """One query, and another one where there is a refresh to show."""
        state: Any = next(iter(CacheState.objects.raw(*_state())), None)
        if state is None or state.confirmed_at is None:
            state = state or CacheState()
            ids = _first(_active()).first(), _first(_failures()).first(), None, None
        else:
            ids = state.active_id, state.failed_id, state.held_id, state.cancelled_id
        refreshes = Refresh.objects.without_details().in_bulk(set(filter(None, ids))) if any(ids) else {}
        active, failed, held, cancelled = (refreshes.get(id or 0) for id in ids)
        if active is not None and not active.is_active:  # its process has ended
            failed = active if active.scope == Scope.WORKSPACE else failed
            active = None
        times = state.confirmed_at, state.numbers, state.unverified, state.version
        return cls(*times, active, failed, held, cancelled, state)

    @property
    def tag(self) -> str:
        """Another one whenever a refresh has changed what pages show: their numbers, ages, failures or removals."""
        confirmed = f"{self.confirmed_at.timestamp():.6f}" if self.confirmed_at else ""
        refreshes = (str(refresh.pk) if refresh else "" for refresh in (self.failed, self.held))
        return "-".join((self.version.hex, confirmed, *refreshes))

    @property
    def stale_at(self) -> datetime | None:
        return self.confirmed_at and self.confirmed_at + timedelta(minutes=settings.QUO_STALE_AFTER)

    @property
    def has_data(self) -> bool:
        return self.confirmed_at is not None

    @property
    def tone(self) -> str:
        return "bad" if self.failed else super().tone

    @property
    def is_due(self) -> bool:
        """Whether a page may start a refresh by itself: the data is old, and nobody tried in a while."""
        ended = (refresh.finished_at for refresh in (self.failed, self.cancelled) if refresh)
        return self.has_data and self.active is None and all(map(is_stale, (self.confirmed_at, *ended)))

    @property
    def people_confirmed_at(self) -> datetime | None:
        """When the complete list of the workspace's users last confirmed them."""
        return self.workspace.people_confirmed_at


def answering_version() -> str:
    """The version of Quo's API that answered the latest successful refresh. "" where that is not known."""
    succeeded = Refresh.objects.filter(state=State.SUCCEEDED).exclude(api_version="")
    return succeeded.order_by("-finished_at").values_list("api_version", flat=True).first() or ""


def of_number(number: PhoneNumber, users: Iterable[WorkspaceUser], fresh: Freshness) -> Confirmation:
    """When a current number was last confirmed. `users`: those who are assigned to it."""
    times = [number.confirmed_at]
    if not number.unverified:
        times += [time for time in (fresh.confirmed_at, *(user.confirmed_at for user in users)) if time]
    return Confirmation(max(times), 1, int(number.unverified))


def of_user(user: WorkspaceUser, fresh: Freshness) -> Confirmation:
    """When the numbers that a user is assigned to were last confirmed."""
    unverified = PhoneNumber.objects.current().assigned_to(user.pk).unverified().count() if fresh.unverified else 0
    times = (time for time in (user.first_seen_at, user.confirmed_at, fresh.confirmed_at) if time)
    return Confirmation(max(times), user.number_count, unverified)


def is_stale(moment: datetime | None) -> bool:
    return moment is None or timezone.now() - moment > timedelta(minutes=settings.QUO_STALE_AFTER)


@cache
def _state() -> tuple[str, Any]:
    """The state, with the ids of the refreshes to show beside it, as SQL and its parameters: each page asks for it, and
    to compile it takes twice as long as to answer it.
    """
    state = CacheState.objects.annotate(
        active_id=Subquery(_first(_active())),
        failed_id=Subquery(_first(_failures().filter(finished_at__gt=OuterRef("confirmed_at")))),
        cancelled_id=Subquery(_first(_ended(State.CANCELLED).filter(finished_at__gt=OuterRef("confirmed_at")))),
        held_id=Subquery(_first(Refresh.objects.waiting_for_decision())),
    )
    return state.query.sql_with_params()


def _active() -> RefreshQuerySet:
    return Refresh.objects.active().in_lane(people=False).order_by("id")


def _failures() -> RefreshQuerySet:
    return _ended(State.FAILED, State.INTERRUPTED)


def _ended(*states: State) -> RefreshQuerySet:
    return Refresh.objects.filter(scope=Scope.WORKSPACE, state__in=states).order_by("-finished_at")


def _first(refreshes: RefreshQuerySet) -> QuerySet[Refresh, int]:
    return refreshes.values_list("pk", flat=True)[:1]
