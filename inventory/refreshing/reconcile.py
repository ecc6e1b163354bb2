"""Compute what to write from the cache and an answer, of numbers or of people. Pure: no database, network or clock."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

import msgspec
from msgspec import UNSET

from inventory.choices import ChangeKind, Scope
from inventory.quo.contract import read_timestamp, warnings_of
from inventory.quo.decode import decode_again
from inventory.quo.records import ContractWarning, People, UserRecord
from inventory.refreshing.diff import REJECTIONS_KEPT, Compared, Rejected
from inventory.refreshing.facts import (
    NUMBER_FIELDS,
    USER_FIELDS,
    Groups,
    NumberFacts,
    UserFacts,
    as_text,
    first_state,
    groups_of_users,
    number_facts,
    user_facts,
)
from inventory.refreshing.plan import Cached, CachedNumber, CachedUser, NumberWrite, Plan, PlannedChange

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Guard:
    """Holds an answer's removals where they are more than `over` and more than `percent` of the current ones."""

    over: int = 10
    percent: float = 10

    def holds(self, removals: int, current: int, answered: int) -> bool:
        if removals == 0:
            return False
        return answered == 0 or (removals > self.over and removals * 100 > self.percent * current)


def reconcile(scope: Scope, target: str, compared: Compared, cached: Cached, guard: Guard, now: datetime) -> Plan:
    """The plan that updates the cache from the answer, as far as the scope allows."""
    plan = Plan(
        checked=compared.total,
        complete=scope == Scope.WORKSPACE,
        imported=cached.imported,
        seen=compared.seen,
        unreadable=compared.unreadable,
        rejected=compared.rejected,
        rejections=compared.rejections,
        warnings=list(compared.warnings),
    )
    _plan_users(plan, compared, cached)
    _restore_users(plan, compared, cached)
    owners: dict[str, str] = {}  # the first number with each E.164
    shared = []
    for id, raw in compared.changed.items():
        record, before = decode_again(raw), cached.numbers.get(id)
        facts = number_facts(record, before.facts if before else None)
        _plan_number(plan, id, facts, groups_of_users(record, before.users if before else None), before)
        warnings = warnings_of(record)
        plan.warnings.extend(warnings)
        if (owner := owners.setdefault(facts.number, id)) != id:
            shared.append(ContractWarning(id, "number", facts.number, f"{owner} has the same number"))
        plan.numbers.append(NumberWrite(id, raw, before, _porting_since(facts, before, now), warnings))
    plan.warnings.extend(shared)
    plan.unverified |= compared.unreadable & cached.digests.keys()
    absent = cached.digests.keys() - compared.seen
    if compared.protects_all:
        plan.unverified |= absent
    elif scope == Scope.USER:
        _plan_absent_from_user(plan, target, cached, absent)
    else:
        _plan_absent(plan, compared, cached, guard, absent)
    if not plan.complete:
        plan.users_to_recheck |= _users_to_recheck(plan, compared, cached)
    plan.to_reread = {id for id in plan.to_reread if cached.digests.get(id)}
    return plan


def _plan_number(plan: Plan, id: str, facts: NumberFacts, users: Groups, before: CachedNumber | None) -> None:
    if before is None:
        plan.added += 1
        _plan_assignments(plan, id, {}, users, recorded=plan.imported)
        return
    earlier = len(plan.changes)
    if before.removed:
        plan.restored += 1
        plan.changes.append(PlannedChange(ChangeKind.NUMBER_RESTORED, id))
    for name, old, new in differences(NUMBER_FIELDS, before.facts, facts):
        plan.changes.append(PlannedChange(ChangeKind.NUMBER_CHANGED, id, field=name, old=old, new=new))
    _plan_assignments(plan, id, before.users, users, recorded=True)
    # A new time stamp of Quo's alone is not counted: pages do not show it as a change.
    if not before.removed and any(change.field != "updated_at" for change in plan.changes[earlier:]):
        plan.changed += 1


def _plan_assignments(plan: Plan, id: str, before: Groups, after: Groups, *, recorded: bool) -> None:
    for user, group in after.items():
        if user in before and before[user] == group:
            continue
        plan.assign[id, user] = group
        if user not in before:
            if recorded:
                plan.changes.append(PlannedChange(ChangeKind.USER_ASSIGNED, id, user, new=group or ""))
        elif (old := before[user]) is not None:  # a group that was not known before has not changed
            plan.changes.append(
                PlannedChange(ChangeKind.USER_ASSIGNED, id, user, field="group_id", old=old, new=group or "")
            )
    for user in sorted(before.keys() - after.keys()):
        _plan_unassignment(plan, id, user, before[user])


def _plan_unassignment(plan: Plan, number: str, user: str, group: str | None) -> None:
    plan.unassign.add((number, user))
    plan.changes.append(PlannedChange(ChangeKind.USER_UNASSIGNED, number, user, old=group or ""))


def _plan_users(plan: Plan, compared: Compared, cached: Cached) -> None:
    """Plan what is new or different about the users of numbers.

    A user is described by each of their numbers. Where the records conflict, the number updated last wins. Only for
    users of changed or missing numbers have all records been read, so others are skipped here.
    """
    touched = compared.mentioned.union(*(number.users for number in cached.numbers.values()))
    latest: dict[str, tuple[datetime, str, UserFacts]] = {}  # when updated, by which number, what it says
    conflicting: set[str] = set()
    for record in chain(map(decode_again, compared.changed.values()), compared.extra_records.values()):
        updated_at = read_timestamp(record.updated_at) or LONG_AGO
        for user in record.users or ():
            if user.id not in touched:
                continue
            candidate = (updated_at, record.id, user_facts(user, cached.users.get(user.id)))
            earlier = latest.get(user.id)
            if earlier is not None and earlier[2] != candidate[2] and user.id not in conflicting:
                conflicting.add(user.id)
                plan.warnings.append(_conflict(user, earlier[1], record.id))
            if earlier is None or candidate[:2] >= earlier[:2]:
                latest[user.id] = candidate
    for id, (_, _, facts) in latest.items():
        before = cached.users.get(id)
        if id in cached.stale_users:
            plan.users[id] = facts
        plan_user(plan, id, before, facts, removed=id in cached.removed_users)
        if not plan.complete and before is not None and before != facts:
            # Numbers outside the scope may describe them differently: the next complete answer reads those again.
            plan.users_to_recheck.add(id)


def _restore_users(plan: Plan, compared: Compared, cached: Cached) -> None:
    """Plan that nobody stays removed who is assigned to a number again because its record says nothing of users."""
    for id, before in cached.numbers.items():
        back = before.users.keys() & cached.removed_users - plan.users.keys()
        if back and id in compared.changed and decode_again(compared.changed[id]).users is UNSET:
            for user in sorted(back):
                plan_user(plan, user, cached.users[user], cached.users[user], removed=True)


def plan_user(plan: Plan, id: str, before: UserFacts | None, facts: UserFacts, *, removed: bool) -> None:
    """Adds to the plan what is new or different about a user. One who is listed again is no longer removed."""
    if before == facts and not removed:
        return
    plan.users[id] = facts
    if before is None:
        plan.users_added += 1
        plan.changes.append(PlannedChange(ChangeKind.USER_ADDED, user=id, new=first_state(facts)))
        return
    if removed:
        plan.users_added += 1
        plan.changes.append(PlannedChange(ChangeKind.USER_RESTORED, user=id))
    else:
        plan.users_changed += 1
    for name, old, new in differences(USER_FIELDS, before, facts):
        plan.changes.append(PlannedChange(ChangeKind.USER_CHANGED, user=id, field=name, old=old, new=new))


def _plan_absent(plan: Plan, compared: Compared, cached: Cached, guard: Guard, absent: set[str]) -> None:
    undecided = absent - cached.dismissed if plan.complete else absent
    if plan.complete and guard.holds(len(undecided), len(cached.digests), compared.total):
        plan.hold = undecided
    else:
        plan.remove = undecided
    plan.unverified |= absent - plan.remove


def _plan_absent_from_user(plan: Plan, user: str, cached: Cached, absent: set[str]) -> None:
    for id in sorted(absent):
        _plan_unassignment(plan, id, user, cached.numbers[id].users.get(user))
    # The number's stored record still names the user, so the next answer that holds it is read in full.
    plan.to_reread |= absent


def _users_to_recheck(plan: Plan, compared: Compared, cached: Cached) -> set[str]:
    """Users whom a number described before this answer, and no longer does, or with an older time stamp.

    Another number of theirs, outside the scope, may be the latest now: the next complete answer reads those again.
    """
    people: set[str] = set()
    for id, before in cached.numbers.items():
        raw = compared.changed.get(id)
        if raw is None:
            people |= before.users.keys()
        else:
            record = decode_again(raw)
            older = (read_timestamp(record.updated_at) or LONG_AGO) < (before.facts.updated_at or LONG_AGO)
            people |= before.users.keys() - (set() if older else groups_of_users(record, before.users).keys())
    return people


def _porting_since(facts: NumberFacts, before: CachedNumber | None, now: datetime) -> datetime | None:
    """Since when the porting status is what it is: when a refresh saw it change, else when Quo updated the number."""
    if not facts.porting_status:
        return None
    if before is None:
        return facts.updated_at or now
    if before.facts.porting_status != facts.porting_status:
        return now
    return before.porting_since


def _conflict(user: UserRecord, one: str, other: str) -> ContractWarning:
    return ContractWarning(
        other, "users", user.id, f"{one} describes this person differently; the number updated last counts"
    )


def differences(
    fields: tuple[str, ...], before: msgspec.Struct, after: msgspec.Struct
) -> Iterator[tuple[str, str, str]]:
    """(field, old, new) as text for each field that differs."""
    for name in fields:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield name, as_text(old), as_text(new)


# -- The list of people


@dataclass(frozen=True, slots=True)
class CachedPeople:
    """All users in the cache, removed ones too, and the ids of those whom a number named since the list began.

    imported: whether a list ever succeeded. Before that, what is added is not new in Quo.
    """

    users: Mapping[str, CachedUser]
    named: Set[str] = frozenset()
    imported: bool = True


def plan_people(people: People, cached: CachedPeople, guard: Guard) -> Plan:
    """The plan that updates the users from a complete list of them.

    Users who are assigned to a number are described by their numbers, which know when they were updated. A list takes
    minutes to read, so it says nothing of those whom a number named meanwhile. A record that cannot be read may be
    anybody's: then nobody is removed.
    """
    listed = {person.id: person for person in people.users}
    plan = Plan(
        checked=len(listed),
        imported=cached.imported,
        lists_people=True,
        listed=set(listed),
        rejections=len(people.rejected),
        rejected=[
            Rejected(error.record_id, error.path, error.reason, raw) for raw, error in people.rejected[:REJECTIONS_KEPT]
        ],
    )
    spoken_for = cached.named | {id for id, user in cached.users.items() if user.assigned}
    for id in sorted(listed.keys() - spoken_for):
        before = cached.users.get(id)
        facts = user_facts(listed[id], before.facts if before else None)
        plan_user(plan, id, before.facts if before else None, facts, removed=before is not None and before.removed)
    if people.is_complete:
        _plan_absent_people(plan, cached, listed.keys() | spoken_for, guard)
    return plan


def _plan_absent_people(plan: Plan, cached: CachedPeople, present: Set[str], guard: Guard) -> None:
    """Plans the removal of users whom neither the list nor a number names, or holds it."""
    current = {id for id, user in cached.users.items() if not user.removed}
    absent = {id for id in current - present if not cached.users[id].dismissed}
    if guard.holds(len(absent), len(current), plan.checked):
        plan.hold_users = absent
    else:
        plan.remove_users = absent
