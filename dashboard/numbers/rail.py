"""The rail beside the list of numbers, and the chips above it: the filters, as people see them."""

from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict
from django.template.defaultfilters import truncatechars
from django.urls import reverse

from dashboard.numbers.facet_counts import Counts
from dashboard.numbers.facets import BY_NAME, MENU, RADIO, RAIL, Facet, asked_in
from dashboard.values import MOST_VALUES
from inventory.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of the rail, with how many numbers it would give, where that is known."""

    facet: Facet
    value: str
    position: int
    count: int | None
    is_chosen: bool

    @property
    def id(self) -> str:
        return f"f-{self.facet.name}-{self.position}"

    @property
    def label(self) -> str:
        return self.facet.label(self.value)[:40]

    @property
    def heading(self) -> str:
        return self.facet.heading(self.value)

    @property
    def tone(self) -> str:
        return self.facet.tone(self.value)

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
    values = facet.offered(known, chosen)
    return [
        Option(facet, value, position, counts.get((facet.name, value)), value in chosen if value else not chosen)
        for position, value in enumerate(sorted(values, key=lambda value: value == "none"))
    ]


def carried(query: QueryDict) -> list[tuple[str, str]]:
    """What the rail has no field for, and stays as it is when another filter changes."""
    pairs = [(name, value) for name, values in asked_in(query).items() for value in values[:MOST_VALUES]]
    kept = [(name, value) for name, value in pairs if not BY_NAME[name].shown and name not in ("q", "user")]
    kept += [(name, value) for name, value in pairs if value in BY_NAME[name].unoffered]
    return kept + [(name, str(query[name])) for name in ("sort", "per_page") if query.get(name)]


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
            person = people.get(value) if name == "user" else None
            if label := BY_NAME[name].chip(person or truncatechars(value, 40)):
                without = query.copy()
                without.setlist(name, [other for other in values if other != value])
                without.pop("page", None)
                found.append(Chip(name, label, without.urlencode() or everything))
    return found
