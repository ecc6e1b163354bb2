"""Read from the cache what a refresh may change. Nothing is written here, and no argument is changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.db.models import Case, When

from inventory.choices import Scope, State
from inventory.models import Assignment, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing.diff import Compared
from inventory.refreshing.facts import NUMBER_FIELDS, USER_FIELDS, NumberFacts, UserFacts
from inventory.refreshing.plan import Cached, CachedNumber, CachedUser
from inventory.refreshing.rows import DERIVED_USER_COLUMNS, derived_of_user

CHUNK = 500  # ids in one query: under every database's bound on parameters


def read_known(scope: Scope, target: str) -> Cached:
    """The digests of the current numbers in scope, whether the workspace was ever imported, and, where the whole of it
    is in scope, its users.
    """
    numbers = PhoneNumber.objects.current()
    if scope == Scope.USER:
        numbers = numbers.assigned_to(target)
    elif scope == Scope.NUMBER:
        numbers = numbers.filter(pk=target)
    rows = numbers.order_by().values_list("id", "digest")
    known = {id: bytes(digest) for id, digest in rows.iterator(chunk_size=5000)}
    imported = Refresh.objects.filter(state=State.SUCCEEDED, scope=Scope.WORKSPACE).exists()
    is_empty = not known and not PhoneNumber.objects.exists()
    people = _read_people() if scope == Scope.WORKSPACE else {}
    return Cached(known=known, is_empty=is_empty, imported=imported, people=people)


def _read_people() -> dict[str, CachedUser]:
    is_removed = Case(When(removed_at=None, then=0), default=1)  # a time would take three times as long to read
    rows = WorkspaceUser.objects.order_by().values_list("id", is_removed, "number_count", *USER_FIELDS)
    return {
        id: CachedUser(UserFacts(*values), bool(removed), bool(number_count))
        for id, removed, number_count, *values in rows.iterator(chunk_size=5000)
    }


def load_details(cached: Cached, compared: Compared) -> tuple[Cached, Compared]:
    """Read the numbers that the response changes or omits, and the users whom it mentions.

    The unchanged records of those users' other numbers are decoded too, so that a user's role does not depend on which
    number changed. Returns both with what was read; the arguments stay as they are.
    """
    compared = compared.copy()
    details: dict[str, CachedNumber] = {}
    touched: set[str] = set()
    people = compared.mentioned
    numbers = compared.changed.keys() | (cached.known.keys() - compared.seen) | compared.protected
    while numbers or people:
        if not cached.is_empty:
            read = _read_numbers(numbers)
            details |= read
            people = people.union(*(number.users for number in read.values()))
        numbers = set()
        for ids in chunks(people - touched):
            # A record that can no longer be decoded protects its number, like one that never could.
            numbers |= compared.decode_extra(
                Assignment.objects.filter(user__in=ids).order_by().values_list("number_id", flat=True).distinct()
            )
        touched |= people
        people = set()
    users, stale, removed = _read_users(touched)
    return replace(cached, numbers=details, users=users, stale_users=stale, removed_users=removed), compared


def _read_users(ids: Iterable[str]) -> tuple[dict[str, UserFacts], set[str], set[str]]:
    """Users by id, the ids of those whose derived columns are out of date, and of those who are removed."""
    users: dict[str, UserFacts] = {}
    stale: set[str] = set()
    removed: set[str] = set()
    for some in chunks(ids):
        rows = WorkspaceUser.objects.filter(id__in=some)
        for id, removed_at, sort_name, search_text, *values in rows.values_list(
            "id", "removed_at", *DERIVED_USER_COLUMNS, *USER_FIELDS
        ):
            facts = users[id] = UserFacts(*values)
            if derived_of_user(id, facts) != {"sort_name": sort_name, "search_text": search_text}:
                stale.add(id)
            if removed_at is not None:
                removed.add(id)
    return users, stale, removed


def _read_numbers(ids: Iterable[str]) -> dict[str, CachedNumber]:
    numbers: dict[str, CachedNumber] = {}
    for some in chunks(ids):
        users: dict[str, dict[str, str | None]] = {}
        for number, user, group in Assignment.objects.filter(number__in=some).values_list(
            "number_id", "user_id", "group_id"
        ):
            users.setdefault(number, {})[user] = group
        rows = PhoneNumber.objects.filter(id__in=some).values_list("id", "removed_at", "porting_since", *NUMBER_FIELDS)
        for id, removed_at, porting_since, *values in rows:
            numbers[id] = CachedNumber(NumberFacts(*values), users.get(id, {}), removed_at is not None, porting_since)
    return numbers


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in lists of bounded length, in a fixed order."""
    rest = iter(sorted(ids))
    while some := list(islice(rest, CHUNK)):
        yield some
