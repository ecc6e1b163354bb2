"""Users whom no number mentions: they are in the workspace's list alone."""

from collections.abc import Iterable

from inventory.choices import ChangeKind
from inventory.models import WorkspaceUser
from inventory.quo.records import UserRecord
from inventory.refreshing.facts import USER_FIELDS, UserFacts, user_facts
from inventory.refreshing.plan import Plan, PlannedChange
from inventory.refreshing.reconcile import differences, snapshot
from inventory.refreshing.snapshot import chunks


def plan_people(plan: Plan, people: Iterable[UserRecord]) -> None:
    """Adds to the plan who is new in the list or differs there, and is assigned to no number.

    Of others their numbers tell, which know when they were updated.
    """
    listed = {person.id: person for person in people if person.id not in plan.users}
    for id, before in _unassigned(plan, listed).items():
        facts = user_facts(listed[id], before)
        if facts == before:
            continue
        plan.users[id] = facts
        if before is None:
            plan.changes.append(PlannedChange(ChangeKind.USER_ADDED, user=id, new=snapshot(facts)))
            continue
        plan.changed += 1
        for name, old, new in differences(USER_FIELDS, before, facts):
            plan.changes.append(PlannedChange(ChangeKind.USER_CHANGED, user=id, field=name, old=old, new=new))


def _unassigned(plan: Plan, ids: Iterable[str]) -> dict[str, UserFacts | None]:
    """What is known of those who are assigned to no number; None of those who are new."""
    found: dict[str, UserFacts | None] = dict.fromkeys(ids)
    for some in chunks(found):
        for id, count, *values in WorkspaceUser.objects.filter(id__in=some).values_list(
            "id", "number_count", *USER_FIELDS
        ):
            found[id] = UserFacts(*values)
            if count:
                del found[id]
    for _, user in plan.assign:
        found.pop(user, None)
    return found
