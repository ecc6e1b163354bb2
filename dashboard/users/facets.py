"""What the list of people may be asked for, and how many there are of each."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import NullIf

from dashboard.lists.query import BESIDE, MENU, Column, Facet, Listing, Query, always, filled
from inventory.choices import Role
from inventory.models import WorkspaceUser

ROLES = dict(Role.choices)
NUMBERS = {"none": "No numbers", "some": "With numbers"}
STATES = {"removed": "Removed only", "all": "Include removed"}


def _in_state(values: list[str], users: Any) -> Any:
    match values[0]:
        case "current":
            return users.current()
        case "removed":
            return users.removed()
        case _:
            return users


PEOPLE = Listing(
    "users",
    (
        Facet("q", lambda values, users: users.search(values[0]), "“{}”".format, longest=200, shown=BESIDE),
        Facet(
            "role", lambda values, users: users.filter(role=values[0]), lambda value: ROLES.get(value, value),
            shown=MENU, heading=always("Role"), label=lambda value: ROLES.get(value, value),
        ),
        Facet(
            "numbers",
            lambda values, users: users.without_numbers() if values == ["none"] else users.with_numbers(),
            lambda value: NUMBERS.get(value, value), values=tuple(NUMBERS), shown=MENU, heading=always("Numbers"),
            label=lambda value: NUMBERS.get(value, value),
        ),
        Facet(
            "state", _in_state, lambda value: {"removed": "Removed", "all": "Including removed"}.get(value, value),
            values=tuple(STATES), default="current", shown=MENU, heading=always("Removed users"), unset="Not shown",
            label=lambda value: STATES.get(value, value),
        ),
    ),
    (
        Column("name", "Person", ("sort_name", "id")),
        Column("email", "Email", (filled("email"), "id")),
        Column(
            "role", "Role",
            # As their rights: owners, admins, members, then roles of their own. Nobody knows what no role may do.
            (Case(*(When(role=role, then=place) for place, role in enumerate(ROLES)), When(role="", then=None),
                  default=len(ROLES)), filled("role"), "sort_name", "id"),
        ),
        Column("held", "Numbers", ("number_count", "id"), descends_first=True),
        Column("alone", "Sole user", (NullIf(F("sole_count"), Value(0)), "id"), descends_first=True),
    ),
    orders=(Column("removed", "Removed", (F("removed_at"), "id")),),
    order=lambda values: "-removed" if values.get("state") == ["removed"] else "",  # who left last comes first
)  # fmt: skip
FITS: dict[str, Callable[[str, str, bool, bool], bool]] = {
    "role": lambda value, role, has_numbers, is_removed: role == value,
    "numbers": lambda value, role, has_numbers, is_removed: has_numbers == (value == "some"),
    "state": lambda value, role, has_numbers, is_removed: value == "all" or is_removed == (value == "removed"),
}
"""Whether a person with a role, with numbers or without, removed or not, has a value of a filter."""


def counted(query: Query) -> tuple[list[str], dict[tuple[str, str], int]]:
    """The roles that the list's people have, the most frequent first; and how many people each option of the form gives
    under all other filters.
    """
    searched = WorkspaceUser.objects.search(query.first.get("q", ""))
    rows = [
        (person, count)
        for *person, count in searched.order_by()
        .annotate(has_numbers=_whether(number_count__gt=0), gone=_whether(removed_at__isnull=False))
        .values_list("role", "has_numbers", "gone")
        .annotate(count=Count("pk"))
    ]
    asked = {"state": "current"} | {name: value for name, value in query.first.items() if name in FITS}
    by_role = Counter({asked.get("role", ""): 0})
    for person, count in rows:
        if FITS["state"](asked["state"], *person):
            by_role[person[0]] += count
    counts = {
        (name, value): sum(
            count
            for person, count in rows
            if FITS[name](value, *person)
            and all(FITS[other](chosen, *person) for other, chosen in asked.items() if other != name)
        )
        for name, values in (("role", by_role), ("numbers", NUMBERS), ("state", STATES))
        for value in values
    }
    return [
        role for role, count in sorted(by_role.items(), key=lambda pair: (-pair[1], pair[0])) if role and count
    ], counts


def _whether(**condition: object) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(Q(**condition), BooleanField())
