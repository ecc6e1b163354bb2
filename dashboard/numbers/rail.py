"""The rail beside the list of numbers, and the chips above it: the filters, as people see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from dashboard.numbers.facets import BY_NAME, FACETS, MENU, MOST_VALUES, RADIO, Facet, asked_in
from inventory.models import Assignment, PhoneNumber
from inventory.models.numbers import PhoneNumberQuerySet
from inventory.statistics import Statistics, statistics

RAIL = [facet for facet in FACETS if facet.shown]
ROLES_COUNTED = 10_000  # among so many numbers: each of their assignments is read
Asked = tuple[tuple[str, tuple[str, ...]], ...]
Counts = dict[tuple[str, str], int]  # how many numbers each value of each facet would give


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of the rail, with how many numbers it would give, where that is known."""

    facet: Facet
    value: str
    position: int
    count: int | None
    is_chosen: bool

    @property
    def label(self) -> str:
        return self.facet.label(self.value)[:40]

    @property
    def heading(self) -> str:
        return self.facet.heading(self.value)

    @property
    def type(self) -> str:
        return "radio" if self.facet.shown == RADIO else "checkbox"


@dataclass(frozen=True, slots=True)
class Section:
    """The options under one heading: boxes and radio buttons, or a menu."""

    heading: str
    is_menu: bool
    options: list[Option]

    @property
    def name(self) -> str:
        """Of the menu."""
        return self.options[0].facet.name


def rail(query: QueryDict, known: Statistics, counts: Counts) -> list[Section]:
    options = [option for facet in RAIL for option in _options(facet, query, known, counts)]
    sections = groupby(options, key=lambda option: (option.heading, option.facet.shown == MENU))
    return [Section(heading, is_menu, list(some)) for (heading, is_menu), some in sections]


def _options(facet: Facet, query: QueryDict, known: Statistics, counts: Counts) -> list[Option]:
    """An option for each value, `none` last."""
    chosen = facet.chosen(query.getlist(facet.name))[:MOST_VALUES]
    values = _offered(facet, known, chosen)
    return [
        Option(facet, value, position, counts.get((facet.name, value)), value in chosen if value else not chosen)
        for position, value in enumerate(sorted(values, key=lambda value: value == "none"))
    ]


def _offered(facet: Facet, known: Statistics, chosen: Iterable[str]) -> list[str]:
    """What is chosen stays on offer where no current number has it: otherwise the next change of another filter
    drops it.
    """
    values = [value for value, _ in facet.offers(known)]
    return values + [value for value in chosen if value not in values and facet.may_offer(value)]


def carried(query: QueryDict) -> list[tuple[str, str]]:
    """What the rail has no field for, and stays as it is when another filter changes."""
    pairs = [(name, value) for name, values in asked_in(query).items() for value in values[:MOST_VALUES]]
    kept = [(name, value) for name, value in pairs if not BY_NAME[name].shown and name not in ("q", "user")]
    kept += [(name, value) for name, value in pairs if value in BY_NAME[name].unoffered]
    return kept + [(name, str(query[name])) for name in ("sort", "per_page") if query.get(name)]


# -- Counts


def counts(query: QueryDict, version: UUID, minute: int) -> Counts:
    """For each option of the rail how many numbers it gives under all other filters. Kept for a minute at most, since
    time alone lets ports stall.
    """
    asked = {"state": ["current"]} | asked_in(query)
    count = _counts.__wrapped__ if any(BY_NAME[name].moves for name in asked) else _counts
    return count(tuple((name, tuple(values)) for name, values in sorted(asked.items())), version, minute)


def counts_without_filters(known: Statistics) -> Counts:
    return {(facet.name, value): count for facet in RAIL for value, count in facet.offers(known)}


@lru_cache(maxsize=100)
def _counts(asked: Asked, version: UUID, minute: int) -> Counts:
    """One query for each set of other filters that several facets are counted under."""
    known = statistics(version)
    found: Counts = {}
    counted_under: dict[Asked, list[Facet]] = {}
    for facet in RAIL:
        others = tuple(pair for pair in asked if pair[0] != facet.name or facet.all_apply)
        counted_under.setdefault(others, []).append(facet)
    for others, facets in counted_under.items():
        offered = {facet.name: _offered(facet, known, dict(asked).get(facet.name, ())) for facet in facets}
        if set(others) <= {("state", ("current",))}:
            figures = counts_without_filters(known)
            found |= {(name, value): figures.get((name, value), 0) for name in offered for value in offered[name]}
        else:
            found |= _counts_among(narrowed(others), offered)
    return found


def narrowed(asked: Asked) -> PhoneNumberQuerySet:
    numbers = PhoneNumber.objects.order_by()
    for name, values in asked:
        numbers = numbers.filter(BY_NAME[name].condition(list(values)))
    return numbers


def _counts_among(numbers: PhoneNumberQuerySet, offered: dict[str, list[str]]) -> Counts:
    pairs = [(name, value) for name, values in offered.items() for value in values if name != "role"]
    sums = {
        f"of_{place}": Count("pk", filter=BY_NAME[name].condition([value])) for place, (name, value) in enumerate(pairs)
    }
    figures = numbers.aggregate(total=Count("pk"), **sums)
    found = {pair: figures[f"of_{place}"] for place, pair in enumerate(pairs)}
    if "role" in offered and figures["total"] <= ROLES_COUNTED:
        roles = Assignment.objects.filter(number__in=numbers.values("pk")).order_by().values_list("user__role")
        by_role = dict(roles.annotate(numbers=Count("number", distinct=True)))
        found |= {("role", role): by_role.get(role, 0) for role in offered["role"]}
    return found


# -- Chips


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the query without it."""

    name: str
    label: str
    without: str

    @property
    def url(self) -> str:
        return f"{reverse('numbers')}{self.without and '?'}{self.without}"


def chips(query: QueryDict, people: dict[str, str], everything: str = "") -> list[Chip]:
    """The filters that are on, in the order of the URL. `people` names those whose ids are in it, `everything` is the
    query of the list without filters. Too many values of one filter have none: the page says so.
    """
    found = []
    for name, values in asked_in(query).items():
        for value in values if len(values) <= MOST_VALUES else ():
            if label := BY_NAME[name].chip(people.get(value, value[:40]) if name == "user" else value[:40]):
                without = query.copy()
                without.setlist(name, [other for other in values if other != value])
                without.pop("page", None)
                found.append(Chip(name, label, without.urlencode() or everything))
    return found
