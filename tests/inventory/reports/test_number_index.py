"""The index of numbers says of every value what a plain reading of the records says."""

import pytest

from inventory.models import PhoneNumber
from inventory.reports.freshness import Freshness
from inventory.reports.number_index import Column, NumberIndex, number_index
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db


def ids(index: NumberIndex, numbers: int) -> set[str]:
    """The numbers of some bits: the first id stands in the highest of them."""
    assert numbers.bit_length() <= len(index.ids)
    return {id for id, bit in zip(index.ids, f"{numbers:0{len(index.ids)}b}", strict=True) if bit == "1"}


def test_an_empty_cache_has_no_bits() -> None:
    index = NumberIndex()
    assert (index.all, index.current, index.assigned, index.with_sole_user, index.with_role("member")) == (0,) * 5
    assert index.counts("country", index.all) == []


def test_what_has_a_value() -> None:
    ada, bob, eve = a_user("US1"), a_user("US2"), a_user("US3", role="admin")
    gone = a_number("PN4", users=[ada])
    records = [
        a_number("PN1", users=[ada, bob], portingStatus="draft"),
        a_number("PN2", users=[ada, bob, eve], forward="+12025550111"),
        a_number("PN3", users=[eve], number="+4930123456"),
        *[a_number(f"PNx{place}", users=[]) for place in range(20)],
    ]
    refresh_with(answer_of([*records, gone]))
    refresh_with(answer_of(records))
    index = number_index(Freshness.read().version)
    assert ids(index, index.removed) == {"PN4"}
    assert ids(index, index.assigned) == {"PN1", "PN2", "PN3", "PN4"}
    assert ids(index, index.with_sole_user) == {"PN3", "PN4"}
    assert ids(index, index.forwarding) == {"PN2"}
    assert ids(index, index.with_role("member")) == {"PN1", "PN2", "PN4"}
    assert ids(index, index.with_role("admin")) == {"PN2", "PN3"}
    assert ids(index, index.having("porting_status", "draft")) == {"PN1"}
    assert index.having("porting_status", "no such status") == 0
    assert index.counts("country", index.current) == [("US", 22), ("DE", 1)]
    assert ids(index, index.of(PhoneNumber.objects.filter(pk__in=["PN2", "PNx7", "unknown"]))) == {"PN2", "PNx7"}


@pytest.mark.parametrize("count", [1, 2, 255, 256, 257, 70_000])
def test_a_column_may_have_any_number_of_values(count: int) -> None:
    column, values = Column(), [str(place) for place in range(count)]
    for start in range(0, count, 200):  # it grows wider with rows that are there already
        column.extend(values[start : start + 200])
    column.extend(["0"])
    for value in {*values[:2], *values[-2:], *values[254:257]}:
        places = [place for place, other in enumerate([*values, "0"]) if other == value]
        assert column.having(value) == sum(1 << (count - place) for place in places)
    assert column.having("none") == 0
