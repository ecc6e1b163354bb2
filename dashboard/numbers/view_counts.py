"""How many numbers saved views list, for the overview."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.db.models import IntegerField, Subquery
from django.http import QueryDict

from dashboard.numbers.facets import FACETS
from dashboard.numbers.filters import NumberFilter
from inventory.models import CacheState, PhoneNumber

# What these filters list changes only with the version of the cache. Any other filter is counted each time.
BY_VERSION = frozenset(facet.name for facet in FACETS if not facet.moves)
NO_FILTER = frozenset(("sort", "page", "per_page"))


class CountOf(Subquery):
    """The number of rows of a query, as a value of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts(queries: Iterable[str], version: UUID) -> dict[str, int | None]:
    """For each query string of the list how many numbers it lists, None where its filter is invalid.

    One query to the database counts all that are not remembered.
    """
    found: dict[str, int | None] = {}
    to_count: dict[str, NumberFilter] = {}
    for query in queries:
        if query in _remembered(version):
            found[query] = _remembered(version)[query]
        elif (filters := NumberFilter(QueryDict(query), PhoneNumber.objects.all())).form.is_valid():
            to_count[query] = filters
        else:
            found[query] = None
    return found | _count(to_count, version)


def _count(filters: dict[str, NumberFilter], version: UUID) -> dict[str, int]:
    if not filters:
        return {}
    names = {f"count_{place}": query for place, query in enumerate(filters)}
    columns = {name: CountOf(filters[query].qs.order_by().values("pk")) for name, query in names.items()}
    row: dict[str, int] = CacheState.objects.annotate(**columns).values(*columns).first() or dict.fromkeys(columns, 0)
    counted = {query: row[name] for name, query in names.items()}
    by_version = {query: count for query, count in counted.items() if set(QueryDict(query)) <= BY_VERSION | NO_FILTER}
    _remembered(version).update(by_version)
    return counted


@lru_cache(maxsize=1)
def _remembered(version: UUID) -> dict[str, int]:
    """The counts of a version, by query. Each process keeps its own, as it does the statistics."""
    return {}
