"""Read from the cache what a refresh may change. Nothing is written here, and no argument is changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db.models import Case, When

from inventory.choices import ChangeKind, Scope, State
from inventory.models import Assignment, CacheState, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing.diff import Compared
from inventory.refreshing.facts import NUMBER_FIELDS, USER_FIELDS, NumberFacts, UserFacts
from inventory.refreshing.plan import Cached, CachedNumber, CachedUser
from inventory.refreshing.reconcile import CachedPeople
from inventory.refreshing.rows import DERIVED_USER_COLUMNS, derived_of_user

OTHERS = ("removed_at", "porting_since", "since", "warnings", "sort_people")
Key = TypeVar("Key", str, int)
CHUNK = 500  # ids in one query: under every database's bound on parameters


def read_known(scope: Scope, target: str) -> Cached:
    """The digests of the current numbers in scope, and whether the workspace was ever imported."""
    version = CacheState.objects.values_list("version", flat=True).first() or CacheState.NEVER_WRITTEN
    numbers = PhoneNumber.objects.current()
    if scope == Scope.USER:
        numbers = numbers.assigned_to(target)
    elif scope == Scope.NUMBER:
        numbers = numbers.filter(pk=target)
    rows = numbers.order_by().values_list("id", "digest")
    digests = {id: bytes(digest) for id, digest in rows.iterator(chunk_size=5000)}
    imported = Refresh.objects.filter(state=State.SUCCEEDED, scope=Scope.WORKSPACE).exists()
    is_empty = not digests and not PhoneNumber.objects.exists()
    dismissed = frozenset(numbers.unverified().filter(removal_dismissed=True).values_list("id", flat=True))
    return Cached(digests=digests, version=version, dismissed=dismissed, is_empty=is_empty, imported=imported)


def known_users() -> list[str]:
    """The ids of the current users."""
    return list(WorkspaceUser.objects.current().order_by().values_list("id", flat=True))


def users_without_numbers() -> list[str]:
    """The ids of the users who would be taken for gone if a list lacked them."""
    found = WorkspaceUser.objects.current().without_numbers().filter(removal_dismissed=False)
    return list(found.order_by().values_list("id", flat=True))


def read_people(since: datetime) -> CachedPeople:
    """All users, and whom the answers named that were saved since then."""
    is_removed = Case(When(removed_at=None, then=0), default=1)  # a time would take three times as long to read
    users = {
        id: CachedUser(UserFacts(*values), bool(removed), bool(number_count), bool(dismissed))
        for id, removed, number_count, dismissed, *values in WorkspaceUser.objects.order_by()
        .values_list("id", is_removed, "number_count", "removal_dismissed", *USER_FIELDS)
        .iterator(chunk_size=5000)
    }
    saved = Refresh.objects.filter(state=State.SUCCEEDED, finished_at__gte=since).in_lane(people=False)
    changes = Change.objects.filter(refresh__in=list(saved.values_list("pk", flat=True))).order_by()
    named = set(changes.filter(user__isnull=False).values_list("user_id", flat=True))
    restored = changes.filter(kind=ChangeKind.NUMBER_RESTORED).values("number")
    named.update(Assignment.objects.filter(number__in=restored).order_by().values_list("user_id", flat=True))
    imported = CacheState.objects.filter(people_confirmed_at__isnull=False).exists()
    return CachedPeople(users, named, imported)


def load_details(cached: Cached, compared: Compared) -> tuple[Cached, Compared]:
    """Read the numbers that the response changes or omits, and the users whom it mentions.

    The unchanged records of those users' other numbers are decoded too, so that a user's role does not depend on which
    number changed. Returns both with what was read; the arguments stay as they are.
    """
    compared = compared.copy()
    details: dict[str, CachedNumber] = {}
    touched: set[str] = set()
    people = compared.mentioned
    numbers = compared.changed.keys() | (cached.digests.keys() - compared.seen) | compared.protected
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
        rows = PhoneNumber.objects.filter(id__in=some).values_list("id", *OTHERS, *NUMBER_FIELDS)
        for id, removed_at, porting_since, since, warnings, sort_people, *values in rows:
            of_id = users.get(id, {}), removed_at is not None, porting_since, since, warnings, sort_people
            numbers[id] = CachedNumber(NumberFacts(*values), *of_id)
    return numbers


def chunks(ids: Iterable[Key]) -> Iterator[list[Key]]:
    """The ids in lists of bounded length, in a fixed order."""
    rest = iter(sorted(ids))
    while some := list(islice(rest, CHUNK)):
        yield some
