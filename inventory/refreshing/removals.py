"""Decide on removals that the guard holds."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from inventory.choices import ChangeKind, Removals
from inventory.models import Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.models.refreshes import removal_words
from inventory.refreshing.counts import recount
from inventory.refreshing.lease import LeaseTaken, exclude_refreshes
from inventory.refreshing.snapshot import chunks
from inventory.refreshing.verification import renew_state
from inventory.signals import RefreshAction, refresh_action

RUNNING = "A refresh is running. Decide when it has ended: it may settle these removals."
SETTLED = "These removals were settled meanwhile."


class NotNow(Exception):
    """The decision cannot be carried out. The text says why, for users."""


class Removed(NamedTuple):
    """How many numbers and users a decision removed."""

    numbers: int
    users: int

    def __str__(self) -> str:
        return removal_words(self.numbers, self.users)


def accept(refresh: Refresh, by: str) -> Removed:
    """Remove the numbers and users whose removal the refresh holds. Raises NotNow."""
    now = timezone.now()
    try:
        with exclude_refreshes(refresh):
            if refresh.removals != Removals.HELD:
                raise NotNow(SETTLED)
            removed = Removed(_remove(refresh.held, refresh, now), _remove_users(refresh.held_users, refresh, now))
            refresh.removed += removed.numbers
            refresh.removed_users += removed.users
            renew_state(changed=True)
            _settle(refresh, Removals.ACCEPTED, by)
            return removed
    except LeaseTaken:
        raise NotNow(RUNNING) from None


def dismiss(refresh: Refresh, by: str) -> None:
    """Keep the numbers and users. Raises NotNow."""
    with transaction.atomic():
        if not Refresh.objects.waiting_for_decision().filter(pk=refresh.pk).update(removals=Removals.DISMISSED):
            raise NotNow(SETTLED)
        refresh.refresh_from_db()
        _settle(refresh, Removals.DISMISSED, by)


def _remove(held: list[str], refresh: Refresh, now: datetime) -> int:
    removed = 0
    for ids in chunks(held):
        numbers = PhoneNumber.objects.current().filter(id__in=ids)
        gone = list(numbers.values_list("id", flat=True))
        PhoneNumber.objects.filter(id__in=gone).update(removed_at=now)
        Change.objects.bulk_create(
            Change(refresh=refresh, at=now, kind=ChangeKind.NUMBER_REMOVED, number_id=id) for id in gone
        )
        recount(gone)
        removed += len(gone)
    return removed


def _remove_users(held: list[str], refresh: Refresh, now: datetime) -> int:
    """But for those to whom a number is assigned: a later answer named them."""
    removed = 0
    for ids in chunks(held):
        users = WorkspaceUser.objects.current().without_numbers().filter(id__in=ids)
        gone = list(users.values_list("id", flat=True))
        WorkspaceUser.objects.filter(id__in=gone).update(removed_at=now)
        Change.objects.bulk_create(
            Change(refresh=refresh, at=now, kind=ChangeKind.USER_REMOVED, user_id=id) for id in gone
        )
        removed += len(gone)
    return removed


def _settle(refresh: Refresh, outcome: Removals, by: str) -> None:
    refresh.removals = outcome
    refresh.removals_decided_by = by[:255]
    refresh.removals_decided_at = timezone.now()
    refresh.save(update_fields=["removed", "removed_users", "removals", "removals_decided_by", "removals_decided_at"])
    action = RefreshAction.ACCEPTED if outcome == Removals.ACCEPTED else RefreshAction.DISMISSED
    refresh_action.send(Refresh, refresh=refresh, action=action, by=by, automatic=False)
