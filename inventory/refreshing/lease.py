"""Who may refresh when: asking, joining, taking the one place, giving it up.

At most one refresh of a database is `running`. Constraints of the Refresh table hold that, so it is true across
threads, processes and machines. Rows are the queue; a task or a command is only what wakes somebody to work it off.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from inventory.choices import ACTIVE_STATES, Phase, Scope, State
from inventory.models import Refresh

ATTEMPTS = 5  # each but the last fails only where another request comes first and has ended before the next look


def join_or_queue(scope: Scope, target: str, *, requested_by_name: str, requested_by: AbstractUser | None) -> Refresh:
    """The refresh that will answer the request: one under way that covers it, one that waits, or a new one."""
    release_stale_leases()
    covering = Refresh.objects.active().covering(scope, target).order_by("id")
    attempt = 0
    while True:
        attempt += 1
        if (found := covering.first()) is not None:
            return found
        try:
            with transaction.atomic():
                ours = Refresh.objects.create(
                    scope=scope,
                    target=target,
                    requested_by_name=requested_by_name,
                    requested_by_id=requested_by.pk if requested_by else None,
                )
                # Somebody else's may have been queued, and begun, since we looked: then ours was never there.
                found = covering.exclude(pk=ours.pk).first()
                if found is None:
                    return ours
                transaction.set_rollback(True)
            return found
        except IntegrityError:
            # Somebody else asked for the same in this moment: join theirs. Or the account was deleted meanwhile.
            if attempt == ATTEMPTS:
                raise
            if requested_by and not get_user_model().objects.filter(pk=requested_by.pk).exists():
                requested_by = None


def take_next() -> Refresh | None:
    """Makes the longest waiting refresh the running one, or returns None: none waits, or another one runs."""
    release_stale_leases()
    for waiting in Refresh.objects.filter(state=State.QUEUED).order_by("id"):
        now = timezone.now()
        try:
            with transaction.atomic():
                taken = Refresh.objects.filter(pk=waiting.pk, state=State.QUEUED).update(
                    state=State.RUNNING, phase=Phase.ASKING, started_at=now, heartbeat_at=now
                )
        except IntegrityError:
            return None
        if taken:
            waiting.refresh_from_db()
            return waiting
    return None


def cancel(refresh: Refresh, by: str) -> bool:
    """Ends a refresh that has not begun to save. Its worker notices that its place is gone, and stops."""
    cancellable = Refresh.objects.filter(pk=refresh.pk, state__in=ACTIVE_STATES).exclude(phase=Phase.SAVING)
    if not cancellable.exists():  # asked first: on SQLite, writing would wait for the refresh that saves
        return False
    return bool(
        cancellable.update(
            state=State.CANCELLED,
            phase="",
            finished_at=timezone.now(),
            error_title="Cancelled",
            error_summary=f"Cancelled by {by}. Nothing was changed.",
        )
    )


def release_stale_leases() -> int:
    """Marks refreshes interrupted whose worker gave no sign of life for too long. Returns how many."""
    silent_since = timezone.now() - lease_timeout()
    dead = Refresh.objects.filter(state=State.RUNNING, heartbeat_at__lt=silent_since)
    return _interrupt(dead) if dead.exists() else 0  # asked first: on SQLite, writing would wait for one that saves


def interrupt(refresh: Refresh) -> None:
    """Frees the place of a refresh whose process is told to stop, so that nobody waits for its silence to tell."""
    _interrupt(Refresh.objects.filter(pk=refresh.pk, state=State.RUNNING))


def _interrupt(refreshes: QuerySet[Refresh]) -> int:
    return refreshes.update(
        state=State.INTERRUPTED,
        phase="",
        finished_at=timezone.now(),
        error_title="Interrupted",
        error_summary="The process that ran this refresh stopped before its end. Nothing was changed.",
        error_advice="Refresh again. If this repeats, the logs of the worker or web process tell why.",
    )


def lease_timeout() -> timedelta:
    """Longer than a living worker is ever silent: one blocked read, with room to spare."""
    return timedelta(seconds=max(60, 3 * settings.QUO_TIMEOUT))
