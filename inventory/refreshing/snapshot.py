"""Reading as much of the cache as a refresh touches."""

from collections.abc import Iterable, Iterator
from itertools import islice

from inventory.choices import Scope, State
from inventory.models import Assignment, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing.diff import Compared
from inventory.refreshing.facts import NUMBER_FIELDS, USER_FIELDS, NumberFacts, UserFacts
from inventory.refreshing.plan import Cached, CachedNumber
from inventory.refreshing.rows import DERIVED_USER_COLUMNS, derived_of_user

CHUNK = 500  # ids in one query: under every database's bound on parameters


def known_numbers(scope: Scope, target: str) -> Cached:
    """The digests of the current numbers in scope, in one query, and whether the workspace was ever imported."""
    numbers = PhoneNumber.objects.current()
    if scope == Scope.USER:
        numbers = numbers.assigned_to(target)
    elif scope == Scope.NUMBER:
        numbers = numbers.filter(pk=target)
    known = {id: bytes(digest) for id, digest in numbers.values_list("id", "digest").iterator(chunk_size=5000)}
    imported = Refresh.objects.filter(state=State.SUCCEEDED, scope=Scope.WORKSPACE).exists()
    return Cached(known=known, is_empty=not known and not PhoneNumber.objects.exists(), imported=imported)


def load_details(cached: Cached, compared: Compared) -> None:
    """Adds to `cached` the numbers that the answer changes or leaves out, and the people whom it mentions.

    What the unchanged records say of those people is read too, so that nobody's role depends on which of
    their numbers happened to change.
    """
    touched: set[str] = set()
    people = {user.id for record, _ in compared.decoded.values() for user in record.users or ()}
    numbers = compared.decoded.keys() | (cached.known.keys() - compared.seen) | compared.protected
    while numbers or people:
        if not cached.is_empty:
            people |= _load_numbers(cached, numbers)
        numbers = set()
        for ids in chunks(people - touched):
            # What can no longer be read protects its number, as if it had been read at first.
            numbers |= compared.read_also(
                Assignment.objects.filter(user__in=ids).order_by().values_list("number_id", flat=True).distinct()
            )
        touched |= people
        people = set()
    _load_users(cached, touched)


def _load_users(cached: Cached, ids: Iterable[str]) -> None:
    for some in chunks(ids):
        rows = WorkspaceUser.objects.filter(id__in=some).values_list("id", *DERIVED_USER_COLUMNS, *USER_FIELDS)
        for id, sort_name, search_text, *values in rows:
            facts = cached.users[id] = UserFacts(*values)
            if derived_of_user(id, facts) != {"sort_name": sort_name, "search_text": search_text}:
                cached.stale_users.add(id)


def _load_numbers(cached: Cached, ids: Iterable[str]) -> set[str]:
    """Returns the people who hold them."""
    people: set[str] = set()
    for some in chunks(ids):
        users: dict[str, dict[str, str]] = {}
        for number, user, group in Assignment.objects.filter(number__in=some).values_list(
            "number_id", "user_id", "group_id"
        ):
            users.setdefault(number, {})[user] = group
            people.add(user)
        rows = PhoneNumber.objects.filter(id__in=some).values_list("id", "removed_at", "porting_since", *NUMBER_FIELDS)
        for id, removed_at, porting_since, *values in rows:
            cached.numbers[id] = CachedNumber(
                NumberFacts(*values), users.get(id, {}), removed_at is not None, porting_since
            )
    return people


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in lists of bounded length, in a fixed order."""
    rest = iter(sorted(ids))
    while some := list(islice(rest, CHUNK)):
        yield some
