"""Users by the list of the workspace's users: those whom no number mentions, and those who are gone."""

from collections.abc import Iterable, Mapping

from inventory.choices import ChangeKind
from inventory.models import Assignment
from inventory.quo.records import UserRecord
from inventory.refreshing.facts import user_facts
from inventory.refreshing.plan import CachedUser, Plan, PlannedChange
from inventory.refreshing.reconcile import Guard, plan_user
from inventory.refreshing.snapshot import chunks


def plan_people(plan: Plan, people: Iterable[UserRecord], known: Mapping[str, CachedUser], guard: Guard) -> None:
    """Adds to the plan what a complete list of the workspace's users says. To be called after reconcile.

    Users who are assigned to a number are described by their numbers, which know when they were updated.
    """
    plan.lists_people = True
    listed = {person.id: person for person in people}
    named = _named(plan)
    _plan_listed(plan, {id: listed[id] for id in listed.keys() - named}, known)
    if not plan.protects_all:
        _plan_absent(plan, known, listed.keys() | named, len(listed), guard)


def _named(plan: Plan) -> set[str]:
    """The users of numbers that the plan changes. Those of a number that it restores may be assigned to it already."""
    restored = [(write.id, write.before) for write in plan.numbers if write.before is not None and write.before.removed]
    kept = {user for id, number in restored for user in number.users if (id, user) not in plan.unassign}
    return plan.users.keys() | {user for _, user in plan.assign} | kept


def _plan_listed(plan: Plan, listed: Mapping[str, UserRecord], known: Mapping[str, CachedUser]) -> None:
    """Plans what is new or different about the listed users, unless their numbers describe them."""
    loses = bool(plan.unassign or plan.remove)  # or whoever is assigned to a number still is
    looked_at = {id for id in listed if loses or id not in known or not known[id].assigned}
    facts = {id: user_facts(listed[id], known[id].facts if id in known else None) for id in looked_at}
    moved = {id for id in facts if id not in known or known[id].removed or known[id].facts != facts[id]}
    moved -= _still_assigned(plan, {id for id in moved if id in known and known[id].assigned})
    for id in sorted(moved):
        before = known.get(id)
        plan_user(plan, id, before.facts if before else None, facts[id], removed=before is not None and before.removed)


def _plan_absent(plan: Plan, known: Mapping[str, CachedUser], present: set[str], listed: int, guard: Guard) -> None:
    """Plans the removal of users whom neither the list nor a number names, or holds it."""
    current = {id for id, user in known.items() if not user.removed}
    absent = current - present
    absent -= _still_assigned(plan, {id for id in absent if known[id].assigned})
    if guard.holds(len(absent), len(current), listed):
        plan.hold_users = absent
    else:
        plan.remove_users = absent
        plan.changes.extend(PlannedChange(ChangeKind.USER_REMOVED, user=id) for id in sorted(absent))


def _still_assigned(plan: Plan, users: set[str]) -> set[str]:
    """Those of the users who are assigned to a current number even after the plan."""
    found: set[str] = set()
    for ids in chunks(users):
        pairs = Assignment.objects.filter(user__in=ids, number__removed_at=None).values_list("number_id", "user_id")
        found.update(
            user for number, user in pairs if number not in plan.remove and (number, user) not in plan.unassign
        )
    return found
