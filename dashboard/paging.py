"""Pages of long lists. Nonsense in the URL falls back to something sensible."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])
SIZES = (25, 50, 100, 250)
USUAL_SIZE = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A sortable column: its name in the URL, its heading, the fields that order it (ending in a unique one)."""

    name: str
    heading: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a list is sorted, and which links its headings are."""

    columns: tuple[Column, ...]
    chosen: Column
    descending: bool

    @classmethod
    def read(
        cls, query: QueryDict, columns: tuple[Column, ...], usual: str, shown: tuple[Column, ...] = ()
    ) -> "Sorting":
        """The `sort` of the URL: a column's name, `-` before it for descending. Unknown columns give the usual one.

        `shown` are the columns that get a heading, where that is not all of them.
        """
        by_name = {column.name: column for column in columns if column.fields}
        for wish in (query.get("sort", ""), usual):
            if wish.removeprefix("-") in by_name:
                return cls(shown or columns, by_name[wish.removeprefix("-")], wish.startswith("-"))
        raise ValueError(usual)

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
        return f"-{column.name}" if column == self.chosen and not self.descending else column.name


class ListPage(Page[Any]):
    @property
    def elided(self) -> Iterator[int | str]:
        """The page numbers to link: the first, the last, and those around this one."""
        return self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1)


class ListPaginator(Paginator[Any]):
    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def page_of(rows: QuerySet[Any], query: QueryDict) -> ListPage:
    """The page that the URL asks for: the last one for numbers too high, the first for what is none."""
    size = query.get("per_page", "")
    per_page = int(size) if size in map(str, SIZES) else USUAL_SIZE
    return cast(ListPage, ListPaginator(rows, per_page).get_page(query.get("page")))
