"""The menus above the list of users: each filter, with how many users it stands for."""

from dataclasses import dataclass

from django.http import QueryDict

from inventory.choices import Role
from inventory.statistics import Statistics

ROLES = dict(Role.choices)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a menu. `count` is None where the choice is no filter."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter: its name in the URL, its heading and its choices."""

    name: str
    heading: str
    options: list[Option]


def menus(query: QueryDict, known: Statistics) -> list[Menu]:
    """Counts are of all current users, so that they say what there is to find."""
    roles = [(role, ROLES.get(role, role), count) for role, count in known.people_by_role if role]
    asked = query.get("role", "")
    if asked and asked not in dict(known.people_by_role):  # or the next change of another filter drops it
        roles.append((asked, ROLES.get(asked, asked), 0))
    some = known.people - known.people_without_numbers
    numbers = [("none", "No numbers", known.people_without_numbers), ("some", "With numbers", some)]
    states = [
        ("removed", "Removed only", known.removed_people),
        ("all", "Include removed", known.people + known.removed_people),
    ]
    return [
        _menu(query, "role", "Role", "Any", roles),
        _menu(query, "numbers", "Numbers", "Any", numbers),
        _menu(query, "state", "Removed users", "Not shown", states),
    ]


def _menu(query: QueryDict, name: str, heading: str, unset: str, choices: list[tuple[str, str, int]]) -> Menu:
    chosen = query.get(name, "")
    options = [Option(value, label, count, value == chosen) for value, label, count in choices]
    return Menu(name, heading, [Option("", unset, None, not any(option.chosen for option in options)), *options])
