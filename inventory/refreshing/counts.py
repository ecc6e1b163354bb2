"""Assignment counts of users: their current numbers, and those of which they are the sole user.

They are stored, because counting them on each page would take seconds.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import Count

from inventory.models import Assignment, WorkspaceUser
from inventory.refreshing.snapshot import chunks


def recount(numbers: Iterable[str], users: Iterable[str] = ()) -> None:
    """Update the counts of the users of these numbers, and of these users.

    By plain lookups, added up in Python: right after a first import PostgreSQL has no statistics of its tables, and
    takes minutes for one statement with subqueries.
    """
    people = set(users)
    for ids in chunks(numbers):
        people.update(Assignment.objects.filter(number__in=ids).values_list("user_id", flat=True))
    for ids in chunks(people):
        assignments = Assignment.objects.filter(user__in=ids, number__removed_at=None)
        pairs = list(assignments.values_list("user_id", "number_id"))
        single = _with_one_user({number for _, number in pairs})
        _save(ids, Counter(user for user, _ in pairs), Counter(user for user, number in pairs if number in single))


def _with_one_user(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that have exactly one user."""
    single: set[str] = set()
    for ids in chunks(numbers):
        users = Assignment.objects.filter(number__in=ids).order_by().values_list("number_id")
        single.update(number for number, count in users.annotate(count=Count("pk")) if count == 1)
    return single


def _save(users: list[str], numbers: Counter[str], sole: Counter[str]) -> None:
    table = connection.ops.quote_name(WorkspaceUser._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET number_count = %s, sole_count = %s WHERE id = %s",  # noqa: S608 - the name is Django's
            [(numbers[user], sole[user], user) for user in users],
        )
