"""How many current numbers each person holds, and how many of those alone: kept, since counting them takes seconds."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import Count

from inventory.models import Assignment, WorkspaceUser
from inventory.refreshing.snapshot import chunks


def recount(numbers: Iterable[str], users: Iterable[str] = ()) -> None:
    """Counts anew for whoever holds one of the numbers, and for these users.

    By plain lookups, and added up here: right after a first import PostgreSQL knows nothing of its tables yet, and
    takes minutes over one statement with subqueries.
    """
    people = set(users)
    for ids in chunks(numbers):
        people.update(Assignment.objects.filter(number__in=ids).values_list("user_id", flat=True))
    for ids in chunks(people):
        held = Assignment.objects.filter(user__in=ids, number__removed_at=None)
        pairs = list(held.values_list("user_id", "number_id"))
        single = _with_one_user({number for _, number in pairs})
        _save(ids, Counter(user for user, _ in pairs), Counter(user for user, number in pairs if number in single))


def _with_one_user(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that have exactly one holder."""
    single: set[str] = set()
    for ids in chunks(numbers):
        holders = Assignment.objects.filter(number__in=ids).order_by().values_list("number_id")
        single.update(number for number, count in holders.annotate(count=Count("pk")) if count == 1)
    return single


def _save(users: list[str], numbers: Counter[str], sole: Counter[str]) -> None:
    table = connection.ops.quote_name(WorkspaceUser._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET number_count = %s, sole_count = %s WHERE id = %s",  # noqa: S608 - the name is Django's
            [(numbers[user], sole[user], user) for user in users],
        )
