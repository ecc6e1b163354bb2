"""What is to be done with the numbers of people who leave: a checklist as text to paste into a ticket, and as CSV."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from dashboard import exports
from dashboard.exports import CHUNK
from dashboard.lists.query import SIZES
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.wording import counted, isolated

MOST = SIZES[-1]  # people at once: whom a page can select
COLUMNS = (
    "reassign_before_offboarding", "number", "name", "id", "users_leaving", "user_ids_leaving", "other_users",
    "forward", "porting_status",
)  # fmt: skip


def as_text(people: list[WorkspaceUser]) -> Iterator[str]:
    """One line a number, however many there are. Those that nobody else is assigned to come first."""
    numbers = _numbers(people)
    count, sole = numbers.count(), numbers.filter(Q(sole_user=True)).count()
    names = [f"{isolated(person.name)} ({person.email or person.pk})" for person in people]
    if len(names) == 1:
        yield f"Offboarding {names[0]}\n"
    else:
        yield f"Offboarding {len(names)} people\n" + "".join(f"- {name}\n" for name in names)
    yield f"{counted(count, 'number')}, {sole:,} to reassign before offboarding\n"
    lines = _lines(_rows(numbers, people), several=len(people) > 1)
    while some := "".join(islice(lines, CHUNK)):
        yield some


def as_csv(people: list[WorkspaceUser]) -> Iterator[str]:
    """The same rows, for a spreadsheet."""
    return exports.as_csv(COLUMNS, _csv_rows(people))


def _csv_rows(people: list[WorkspaceUser]) -> Iterator[tuple[str, ...]]:
    leaving = {person.pk for person in people}
    for number in _rows(_numbers(people), people, others=True):
        going = [user for user in number.assigned_users if user.pk in leaving]
        others = "; ".join(user.name for user in number.assigned_users if user.pk not in leaving)
        yield (
            "yes" if number.sole_user else "no", number.number, number.name, number.pk,
            "; ".join(user.name for user in going), "; ".join(user.pk for user in going), others,
            number.forward, number.porting_status,
        )  # fmt: skip


def _numbers(people: list[WorkspaceUser]) -> QuerySet[PhoneNumber]:
    ids = [person.pk for person in people]
    return PhoneNumber.objects.current().assigned_to(*ids).with_sole_users(*ids)


def _rows(numbers: QuerySet[PhoneNumber], people: list[WorkspaceUser], *, others: bool = False) -> Iterator[Any]:
    """The numbers, those to reassign first, each with `assigned_users`: those who leave, or also the others."""
    users = WorkspaceUser.objects.all() if others else WorkspaceUser.objects.filter(pk__in=[user.pk for user in people])
    named = users.only("first_name", "last_name", "email").order_by("sort_name", "id")
    assigned_users: Any = Prefetch("users", named, to_attr="assigned_users")
    rows = numbers.order_by(F("sole_user").desc(), "sort_name", "id").only(
        "name", "number", "forward", "porting_status"
    )
    return rows.prefetch_related(assigned_users).iterator(chunk_size=CHUNK)


def _lines(numbers: Iterable[Any], *, several: bool) -> Iterator[str]:
    for sole, some in groupby(numbers, key=lambda number: bool(number.sole_user)):
        yield "\nReassign before offboarding\n" if sole else "\nAlso assigned to others\n"
        for number in some:
            forward = f", forwards to {number.forward}" if number.forward else ""
            port = f", port {number.porting_status}" if number.is_porting else ""
            users = f": {', '.join(isolated(user.name) for user in number.assigned_users)}" if several else ""
            yield f"[ ] {isolated(number.name) or 'No name'}, {number.number}{forward}{port}{users}\n"
