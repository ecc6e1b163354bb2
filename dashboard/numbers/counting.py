"""How many numbers there are: under each filter of a query, under each option of its form, of each saved view.

The numbers of a filter are bits (inventory.reports.number_index): to count under several is to AND them.
"""

from collections.abc import Iterable
from functools import cached_property, reduce
from operator import and_, or_
from uuid import UUID

from django.http import QueryDict

from dashboard.lists.query import BESIDE, Query
from dashboard.numbers.facets import FACETS, NUMBERS, NumberFacet
from inventory.models import PhoneNumber
from inventory.reports.number_index import NumberIndex, number_index
from inventory.runtime import moments
from inventory.runtime.moments import cached

BY_NAME = {facet.name: facet for facet in FACETS}
IN_FORM = [facet for facet in FACETS if facet.shown not in ("", BESIDE)]


class Counting:
    """A query over a version of the cache."""

    def __init__(self, query: Query, version: UUID) -> None:
        self.query, self.version = query, version

    @cached_property
    def index(self) -> NumberIndex:
        """Of a new version it takes a second at 100,000 numbers: what is shown before the counts does without."""
        return number_index(self.version)

    @property
    def all(self) -> int:
        """How many numbers the list is about: the current ones, the removed ones, or both."""
        return self._all.bit_count()

    @property
    def found(self) -> int:
        """How many numbers the query lists."""
        return self.numbers.bit_count()

    @property
    def numbers(self) -> int:
        """Which these are, as bits of the index."""
        return 0 if self.query.errors else reduce(and_, self._matching_filters().values(), self._all)

    @property
    def offered(self) -> dict[str, list[str]]:
        """The values that the form offers, where they are those that the list's numbers have."""
        return {facet.name: facet.offered(self.index, self._all) for facet in IN_FORM if facet.offered}

    def by_option(self) -> dict[tuple[str, str], int]:
        """How many numbers each option of the form gives under all other filters."""
        found, matching, offered = {}, self._matching_filters(), self.offered
        for facet in IN_FORM:
            others = [numbers for name, numbers in matching.items() if name != facet.name or facet.all_apply]
            among = reduce(and_, others, self.index.all if facet.name == "state" else self._all)
            for value in {*offered.get(facet.name, facet.values), *self.query.values.get(facet.name, ())}:
                found[facet.name, value] = (among & self._matching_option(facet, value)).bit_count()
        return found

    @property
    def _all(self) -> int:
        state = "current" if "state" in self.query.errors else self.query.first.get("state", "current")
        return self._matching_option(BY_NAME["state"], state)

    def _matching_filters(self) -> dict[str, int]:
        return {name: self._matching_filter(BY_NAME[name], values) for name, values in self.query.values.items()}

    def _matching_filter(self, facet: NumberFacet, values: list[str]) -> int:
        """The numbers that a filter leaves."""
        if facet.indexed:
            found = (facet.indexed(self.index, value) for value in values)
            return reduce(and_ if facet.all_apply else or_, found)
        look_up = _look_up if facet.changes_with_time else _looked_up
        return look_up(facet.name, tuple(values), self.version, 0)

    def _matching_option(self, facet: NumberFacet, value: str) -> int:
        """The numbers of one option. What time alone changes, such as ports that stall, is looked up once a minute."""
        if facet.indexed:
            return facet.indexed(self.index, value)
        return _looked_up(facet.name, (value,), self.version, int(moments.now().timestamp() // 60))


def _look_up(name: str, values: tuple[str, ...], version: UUID, minute: int) -> int:
    return number_index(version).of(BY_NAME[name].narrow(list(values), PhoneNumber.objects.all()))


_looked_up = cached(100)(_look_up)


def count_views(queries: Iterable[str], version: UUID) -> dict[str, int | None]:
    """For each query string of the list how many numbers it lists, None where its filter is invalid."""
    found = {text: Query(NUMBERS, QueryDict(text)) for text in queries}
    return {text: None if query.errors else Counting(query, version).found for text, query in found.items()}
