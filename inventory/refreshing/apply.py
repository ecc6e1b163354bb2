"""Write a plan to the database in one transaction: all of it or nothing.

What happened is told by `Change`, and by nothing else: a record that is read anew because its digest has another
version, and says what is known, has none.
"""

from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from inventory.choices import ChangeKind, Phase, Removals, Scope
from inventory.models import Assignment, CacheState, Change, PhoneNumber, Refresh, RejectedRecord, WorkspaceUser
from inventory.refreshing.archive import archive, record_day
from inventory.refreshing.bookkeeping import (
    keep_people,
    mark_unverified,
    people_of,
    record_confirmation,
    record_workspace,
    recount,
)
from inventory.refreshing.bulk import BATCH, insert
from inventory.refreshing.diff import Rejected
from inventory.refreshing.facts import storable, text
from inventory.refreshing.lease import queue_people, renew, succeed
from inventory.refreshing.plan import Plan
from inventory.refreshing.removals import Removed, remove
from inventory.refreshing.rows import NOBODY, NUMBER_COLUMNS, USER_COLUMNS, change_row, number_row, user_row
from inventory.refreshing.snapshot import chunks
from inventory.runtime.database import allow_long_statements

WARNINGS_KEPT = 200
PEOPLE_EVERY = timedelta(hours=1)  # by themselves
HELD_COLUMNS = ["held", "held_users", "held_waiting", "removals", "removals_decided_by", "removals_decided_at"]
RAW_KEPT = 2**16  # bytes of a record that could not be read


class CacheChanged(Exception):
    """The cache is no longer as the plan read it: the list of people or a decision came first. Nothing was written."""


def apply(plan: Plan, refresh: Refresh, now: datetime, read: UUID) -> None:
    """Write the plan, its changes and the refresh's outcome. `read`: the version of the cache that it was planned on.

    Raises LeaseLost and CacheChanged. The cache's state is locked first, everywhere, so that nobody waits in a circle.
    """
    asked_at = refresh.started_at or now
    with transaction.atomic():
        allow_long_statements()
        state = CacheState.locked()
        # It locks the row, so that a process whose lease is lost writes nothing.
        renew(refresh, phase=Phase.SAVING, progress_total=None)
        if state.version != read:
            raise CacheChanged
        now = state.next_moment(now)
        _write_users(plan, now)
        _write_assignments(plan, now)
        _write_numbers(plan, now, asked_at)  # after their users, by whom they are ordered and found
        keep_people(_others_of_users(plan), now)
        insert(Change, (change_row(change, plan, refresh, now) for change in plan.all_changes()))
        recount(now, plan.touched, {user for _, user in plan.unassign})
        removed = remove(plan.remove, plan.remove_users, refresh, now)
        mark_unverified(plan.unverified)
        _empty_digests(plan)
        _settle_held(plan, refresh, now)
        RejectedRecord.objects.bulk_create(_rejected_record(rejected, refresh) for rejected in plan.rejected)
        record_confirmation(refresh, asked_at, now, state, changed=plan.writes)
        record_workspace(plan.organization, plan.a2p, now)
        if plan.complete or state.confirmed_at:  # before the first import, what is known is no count of the whole
            record_day(now, changed=plan.writes, complete=plan.complete)
        if plan.complete and _people_are_due(plan, refresh, now):
            queue_people(refresh)
        succeed(refresh, **_outcome(plan, removed))


def _people_are_due(plan: Plan, refresh: Refresh, now: datetime) -> bool:
    """Whether the list of people is to follow: somebody asked, an unknown user appeared, or the latest list is old."""
    if plan.users_added or Refresh.objects.filter(pk=refresh.pk, with_people=True).exists():
        return True
    return not Refresh.objects.filter(scope=Scope.PEOPLE, requested_at__gt=now - PEOPLE_EVERY).exists()


def _write_users(plan: Plan, now: datetime) -> None:
    archive(WorkspaceUser, plan.users, now)
    rows = (user_row(id, facts, now) for id, facts in plan.users.items())
    insert(WorkspaceUser, rows, unique=["id"], update=USER_COLUMNS)


def _write_numbers(plan: Plan, now: datetime, asked_at: datetime) -> None:
    rest = iter(plan.numbers)
    while some := list(islice(rest, BATCH)):
        people = people_of(write.id for write in some)
        rows = [number_row(write, people.get(write.id, NOBODY), now, asked_at) for write in some]
        existing = {write.id for write in some if write.before is not None}
        archive(PhoneNumber, (row["id"] for row in rows if row["since"] == now and row["id"] in existing), now)
        insert(PhoneNumber, rows, unique=["id"], update=NUMBER_COLUMNS)


def _others_of_users(plan: Plan) -> set[str]:
    """Numbers that are not written, whose users change, or what their users are called."""
    added = {change.user for change in plan.changes if change.kind == ChangeKind.USER_ADDED}
    found = plan.touched
    for users in chunks(plan.users.keys() - added):
        found.update(Assignment.objects.filter(user__in=users).values_list("number_id", flat=True))
    return found - {write.id for write in plan.numbers}


def _write_assignments(plan: Plan, now: datetime) -> None:
    new = {write.id for write in plan.numbers if write.before is None}
    gone: list[int] = []
    for numbers in chunks({number for number, _ in (*plan.assign, *plan.unassign)} - new):
        pairs = Assignment.objects.filter(number__in=numbers).values_list("pk", "number_id", "user_id")
        existing = {pk: (number, user) for pk, number, user in pairs}
        archive(Assignment, (pk for pk, pair in existing.items() if pair in plan.assign or pair in plan.unassign), now)
        gone += (pk for pk, pair in existing.items() if pair in plan.unassign)
    rows = (
        {"number": number, "user": user, "group_id": group, "since": now}
        for (number, user), group in plan.assign.items()
    )
    insert(Assignment, rows, unique=["number", "user"], update=["group_id", "since"])
    for some in chunks(gone):
        Assignment.objects.filter(pk__in=some).delete()


def _empty_digests(plan: Plan) -> None:
    """Clear the digests of numbers whose records are to be read in full from the next answer."""
    for ids in chunks(plan.to_reread):
        PhoneNumber.objects.filter(id__in=ids).update(digest=b"")
    for users in chunks(plan.users_to_recheck):
        numbers = set(Assignment.objects.filter(user__in=users).values_list("number_id", flat=True))
        for ids in chunks(numbers - (plan.seen - plan.unreadable)):
            PhoneNumber.objects.filter(id__in=ids).update(digest=b"")


def _settle_held(plan: Plan, refresh: Refresh, now: datetime) -> None:
    """Settle removals that an earlier refresh holds, as far as this answer decides them."""
    # Locked, so that a decision made at the same moment is not overwritten.
    settled = plan.seen | plan.remove
    present = plan.users.keys() | {user for _, user in plan.assign} | plan.listed
    _end_dismissals(present)
    for earlier in Refresh.objects.waiting_for_decision().select_for_update():
        earlier.held = [] if plan.complete else [id for id in earlier.held if id not in settled]
        earlier.held_users = [] if plan.lists_people else [id for id in earlier.held_users if id not in present]
        earlier.held_waiting = len(earlier.held) + len(earlier.held_users)
        if not earlier.held_waiting:
            earlier.removals = Removals.SUPERSEDED
            earlier.removals_decided_by = f"refresh {refresh.pk}"
            earlier.removals_decided_at = now
        earlier.save(update_fields=HELD_COLUMNS)


def _end_dismissals(present: set[str]) -> None:
    """Users who were to be kept though unlisted are listed again: should they leave once more, that is asked anew."""
    if present:
        dismissed = set(WorkspaceUser.objects.filter(removal_dismissed=True).values_list("pk", flat=True))
        WorkspaceUser.objects.filter(pk__in=dismissed & present).update(removal_dismissed=False)


def _rejected_record(rejected: Rejected, refresh: Refresh) -> RejectedRecord:
    reason = rejected.reason
    if rejected.raw.size > RAW_KEPT:
        reason += f" (of its {rejected.raw.size:,} bytes the first {RAW_KEPT:,} are kept)"
    return RejectedRecord(
        refresh=refresh,
        record_id=text(rejected.record_id),
        path=text(rejected.path),
        reason=text(reason),
        raw=text(rejected.raw.text(RAW_KEPT)),
    )


def _outcome(plan: Plan, removed: Removed) -> dict[str, Any]:
    holds = len(plan.hold) + len(plan.hold_users)
    return {
        "first_import": plan.first_import,
        "checked": plan.checked,
        "added": plan.added,
        "changed": plan.changed,
        "removed": removed.numbers,
        "restored": plan.restored,
        "users_added": plan.users_added,
        "users_changed": plan.users_changed,
        "users_removed": removed.users,
        "rejected": plan.rejections,
        "warned": len(plan.warnings),
        "warnings": [storable(asdict(warning)) for warning in plan.warnings[:WARNINGS_KEPT]],
        "held": sorted(plan.hold),
        "held_users": sorted(plan.hold_users),
        "held_count": holds,
        "held_waiting": holds,
        "removals": Removals.HELD if holds else Removals.NONE,
    }
