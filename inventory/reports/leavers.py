"""Users who left the workspace, and what they leave behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from inventory.choices import ChangeKind
from inventory.models import Assignment, Change, PhoneNumber, WorkspaceUser
from inventory.models.numbers import has_users
from inventory.runtime.moments import cached

# Who leaves is unassigned from their numbers in steps, and the list of users comes later than that of numbers
LAST_STEPS = timedelta(days=1)


def last_numbers(users: Iterable[WorkspaceUser]) -> dict[str, dict[str, datetime]]:
    """The numbers that removed users had when they were last seen with any, by user, each with until when.

    From them they were unassigned, or they were removed with the user still on them, within the last day of any.
    """
    until: dict[str, dict[str, datetime]] = {user.pk: {} for user in users}
    unassigned = Change.objects.filter(user__in=until, kind=ChangeKind.USER_UNASSIGNED).order_by("pk")
    still_assigned = Assignment.objects.filter(user__in=until, number__removed_at__isnull=False)
    for user, number, moment in [
        *unassigned.values_list("user_id", "number_id", "at"),
        *still_assigned.values_list("user_id", "number_id", "number__removed_at"),
    ]:
        if user and number and moment:
            until[user][number] = moment
    last = {user: max(numbers.values()) - LAST_STEPS for user, numbers in until.items() if numbers}
    return {user: {number: at for number, at in numbers.items() if at > last[user]} for user, numbers in until.items()}


@dataclass(frozen=True, slots=True)
class Left:
    """Who left since a moment, and which current numbers of theirs have no user now. By id."""

    users: tuple[str, ...]
    numbers_of_nobody: tuple[str, ...]


@cached(8)
def left_since(version: UUID, moment: datetime) -> Left:
    users = list(WorkspaceUser.objects.filter(removed_at__gte=moment).only("pk"))
    numbers = {number for of_user in last_numbers(users).values() for number in of_user} if users else set()
    nobody = PhoneNumber.objects.current().filter(~has_users(), pk__in=numbers).values_list("pk", flat=True)
    return Left(tuple(user.pk for user in users), tuple(nobody) if numbers else ())
