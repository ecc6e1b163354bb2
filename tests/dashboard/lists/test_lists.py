"""Pages of long lists, however they are found: every row once, in order, on the page where it belongs."""

import pytest
from django.http import QueryDict

from dashboard.lists.pages import page_by_ids
from dashboard.lists.query import Listing, Query
from inventory.models import PhoneNumber
from tests.inventory.refreshing.helpers import answer_of, refresh_with, some_numbers

COUNT = 130  # six pages of 25, the last of them not full


@pytest.fixture(autouse=True)
def numbers(db: None) -> None:
    refresh_with(answer_of(some_numbers(COUNT)))


def of(text: str) -> Query:
    return Query(Listing("numbers"), QueryDict(text))


def pages(total: int | None, *order: str) -> list[list[str]]:
    ids, rows = PhoneNumber.objects.order_by(*order), PhoneNumber.objects.for_list()
    found = []
    for number in range(1, 7):
        page = page_by_ids(ids, rows, of(f"per_page=25&page={number}"), total)
        assert (page.number, page.paginator.count, page.paginator.num_pages) == (number, COUNT, 6)
        found.append([row.pk for row in page])
    return found


@pytest.mark.parametrize("total", [None, COUNT], ids=["counted", "known"])
@pytest.mark.parametrize(
    "order", [("number", "id"), ("-number", "-id"), ("porting_since", "id"), ("-updated_at", "-id")]
)
def test_every_row_is_on_its_page(order: tuple[str, ...], total: int | None) -> None:
    wanted = list(PhoneNumber.objects.order_by(*order).values_list("id", flat=True))
    assert pages(total, *order) == [wanted[first : first + 25] for first in range(0, COUNT, 25)]


@pytest.mark.parametrize("total", [None, COUNT], ids=["counted", "known"])
@pytest.mark.parametrize(("asked", "shown"), [("7", 6), ("99999999999", 6), ("0", 6), ("-1", 6), ("x", 1), ("", 1)])
def test_nonsense_gives_a_page_nevertheless(asked: str, shown: int, total: int | None) -> None:
    ids, rows = PhoneNumber.objects.order_by("number", "id"), PhoneNumber.objects.for_list()
    page = page_by_ids(ids, rows, of(f"per_page=25&page={asked}"), total)
    assert page.number == shown
    assert len(list(page)) == (5 if shown == 6 else 25)


def test_no_rows_are_one_empty_page() -> None:
    nobody = PhoneNumber.objects.filter(number="none").order_by("id")
    page = page_by_ids(nobody, PhoneNumber.objects.for_list(), of("page=3"))
    assert (page.number, page.paginator.count, list(page)) == (1, 0, [])
