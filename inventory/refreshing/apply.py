"""Write a plan to the database in one transaction: all of it or nothing."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from inventory.choices import Phase, Removals
from inventory.database import allow_long_statements
from inventory.models import Assignment, Change, PhoneNumber, Refresh, RejectedRecord, WorkspaceUser
from inventory.refreshing.bulk import BATCH, insert
from inventory.refreshing.counts import recount
from inventory.refreshing.diff import Rejected
from inventory.refreshing.facts import storable, text
from inventory.refreshing.lease import renew, succeed
from inventory.refreshing.plan import Plan
from inventory.refreshing.rows import NUMBER_COLUMNS, USER_COLUMNS, change_row, number_row, user_row
from inventory.refreshing.snapshot import chunks
from inventory.refreshing.verification import mark_unverified, record_confirmation
from inventory.refreshing.workspace import record_workspace

WARNINGS_KEPT = 200
HELD_COLUMNS = ["held", "held_users", "held_waiting", "removals", "removals_decided_by", "removals_decided_at"]
RAW_KEPT = 2**16  # bytes of a record that could not be read


def apply(plan: Plan, refresh: Refresh, now: datetime) -> None:
    """Write the plan, its changes and the refresh's outcome. Raises LeaseLost."""
    with transaction.atomic():
        allow_long_statements()
        # First: it locks the row, so that a process whose lease is lost writes nothing.
        renew(refresh, phase=Phase.SAVING, progress_total=None)
        _write_users(plan, now)
        _write_numbers(plan, now)
        _write_assignments(plan)
        for ids in chunks(plan.remove):
            PhoneNumber.objects.filter(id__in=ids).update(removed_at=now)
        for ids in chunks(plan.remove_users):
            WorkspaceUser.objects.filter(id__in=ids).update(removed_at=now)
        mark_unverified(plan.unverified)
        _empty_digests(plan)
        _settle_held(plan, refresh, now)
        insert(Change, (change_row(change, plan, refresh, now) for change in plan.all_changes()))
        recount(plan.touched, {user for _, user in plan.unassign})
        RejectedRecord.objects.bulk_create(_rejected_record(rejected, refresh) for rejected in plan.rejected)
        record_confirmation(refresh, now, changed=plan.writes)
        record_workspace(plan.organization, plan.a2p, now)
        succeed(refresh, **_outcome(plan))


def _write_users(plan: Plan, now: datetime) -> None:
    rows = (user_row(id, facts, now) for id, facts in plan.users.items())
    insert(WorkspaceUser, rows, unique=["id"], update=USER_COLUMNS)


def _write_numbers(plan: Plan, now: datetime) -> None:
    rows = (number_row(write, now) for write in plan.numbers)
    insert(PhoneNumber, rows, unique=["id"], update=NUMBER_COLUMNS)


def _write_assignments(plan: Plan) -> None:
    rows = ({"number": number, "user": user, "group_id": group} for (number, user), group in plan.assign.items())
    insert(Assignment, rows, unique=["number", "user"], update=["group_id"])
    for numbers in chunks({number for number, _ in plan.unassign}):
        pairs = Assignment.objects.filter(number__in=numbers).values_list("pk", "number_id", "user_id")
        gone = [pk for pk, number, user in pairs if (number, user) in plan.unassign]
        for start in range(0, len(gone), BATCH):
            Assignment.objects.filter(pk__in=gone[start : start + BATCH]).delete()


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
    present = plan.users.keys() | {user for _, user in plan.assign}
    for earlier in Refresh.objects.waiting_for_decision().select_for_update():
        earlier.held = [] if plan.complete else [id for id in earlier.held if id not in settled]
        earlier.held_users = [] if plan.lists_people else [id for id in earlier.held_users if id not in present]
        earlier.held_waiting = len(earlier.held) + len(earlier.held_users)
        if not earlier.held_waiting:
            earlier.removals = Removals.SUPERSEDED
            earlier.removals_decided_by = f"refresh {refresh.pk}"
            earlier.removals_decided_at = now
        earlier.save(update_fields=HELD_COLUMNS)


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


def _outcome(plan: Plan) -> dict[str, Any]:
    holds = len(plan.hold) + len(plan.hold_users)
    return {
        "first_import": plan.first_import,
        "checked": plan.checked,
        "added": plan.added,
        "changed": plan.changed,
        "removed": len(plan.remove),
        "restored": plan.restored,
        "removed_users": len(plan.remove_users),
        "rejected": plan.rejections,
        "warned": len(plan.warnings),
        "warnings": [storable(asdict(warning)) for warning in plan.warnings[:WARNINGS_KEPT]],
        "held": sorted(plan.hold),
        "held_users": sorted(plan.hold_users),
        "held_count": holds,
        "held_waiting": holds,
        "removals": Removals.HELD if holds else Removals.NONE,
    }
