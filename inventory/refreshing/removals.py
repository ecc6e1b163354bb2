"""Remove what Quo no longer lists, and decide on removals that the guard holds. Nothing else removes anything."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from inventory.choices import ChangeKind, Removals
from inventory.models import CacheState, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.models.refreshes import removal_words
from inventory.refreshing.archive import archive, record_day
from inventory.refreshing.bookkeeping import recount, renew_state
from inventory.refreshing.bulk import Row, insert
from inventory.refreshing.lease import Event, announce
from inventory.refreshing.snapshot import chunks

SETTLED = "These removals were settled meanwhile."


class NotNow(Exception):
    """The decision cannot be carried out. The text says why, for users."""


class Removed(NamedTuple):
    """How many numbers and users were removed."""

    numbers: int
    users: int

    def __str__(self) -> str:
        return removal_words(self.numbers, self.users)


def remove(numbers: Collection[str], users: Collection[str], refresh: Refresh, now: datetime) -> Removed:
    """Mark the current ones as removed, with a change each. Users to whom a number is assigned stay."""
    gone: list[str] = []
    for ids in chunks(numbers):
        current = list(PhoneNumber.objects.current().filter(id__in=ids).values_list("id", flat=True))
        archive(PhoneNumber, current, now)
        PhoneNumber.objects.filter(id__in=current).update(removed_at=now, since=now)
        gone += current
    recount(now, gone)
    left: list[str] = []
    for ids in chunks(users):
        found = WorkspaceUser.objects.current().without_numbers().filter(id__in=ids)
        current = list(found.values_list("id", flat=True))
        archive(WorkspaceUser, current, now)
        WorkspaceUser.objects.filter(id__in=current).update(removed_at=now, since=now)
        left += current
    insert(Change, _changes(gone, left, refresh, now))
    return Removed(len(gone), len(left))


def _changes(numbers: list[str], users: list[str], refresh: Refresh, now: datetime) -> Iterator[Row]:
    common = {"refresh": refresh.pk, "at": now, "field": "", "old": "", "new": "", "is_news": True}
    for id in numbers:
        yield {"kind": ChangeKind.NUMBER_REMOVED.value, "number": id, "user": None} | common
    for id in users:
        yield {"kind": ChangeKind.USER_REMOVED.value, "number": None, "user": id} | common


def accept(refresh: Refresh, by: str) -> Removed:
    """Remove the numbers and users whose removal the refresh holds. Raises NotNow.

    A refresh that runs meanwhile sees that the cache has changed, and plans anew.
    """
    with transaction.atomic():
        now = _lock_held(refresh)
        removed = remove(refresh.held, refresh.held_users, refresh, now)
        record_day(now, changed=True, complete=False)
        refresh.removed += removed.numbers
        refresh.users_removed += removed.users
        renew_state(now, changed=True)
        _settle(refresh, Removals.ACCEPTED, by)
    return removed


def dismiss(refresh: Refresh, by: str) -> None:
    """Keep the numbers and users, until an answer lists them again. Raises NotNow."""
    with transaction.atomic():
        now = _lock_held(refresh)
        for ids in chunks(refresh.held):
            PhoneNumber.objects.filter(id__in=ids).update(removal_dismissed=True)
        for ids in chunks(refresh.held_users):
            WorkspaceUser.objects.filter(id__in=ids).update(removal_dismissed=True)
        renew_state(now, changed=True)  # or a refresh that has read the cache would hold them once more
        _settle(refresh, Removals.DISMISSED, by)


def _lock_held(refresh: Refresh) -> datetime:
    """The time of the decision."""
    now = CacheState.locked().next_moment(timezone.now())
    refresh.refresh_from_db()
    if refresh.removals != Removals.HELD:
        raise NotNow(SETTLED)
    return now


def _settle(refresh: Refresh, outcome: Removals, by: str) -> None:
    refresh.removals = outcome
    refresh.removals_decided_by = by[:255]
    refresh.removals_decided_at = timezone.now()
    refresh.save(update_fields=["removed", "users_removed", "removals", "removals_decided_by", "removals_decided_at"])
    announce(refresh, Event.ACCEPTED if outcome == Removals.ACCEPTED else Event.DISMISSED, by=by)
