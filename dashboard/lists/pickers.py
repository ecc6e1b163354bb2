"""Fields that add people or numbers to the query of a list, and what is chosen in them already.

`user=US1&user=US2` means any of them. What a field suggests is in dashboard.finding.views.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from dashboard.lists.query import Query
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.models.numbers import WIDE_COLUMNS

UNKNOWN = "not known"
AS_WORDS = "as words"  # where a list searches for what is no ID


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chip of a picker: a value of the query as people know it, and the list without it."""

    value: str
    label: str
    url: str
    note: str = ""
    user: WorkspaceUser | None = None


@dataclass(frozen=True, slots=True)
class Picker:
    """A field that adds people or numbers to the query of a list."""

    name: str  # in the query
    label: str
    placeholder: str
    place: str  # the list, by the name of its URL
    query: str
    chosen: list[Chosen]
    most: int

    @property
    def suggest_url(self) -> str:
        return reverse(f"suggest-{self.name}s")

    @property
    def labels(self) -> dict[str, str]:
        return {chosen.value: chosen.label for chosen in self.chosen}


def user_picker(query: Query, unknown: str = UNKNOWN) -> Picker:
    return _picker(query, "user", "People", "Name or email", WorkspaceUser.objects.all(), unknown)


def number_picker(query: Query, unknown: str = UNKNOWN) -> Picker:
    numbers = PhoneNumber.objects.defer(*WIDE_COLUMNS)
    return _picker(query, "number", "Numbers", "Name or number", numbers, unknown)


def _picker(query: Query, name: str, label: str, placeholder: str, rows: QuerySet[Any], unknown: str) -> Picker:
    """None is chosen where the list refuses so many, or what they are. `unknown` is said of a value that is no ID."""
    values = [] if name in query.errors else query.values.get(name, [])
    found = rows.in_bulk(values) if values else {}
    chosen = []
    for value in values:
        row = found.get(value)
        note = unknown if row is None else "removed" if row.is_removed else ""
        user = row if isinstance(row, WorkspaceUser) else None
        chosen.append(Chosen(value, str(row or value[:40]), query.without(name, value).url, note, user))
    rest = query.without(name) if name in query.errors else query
    most = query.listing.by_name[name].most
    return Picker(name, label, placeholder, query.listing.url, rest.text, chosen, most)
