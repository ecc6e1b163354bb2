"""The pages of a list, and how they are rendered."""

from collections.abc import Iterator
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django_htmx.http import push_url

from dashboard.lists.query import SIZES, Query, distinct
from dashboard.responses.htmx import Request, wants_fragment, with_query
from inventory.runtime import moments


class ListPage(Page):  # type: ignore[type-arg]  # not generic when it runs
    """A page with its links: (text, address, whether it is this one)."""

    paginator: "ListPaginator"

    @property
    def links(self) -> Iterator[tuple[int | str, str, bool]]:
        """The first page, the last, and those around this one. What is left out has no address."""
        for number in self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1):
            yield number, self._at(number) if isinstance(number, int) else "", number == self.number

    @property
    def sizes(self) -> list[tuple[int, str, bool]]:
        """Other sizes of a page, where they show other rows."""
        if self.paginator.count <= SIZES[0]:
            return []
        query = self.paginator.query
        return [(size, query.link(per_page=str(size)), size == self.paginator.per_page) for size in SIZES]

    @property
    def previous_url(self) -> str:
        return self._at(self.number - 1) if self.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._at(self.number + 1) if self.has_next() else ""

    def _at(self, number: int) -> str:
        return self.paginator.query.link(page=str(number))


class ListPaginator(Paginator):  # type: ignore[type-arg]
    """`total` is how many rows there are, where that is known without counting."""

    def __init__(self, rows: Any, query: Query, total: int | None = None) -> None:
        super().__init__(rows, query.per_page)
        self.query, self.total = query, total

    @cached_property
    def count(self) -> int:
        return super().count if self.total is None else self.total

    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


class IdPaginator(ListPaginator):
    """Sorts, counts and skips ids only, which an index can do; the rows of the page are then fetched by them.

    Reading whole rows to skip them takes half a second on the last page of 100,000. With `most`, no more rows than that
    are counted and have pages.
    """

    def __init__(
        self, ids: QuerySet[Any, Any], rows: QuerySet[Any, Any], query: Query, total: int | None = None, most: int = 0
    ) -> None:
        ids = _with_order(ids) if moments.shown.get() else ids.values_list("pk")
        counted = ids[: most + 1].count() if most else total
        self.has_more = 0 < most < (counted or 0)
        super().__init__(ids, query, most if self.has_more else counted)
        self.ids, self.rows = ids, rows

    @cached_property
    def first(self) -> list[Any]:
        """The ids of the first page, and of one row more."""
        return list(self.ids[: self.per_page + 1])

    @cached_property
    def count(self) -> int:
        """What has no second page is not counted as well: to find nothing takes a look at all rows already."""
        if self.total is None and self.query.page_number in ("", "1") and len(self.first) <= self.per_page:
            return len(self.first)
        return super().count

    def page(self, number: Any) -> ListPage:
        """Its ids are sought from the nearer end: of the past, an index has no short way to the last ones."""
        page = cast(ListPage, super().page(number))
        first, last = max(page.start_index() - 1, 0), page.end_index()
        if page.number == 1:
            values = self.first[:last]
        elif self.has_more or first <= self.count / 2:
            values = list(self.ids[first:last])
        else:
            values = [*self.ids.reverse()[self.count - last : self.count - first]][::-1]
        found = self.rows.in_bulk([id for id, *_ in values]) if values else {}
        page.object_list = [found[id] for id, *_ in values if id in found]
        return page


def _with_order(ids: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The ids with what they are ordered by: only then does SQLite order the past (inventory.history) by an index."""
    order: Any = ids.query.order_by or ids.model._meta.ordering
    expressions = (F(one.lstrip("-")) if isinstance(one, str) else one.expression for one in order)
    selected = {f"order_{place}": expression for place, expression in enumerate(expressions)}
    found: QuerySet[Any, Any] = ids.annotate(**selected).values_list("pk", *selected)
    return found


def page_of(rows: QuerySet[Any, Any] | list[Any], query: Query) -> ListPage:
    """The page that the address asks for: the last one for numbers too high, the first for what is none."""
    return cast(ListPage, ListPaginator(rows, query).get_page(query.page_number))


def page_by_ids(
    ids: QuerySet[Any, Any], rows: QuerySet[Any, Any], query: Query, total: int | None = None, most: int = 0
) -> ListPage:
    """The same for long lists: `ids` says which rows in which order, `rows` how those of one page are fetched."""
    return cast(ListPage, IdPaginator(ids, rows, query, total, most).get_page(query.page_number))


def filled(query: QueryDict) -> QueryDict:
    """The query without the fields that a form sent empty, and with each value once."""
    found = QueryDict(mutable=True)
    for name, values in query.lists():
        found.setlist(name, distinct(values))
    return found


def tidied(request: Request, unfiltered: str = "") -> str | None:
    """The address without its empty and repeated fields, or None where there are none."""
    tidy = filled(request.GET)
    if all(tidy.getlist(name) == values for name, values in request.GET.lists()):
        return None
    return with_query(request.path, tidy.urlencode() or unfiltered)


def redirected(request: Request, unfiltered: str = "") -> HttpResponse | None:
    """Where a page has another address than the one that was asked for: the way there. Asked before the database is."""
    address = None if wants_fragment(request) else tidied(request, unfiltered)
    return redirect(address) if address else None


def has_new_filters(request: Request, query: Query) -> bool:
    """Whether other rows match than on the page that htmx asks from: it has other filters, or there was a refresh."""
    return request.htmx.trigger == "results" or not query.is_as_filtered_at(request.htmx.current_url)


def render_list(request: Request, template: str, query: Query, context: dict[str, Any]) -> HttpResponse:
    """A list as a page, or its partial `results` for htmx, which keeps the address bar tidy. 400 where a filter is
    invalid.
    """
    new_filters = has_new_filters(request, query)
    # The form is as it was sent, and after a refresh as it was, unless its counts come with the rows.
    renews_form = new_filters and (
        context.get("counts_with_rows") or request.htmx.trigger not in ("filters", "results")
    )
    context = {"query": query, "new_filters": new_filters, "renews_form": renews_form, **context}
    status = 400 if query.errors else 200
    if not wants_fragment(request):
        return render(request, template, context, status=status)
    response = render(request, f"{template}#results", context, status=status)
    address = tidied(request, query.unfiltered)
    return push_url(response, address) if address else response
