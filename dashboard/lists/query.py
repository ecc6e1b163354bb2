"""The address of a list, read once: its filters, order and page. The list, its form, chips, links and files ask it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.db.models import F, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import NullIf
from django.http import HttpRequest, QueryDict
from django.template.defaultfilters import truncatechars
from django.urls import reverse

from dashboard.lists import as_of
from dashboard.responses.htmx import with_query

MOST_VALUES = 50  # of one filter
SIZES = (25, 50, 100, 250)
DEFAULT_SIZE = 50
# How a form shows a filter. Pickers and search fields stand beside it.
BOXES, RADIO, MENU, TEXT, DATE, BESIDE = "boxes", "radio", "menu", "text", "date", "beside"


def distinct(values: Iterable[str]) -> list[str]:
    """Each value once, without those that a form sends empty."""
    return list(dict.fromkeys(filter(None, values)))


def _any_text(value: str) -> None:
    pass


def no_chip(value: str) -> str:
    return ""


def no_order(values: Mapping[str, list[str]]) -> str:
    return ""


def no_errors(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {}


def unfiltered(values: list[str], rows: Any) -> Any:
    """Of a filter that the view itself asks for."""
    return rows


def always(text: str) -> Callable[[str], str]:
    """The same words for each value."""
    return lambda value: text


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter of a list. Its last fields are about the form; where it is not shown in it, it only has chips."""

    name: str  # in the URL
    narrow: Callable[[list[str], Any], Any]  # the rows of a source (a QuerySet) that have these values
    chip: Callable[[str], str]  # a chosen value in words; "" for no chip
    several: bool = False  # several values may be chosen; otherwise the last one counts
    all_apply: bool = False  # of several values; otherwise they are alternatives
    values: tuple[str, ...] = ()  # all that the form may offer; () where Quo may have others
    unoffered: tuple[str, ...] = ()  # others that make sense
    default: str = ""  # the value that applies where none is given
    longest: int = 255
    most: int = MOST_VALUES
    check: Callable[[str], Any] = _any_text  # raises ValidationError where a value makes no sense
    yields_to: tuple[str, ...] = ()  # filters beside which it does not count
    shown: str = ""
    heading: Callable[[str], str] = str
    label: Callable[[str], str] = str
    tone: Callable[[str], str] = no_chip  # of an exception: `bad` or `waiting`
    unset: str = "Any"  # what a menu calls no choice

    def chosen(self, given: Iterable[str]) -> list[str]:
        """The values that count among those of a URL or form."""
        values = distinct(given) if self.several else list(filter(None, given))[-1:]
        return [] if values == [self.default] else values

    def errors(self, values: Sequence[str]) -> list[str]:
        if len(values) > self.most:
            return [f"At most {self.most} values; this link has {len(values)}."]
        return [error for value in values for error in self._errors(value)]

    def _errors(self, value: str) -> list[str]:
        if self.values and value not in (*self.values, *self.unoffered, self.default):
            return [f"“{truncatechars(value, 40)}” is not one of the choices."]
        if len(value) > self.longest:
            return [f"At most {self.longest} characters; this link has {len(value)}."]
        if "\x00" in value:
            return ["Null characters are not allowed."]
        try:
            self.check(value)
        except ValidationError as error:
            return error.messages
        return []


def filled(name: str) -> NullIf:
    """A column of texts for an order: empty ones count as none."""
    return NullIf(F(name), Value(""))


@dataclass(frozen=True, slots=True)
class Column:
    """A sortable column: its name in the URL, its heading, the fields that order it (ending in a unique one).

    A name is of a field that is never empty. What may be empty is an expression: it comes last in both directions.
    """

    name: str
    heading: str
    fields: tuple[Any, ...] = ()  # names and expressions
    descends_first: bool = False  # the first click on its heading sorts descending

    def order(self, *, descending: bool) -> Iterator[str | OrderBy]:
        for one in self.fields:
            if isinstance(one, str):
                yield f"-{one}" if descending else one
            else:
                yield OrderBy(one, descending=descending, nulls_last=True)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list may be asked for."""

    url: str  # its name
    facets: tuple[Facet, ...] = ()
    columns: tuple[Column, ...] = ()  # its headings; the first one orders the list where nothing else is asked for
    orders: tuple[Column, ...] = ()  # others without a heading
    order: Callable[[Mapping[str, list[str]]], str] = no_order  # another first order, under some filters
    # What is wrong with filters that make sense one by one
    check: Callable[[Mapping[str, list[str]]], dict[str, list[str]]] = no_errors
    has_views: bool = False  # all links keep which saved view is shown: `view`

    @property
    def by_name(self) -> dict[str, Facet]:
        return {facet.name: facet for facet in self.facets}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the query without it."""

    name: str
    label: str
    without: "Query"

    @property
    def url(self) -> str:
        return self.without.url


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter, with how many rows it would give, where that is known."""

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
    def tone(self) -> str:
        return self.facet.tone(self.value)


@dataclass(frozen=True, slots=True)
class Section:
    """The options under one heading, or a field to fill in: its only option is what stands in it."""

    heading: str
    options: list[Option]

    @property
    def facet(self) -> Facet:
        return self.options[0].facet

    @property
    def shown(self) -> str:
        return self.facet.shown

    @property
    def chosen(self) -> int:
        return sum(option.is_chosen for option in self.options)


def given(request: HttpRequest) -> QueryDict:
    """What a request asks of a list: in its address, or posted where a selection is too long for one."""
    return request.POST if request.method == "POST" else request.GET


class Query:
    """What an address asks of a list. Empty values are not set, and an invalid page or size is the default."""

    def __init__(self, listing: Listing, given: QueryDict, *, path: str = "", unfiltered: str = "") -> None:
        """`path` where it is not that of the listing's URL. `unfiltered` is the query of the list without filters,
        where the path alone means something else.
        """
        self.listing, self.unfiltered = listing, unfiltered
        self.path = path or reverse(listing.url)
        facets = listing.by_name
        found = {name: facets[name].chosen(given.getlist(name)) for name in given if name in facets}
        chosen = {name: values for name, values in found.items() if values}
        self.values = {name: chosen[name] for name in chosen if not chosen.keys() & {*facets[name].yields_to}}
        wrong = {name: facets[name].errors(values) for name, values in self.values.items()}
        self.errors = {name: errors for name, errors in wrong.items() if errors} or listing.check(self.values)
        orders = {column.name: column for column in (*listing.columns, *listing.orders) if column.fields}
        sort, size, page = given.get("sort", ""), given.get("per_page", ""), given.get("page", "")
        self.sort = sort if sort.removeprefix("-") in orders else ""
        self.view = given.get("view", "") if listing.has_views else ""
        self.as_of = given.get(as_of.NAME, "") if listing.url in as_of.PAGES else ""
        self.size = size if size in map(str, SIZES) else ""
        self.page_number = page
        order = self.sort or listing.order(self.values)
        self.column = orders.get(order.removeprefix("-")) or next(iter(orders.values()), Column("", ""))
        self.descending = order.startswith("-")

    @property
    def per_page(self) -> int:
        return int(self.size or DEFAULT_SIZE)

    @property
    def is_active(self) -> bool:
        """Whether any filter is on, or invalid."""
        return bool(self.values)

    @property
    def first(self) -> dict[str, str]:
        """The first value of each filter that is on."""
        return {name: values[0] for name, values in self.values.items()}

    # -- Its links

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All but the page: names with their values, as they stand in an address."""
        filters = [(name, value) for name, values in self.values.items() for value in values]
        others = (
            ("sort", self.sort),
            ("per_page", self.size),
            ("view", self.view),
            (as_of.NAME, self.as_of),
        )
        return filters + [(name, value) for name, value in others if value]

    @property
    def text(self) -> str:
        return urlencode(self.pairs)

    @property
    def url(self) -> str:
        """The first page."""
        return with_query(self.path, self.text or self.unfiltered)

    @property
    def clear_url(self) -> str:
        """The list without filters, in the same order, as of the same day."""
        others = [(name, value) for name, value in self.pairs if name not in (*self.values, "view")]
        return with_query(self.path, urlencode(others) or self.unfiltered)

    @property
    def today_url(self) -> str:
        return self.link(**{as_of.NAME: ""})

    def link(self, **changes: str) -> str:
        """The address with one value for each of these names, "" for none; on the first page unless that is given."""
        others = [(name, value) for name, value in self.pairs if name not in changes]
        return with_query(
            self.path, urlencode(others + [pair for pair in changes.items() if pair[1]]) or self.unfiltered
        )

    def without(self, name: str, value: str = "") -> "Query":
        """The query without this value of a filter, or without the filter."""
        return self._with([pair for pair in self.pairs if pair[0] != name or value not in ("", pair[1])])

    def adding(self, name: str, value: str) -> "Query":
        return self._with([*self.pairs, (name, value)])

    def _with(self, pairs: list[tuple[str, str]]) -> "Query":
        return Query(self.listing, QueryDict(urlencode(pairs)), path=self.path, unfiltered=self.unfiltered)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form has no field for, and stays as it is when a filter in it changes."""
        facets = self.listing.by_name
        return [
            (name, value)
            for name, value in self.pairs
            if name not in facets or not facets[name].shown or value in facets[name].unoffered
        ]

    def is_as_filtered_at(self, address: str | None) -> bool:
        """Whether another address of the list has the same filters."""
        pairs = parse_qsl((address or "").partition("#")[0].partition("?")[2])
        return address is not None and Query(self.listing, QueryDict(urlencode(pairs))).values == self.values

    # -- Its rows

    def rows(self, source: Any) -> Any:
        """Those of a source that the filters leave, in the order that is asked for. An invalid filter leaves none."""
        if self.errors:
            return source.none()
        for facet in self.listing.facets:
            values = self.values.get(facet.name) or [facet.default]
            if values != [""]:
                source = facet.narrow(values, source)
        return source.order_by(*self.column.order(descending=self.descending)) if self.column.fields else source

    # -- What the page shows of it

    @property
    def headings(self) -> list[dict[str, Any]]:
        """For each column its heading, a `url` that sorts by it, and `state` for aria-sort."""
        return [
            {
                "name": column.name,
                "heading": column.heading,
                "url": self.link(sort=self._next(column)) if column.fields else "",
                "state": ("descending" if self.descending else "ascending") if column == self.column else "",
            }
            for column in self.listing.columns
        ]

    def _next(self, column: Column) -> str:
        descends = not self.descending if column == self.column else column.descends_first
        return f"-{column.name}" if descends else column.name

    def chips(self, names: Mapping[str, Mapping[str, str]] | None = None) -> list[Chip]:
        """The filters that are on, in the order of the address. `names`: of some filters, what their values are called.

        Too many values of one filter have none: the page says so.
        """
        found = []
        for name, values in self.values.items():
            facet, called = self.listing.by_name[name], (names or {}).get(name, {})
            for value in values if len(values) <= facet.most else ():
                if label := facet.chip(called.get(value) or truncatechars(value, 40)):
                    found.append(Chip(name, label, self.without(name, value)))
        return found

    def sections(
        self,
        offered: Mapping[str, Sequence[str]] | None = None,
        counts: Mapping[tuple[str, str], int] | None = None,
    ) -> list[Section]:
        """The form's fields. `offered` are the values that there are, where a facet does not fix them."""
        options = [
            option
            for facet in self.listing.facets
            if facet.shown and facet.shown != BESIDE
            for option in self._options(facet, (offered or {}).get(facet.name, facet.values), counts or {})
        ]
        groups = groupby(options, key=lambda option: (option.facet.heading(option.value), option.facet.shown == MENU))
        return [Section(heading, list(some)) for (heading, _), some in groups]

    def _options(self, facet: Facet, offered: Sequence[str], counts: Mapping[tuple[str, str], int]) -> list[Option]:
        """An option for each value, `none` last. What is chosen stays among them where no row has it: otherwise the
        next change of another filter drops it.
        """
        chosen = self.values.get(facet.name, [])[: facet.most]
        if facet.shown in (TEXT, DATE):
            text = self.first.get(facet.name, "")
            return [Option(facet, "" if text in facet.unoffered else text, 0, None, is_chosen=True)]
        more = [value for value in chosen if value not in offered and (value in facet.values or not facet.values)]
        values = sorted([*offered, *more], key=lambda value: value == "none")
        return [
            Option(facet, value, place, counts.get((facet.name, value)), value in chosen if value else not chosen)
            for place, value in enumerate(values)
        ]
