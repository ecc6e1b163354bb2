"""Plan what a complete list of the workspace's users says. Pure, like reconcile.

Users who are assigned to a number are described by their numbers, which know when they were updated. A list takes
minutes to read, so it says nothing of those whom a number named meanwhile.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from inventory.quo.records import People
from inventory.refreshing.diff import REJECTIONS_KEPT, Rejected
from inventory.refreshing.facts import user_facts
from inventory.refreshing.plan import CachedUser, Plan
from inventory.refreshing.reconcile import Guard, plan_user


@dataclass(frozen=True, slots=True)
class CachedPeople:
    """All users in the cache, removed ones too, and the ids of those whom a number named since the list began.

    imported: whether a list ever succeeded. Before that, what is added is not new in Quo.
    """

    users: Mapping[str, CachedUser]
    named: Set[str] = frozenset()
    imported: bool = True


def plan_people(people: People, cached: CachedPeople, guard: Guard) -> Plan:
    """The plan that updates the users. A record that cannot be read may be anybody's: then nobody is removed."""
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
        _plan_absent(plan, cached, listed.keys() | spoken_for, guard)
    return plan


def _plan_absent(plan: Plan, cached: CachedPeople, present: Set[str], guard: Guard) -> None:
    """Plans the removal of users whom neither the list nor a number names, or holds it."""
    current = {id for id, user in cached.users.items() if not user.removed}
    absent = {id for id in current - present if not cached.users[id].dismissed}
    if guard.holds(len(absent), len(current), plan.checked):
        plan.hold_users = absent
    else:
        plan.remove_users = absent
