"""How a database goes about a search: what a plan that takes hours looks like is seen on few rows as well."""

import pytest

from inventory.models import PhoneNumber


@pytest.mark.postgresql
@pytest.mark.parametrize("text", ["a", "ada 555"])
def test_a_search_asks_nothing_for_each_number(text: str, db: None) -> None:
    assert "SubPlan" not in PhoneNumber.objects.search(text).explain()
