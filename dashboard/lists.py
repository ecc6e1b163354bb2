"""Sorting and paging of lists. What makes no sense in the URL counts as the default."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.http import QueryDict
from django.utils.functional import cached_property

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])
SIZES = (25, 50, 100, 250)
DEFAULT_SIZE = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A sortable column: its name in the URL, its heading, the fields that order it (ending in a unique one)."""

    name: str
    heading: str
    fields: tuple[str, ...] = ()
    newest_first: bool = False  # the first click on its heading sorts descending


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a list is sorted, and which links its headings are."""

    columns: tuple[Column, ...]
    chosen: Column
    descending: bool

    @classmethod
    def read(
        cls, query: QueryDict, columns: tuple[Column, ...], default: str, shown: tuple[Column, ...] = ()
    ) -> "Sorting":
        """The `sort` of the URL: a column's name, `-` before it for descending. An unknown column gives the default.

        `shown` are the columns that get a heading, where that is not all of them.
        """
        by_name = {column.name: column for column in columns if column.fields}
        requested = query.get("sort", "")
        if requested.removeprefix("-") not in by_name:
            requested = default
        return cls(shown or columns, by_name[requested.removeprefix("-")], requested.startswith("-"))

    def order(self, rows: Rows) -> Rows:
        return rows.order_by(*(f"-{field}" if self.descending else field for field in self.chosen.fields))

    @property
    def headings(self) -> list[dict[str, Any]]:
        """For each column its heading, `sort` for a link that sorts by it, and `state` for aria-sort."""
        return [
            {
                "name": column.name,
                "heading": column.heading,
                "sort": self._next(column) if column.fields else "",
                "state": ("descending" if self.descending else "ascending") if column == self.chosen else "",
            }
            for column in self.columns
        ]

    def _next(self, column: Column) -> str:
        descends = not self.descending if column == self.chosen else column.newest_first
        return f"-{column.name}" if descends else column.name


class ListPage(Page):  # type: ignore[type-arg]  # not generic when it runs
    @property
    def elided(self) -> Iterator[int | str]:
        """The page numbers to link: the first, the last, and those around this one."""
        return self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1)


class ListPaginator(Paginator):  # type: ignore[type-arg]
    """`total` is how many rows there are, where that is known without counting."""

    def __init__(self, rows: Any, per_page: int, total: int | None = None) -> None:
        super().__init__(rows, per_page)
        self.total = total

    @cached_property
    def count(self) -> int:
        return super().count if self.total is None else self.total

    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


class IdPaginator(ListPaginator):
    """Sorts, counts and skips ids only, which an index can do; the rows of the page are then fetched by them.

    Reading whole rows to skip them takes half a second on the last page of 100,000. Where the total is not known, the
    same query counts that finds the page.
    """

    def __init__(self, ids: QuerySet[Any, Any], rows: QuerySet[Any, Any], per_page: int, total: int | None) -> None:
        self.ids = ids.values_list("pk", flat=True)
        super().__init__(self.ids, per_page, total)
        self.rows = rows

    def get_page(self, number: Any) -> ListPage:
        if self.total is None and re.fullmatch("[1-9][0-9]{0,6}", str(number)):
            found = self._counted((int(number) - 1) * self.per_page)
            if found:
                self.total = found[0][1]
                return self._get_page(self._rows([id for id, _ in found]), int(number), self)
        page = cast(ListPage, super().get_page(number))
        page.object_list = self._rows(self._known((page.number - 1) * self.per_page))
        return page

    def _known(self, first: int) -> list[Any]:
        """The ids of a page from there on, sought from the nearer end."""
        last = min(first + self.per_page, self.count)
        if first <= self.count / 2:
            return list(self.ids[first:last])
        return list(self.ids.reverse()[self.count - last : self.count - first])[::-1]

    def _counted(self, first: int) -> list[tuple[Any, int]]:
        """The ids of a page from there on, each with the number of all of them."""
        counted = self.ids.annotate(total=Window(Count("*"))).values_list("pk", "total")
        return list(counted[first : first + self.per_page])

    def _rows(self, ids: list[Any]) -> list[Any]:
        found = self.rows.in_bulk(ids) if ids else {}
        return [found[id] for id in ids if id in found]


def page_of(rows: QuerySet[Any, Any] | list[Any], query: QueryDict, total: int | None = None) -> ListPage:
    """The page that the URL asks for: the last one for numbers too high, the first for what is none."""
    return cast(ListPage, ListPaginator(rows, _size(query), total).get_page(query.get("page")))


def page_by_ids(
    ids: QuerySet[Any, Any], rows: QuerySet[Any, Any], query: QueryDict, total: int | None = None
) -> ListPage:
    """The same for long lists: `ids` says which rows in which order, `rows` how those of one page are fetched."""
    return IdPaginator(ids, rows, _size(query), total).get_page(query.get("page", "1"))


def _size(query: QueryDict) -> int:
    size = query.get("per_page", "")
    return int(size) if size in map(str, SIZES) else DEFAULT_SIZE
