"""How many numbers each option of the rail gives under all other filters."""

from functools import lru_cache, reduce
from operator import and_, or_
from uuid import UUID

from django.http import QueryDict

from dashboard.numbers.facets import BY_NAME, RAIL, Facet, asked_in
from inventory.models import PhoneNumber
from inventory.number_index import number_index
from inventory.statistics import Statistics, statistics

Counts = dict[tuple[str, str], int]  # how many numbers each value of each facet would give


def counts(query: QueryDict, version: UUID, minute: int) -> Counts:
    """For each option of the rail. What time alone changes, such as ports that stall, is looked up once a minute.

    The numbers of each filter are bits (inventory.number_index): to count under several is to AND them.
    """
    asked = {"state": ["current"]} | asked_in(query)
    chosen = {name: _left_by(BY_NAME[name], values, version) for name, values in asked.items()}
    found: Counts = {}
    for facet in RAIL:
        others = [numbers for name, numbers in chosen.items() if name != facet.name or facet.all_apply]
        among = reduce(and_, others, number_index(version).all)
        for value in facet.offered(statistics(version), asked.get(facet.name, ())):
            found[facet.name, value] = (among & _having(facet, value, version, minute)).bit_count()
    return found


def counts_without_filters(known: Statistics) -> Counts:
    return {(facet.name, value): count for facet in RAIL for value, count in facet.offers(known)}


def _left_by(facet: Facet, values: list[str], version: UUID) -> int:
    """The numbers that a filter leaves."""
    if facet.indexed:
        index = number_index(version)
        return reduce(and_ if facet.all_apply else or_, (facet.indexed(index, value) for value in values))
    look_up = _looked_up.__wrapped__ if facet.moves else _looked_up
    return look_up(facet.name, tuple(values), version, 0)


def _having(facet: Facet, value: str, version: UUID, minute: int) -> int:
    """The numbers of one option."""
    if facet.indexed:
        return facet.indexed(number_index(version), value)
    return _looked_up(facet.name, (value,), version, minute)


@lru_cache(maxsize=100)
def _looked_up(name: str, values: tuple[str, ...], version: UUID, minute: int) -> int:
    numbers = PhoneNumber.objects.filter(BY_NAME[name].condition(list(values)))
    return number_index(version).of(numbers)
