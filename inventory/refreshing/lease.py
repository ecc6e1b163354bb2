"""The lease, which is the right to run a refresh; every change of a refresh's state, and the signal that tells of it.

At most one refresh of numbers and one of the list of people are `running`. Constraints of the Refresh table ensure that
across threads, processes and machines. Queued rows are the queue: whoever runs refreshes takes the oldest of a lane.
"""

from contextlib import suppress
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone

from inventory.choices import ACTIVE_STATES, Phase, Scope, State
from inventory.models import Refresh
from inventory.models.refreshes import INTERRUPTION, lease_timeout
from inventory.quo.errors import QuoError
from inventory.refreshing.facts import storable, text

MOST_QUEUED = 100
ATTEMPTS = 5  # an attempt fails where the same request is queued, and ends, between two statements


class LeaseLost(Exception):
    """The row is no longer running: cancelled or timed out. Nothing was written."""


class QueueFull(Exception):
    """So many refreshes are queued that another one would wait for an unforeseeable time. Nothing was written."""


# -- Told: what happens to refreshes, for the dashboard, which the inventory does not know


class Event(StrEnum):
    REQUESTED = "requested"
    CANCELLED = "cancelled"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


# Sent once for each, with `refresh`, `event`, `by` (a name) and `automatic` (a page asked by itself), as the last thing
# in the transaction that does it. So what a receiver writes is kept with it, or neither is, whenever a process ends.
# What is to leave the database, such as an alert, is decided and sent later, from the rows that it wrote.
refresh_event = Signal()


def announce(refresh: Refresh, event: Event, *, by: str = "", automatic: bool = False) -> None:
    """Call this in the transaction, when all else is written."""
    refresh_event.send(Refresh, refresh=refresh, event=event, by=by, automatic=automatic)


# -- Queued


def join_or_queue(
    scope: Scope, target: str, *, requested_by_name: str, requested_by: AbstractUser | None, automatic: bool = False
) -> Refresh:
    """Return an active refresh that covers the request, or a new queued one. Raises QueueFull.

    The list of people follows a refresh of the workspace whenever an account asks, and not just a page that is open.
    """
    with_people = scope == Scope.WORKSPACE and requested_by is not None and not automatic

    def requested(refresh: Refresh) -> Refresh:
        announce(refresh, Event.REQUESTED, by=requested_by_name, automatic=automatic)
        return refresh

    release_stale_leases()
    covering = Refresh.objects.active().covering(scope, target).order_by("id")
    attempt = 0
    while True:
        attempt += 1
        if (found := covering.first()) is not None:
            if with_people and not found.with_people:
                Refresh.objects.filter(pk=found.pk).update(with_people=True)
            return requested(found)
        if Refresh.objects.filter(state=State.QUEUED).count() >= MOST_QUEUED:
            raise QueueFull(f"{MOST_QUEUED} refreshes are queued already. Try again when some of them are done.")
        try:
            with transaction.atomic():
                ours = Refresh.objects.create(
                    scope=scope,
                    target=target,
                    requested_by_name=requested_by_name,
                    requested_by_id=requested_by.pk if requested_by else None,
                    with_people=with_people,
                )
                # One that covers it may have been queued, and begun, since the last look: then join that one.
                found = covering.exclude(pk=ours.pk).first()
                if found is None:
                    return requested(ours)
                transaction.set_rollback(True)
            return requested(found)
        except IntegrityError:
            # The same request was queued at the same time: join it. Or the account was deleted meanwhile.
            if attempt == ATTEMPTS:
                raise
            if requested_by and not get_user_model().objects.filter(pk=requested_by.pk).exists():
                requested_by = None


def queue_people(after: Refresh) -> None:
    """Queue a refresh of the list of people, unless one is queued."""
    with suppress(IntegrityError), transaction.atomic():
        Refresh.objects.create(
            scope=Scope.PEOPLE,
            requested_by_name=after.requested_by_name,  # without the account, which may be deleted meanwhile
            request_id=after.request_id,
        )


# -- Running


def take_next(*, people: bool = False) -> Refresh | None:
    """Take the lease for the oldest queued refresh of a lane. None if none is queued, or another one is running."""
    release_stale_leases()
    for queued in Refresh.objects.filter(state=State.QUEUED).in_lane(people=people).order_by("id"):
        now = timezone.now()
        try:
            with transaction.atomic():
                taken = Refresh.objects.filter(pk=queued.pk, state=State.QUEUED).update(
                    state=State.RUNNING,
                    phase=Phase.ASKING,
                    started_at=now,
                    heartbeat_at=now,
                    api_version=settings.QUO_API_VERSION[:32],
                )
        except IntegrityError:
            return None
        if taken:
            queued.refresh_from_db()
            return queued
    return None


def renew(refresh: Refresh, **fields: Any) -> None:
    """Write a heartbeat, with the phase and progress. Raises LeaseLost."""
    if not _running(refresh).update(heartbeat_at=timezone.now(), **fields):
        raise LeaseLost


# -- Ended


def succeed(refresh: Refresh, **outcome: Any) -> None:
    """End a refresh that the caller renewed in the same transaction."""
    _running(refresh).update(state=State.SUCCEEDED, phase="", finished_at=timezone.now(), **outcome)
    announce(refresh, Event.SUCCEEDED)


def fail(refresh: Refresh, error: QuoError, api_calls: dict[str, int]) -> None:
    """End a refresh with an error, unless its lease is lost."""
    with transaction.atomic():
        failed = _running(refresh).update(
            state=State.FAILED,
            phase="",
            finished_at=timezone.now(),
            api_calls=api_calls,
            error_status=error.status,
            error_code=text(error.code),
            error_title=text(error.title),
            error_summary=text(error.summary),
            error_message=text(error.message) if error.message != error.summary else "",
            error_advice=text(error.advice),
            error_trace=text(error.trace),
            error_details=storable(error.errors),
        )
        if failed:
            announce(refresh, Event.FAILED)


def cancel(refresh: Refresh, by: str) -> bool:
    """Cancel a refresh that is not saving yet. Returns whether it did. The process that runs it loses the lease."""
    cancellable = Refresh.objects.filter(pk=refresh.pk, state__in=ACTIVE_STATES).exclude(phase=Phase.SAVING)
    if not cancellable.exists():  # asked first: on SQLite, writing would wait for a refresh that is saving
        return False
    with transaction.atomic():
        cancelled = cancellable.update(
            state=State.CANCELLED,
            phase="",
            finished_at=timezone.now(),
            error_title="Cancelled",
            error_summary=f"Cancelled by {by}. Nothing was changed.",
        )
        if cancelled:
            announce(refresh, Event.CANCELLED, by=by)
    return bool(cancelled)


def interrupt(refresh: Refresh) -> None:
    """End a refresh whose process is shutting down, so that the next one need not wait for the timeout."""
    _interrupt(_running(refresh))


def release_stale_leases() -> int:
    """Interrupt refreshes whose heartbeat is older than the timeout. Returns how many."""
    stale = Refresh.objects.filter(state=State.RUNNING, heartbeat_at__lt=timezone.now() - lease_timeout())
    if not stale.exists():  # asked first: on SQLite, writing would wait for one that saves
        return 0
    with transaction.atomic():
        # One that saves cannot show a heartbeat, and holds its row: it is alive.
        skip = connection.features.has_select_for_update_skip_locked
        return _interrupt(Refresh.objects.filter(pk__in=[row.pk for row in stale.select_for_update(skip_locked=skip)]))


def _running(refresh: Refresh) -> QuerySet[Refresh]:
    return Refresh.objects.filter(pk=refresh.pk, state=State.RUNNING)


def _interrupt(refreshes: QuerySet[Refresh]) -> int:
    return refreshes.update(finished_at=timezone.now(), **INTERRUPTION)
