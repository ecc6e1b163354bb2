"""How many current numbers each person holds, and how many of those alone: kept, since counting them takes seconds."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from inventory.models import Assignment, WorkspaceUser
from inventory.refreshing.cache import chunks


def recount(numbers: Iterable[str], users: Iterable[str] = ()) -> None:
    """Counts anew for whoever holds one of the numbers, and for these users."""
    people = set(users)
    for ids in chunks(numbers):
        people.update(Assignment.objects.filter(number__in=ids).values_list("user_id", flat=True))
    others = Assignment.objects.filter(number_id=OuterRef("number_id")).exclude(user_id=OuterRef("user_id"))
    held = Assignment.objects.filter(user_id=OuterRef("pk"), number__removed_at=None).order_by()
    for ids in chunks(people):
        WorkspaceUser.objects.filter(pk__in=ids).update(
            held=_count(held), held_alone=_count(held.filter(~Exists(others)))
        )


def _count(assignments: Any) -> Coalesce:
    counted = assignments.values("user_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
