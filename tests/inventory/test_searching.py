"""Both ways of a search find the same, and orders are the same on every database."""

import pytest
from django.db import connection

from inventory.models import PhoneNumber, WorkspaceUser, numbers

from .refreshing.helpers import a_number, a_user, answer_of, refresh_with

NAMES = ["Zoe", "Émile", "O'Brien", "Okonkwo", "Line 10", "Line 2", "line 02b", "Obama", "Ōkawa", "éa"]
IN_ORDER = ["éa", "Émile", "Line 2", "line 02b", "Line 10", "Obama", "O'Brien", "Ōkawa", "Okonkwo", "Zoe"]


@pytest.mark.parametrize("text", ["a", "ada 555", "o a e", "lovelace", "zz"])
def test_users_found_by_a_look_up_are_those_found_first(text: str, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, bob = a_user("US1", firstName="Ada", lastName="Lovelace"), a_user("US2", firstName="Bob", lastName="Ozz")
    some = [a_number(f"PN{place}", name=name, users=[[ada], [bob], [ada, bob], []][place % 4])
            for place, name in enumerate(NAMES)]  # fmt: skip
    refresh_with(answer_of(some))
    found = set(PhoneNumber.objects.search(text).values_list("name", flat=True))
    monkeypatch.setattr(numbers, "FEW", 0)
    assert set(PhoneNumber.objects.search(text).values_list("name", flat=True)) == found


def test_names_are_in_one_order_on_every_database(db: None) -> None:
    refresh_with(answer_of([a_number(f"PN{name}", name=name, users=[a_user(f"US{name}", firstName=name, lastName="")])
                            for name in NAMES]))  # fmt: skip
    assert list(PhoneNumber.objects.values_list("name", flat=True)) == IN_ORDER
    assert list(WorkspaceUser.objects.values_list("first_name", flat=True)) == IN_ORDER


def test_ids_and_groups_are_in_the_order_of_their_bytes(db: None) -> None:
    """As ranges of an index assume, whatever collation the database has."""
    groups = ["GRz", "GRZ", "GR9", "gra", "GR_", "GR-1"]
    refresh_with(answer_of([a_number(f"PN{group}", groupId=group) for group in groups]))
    rows = PhoneNumber.objects.order_by("group_id")
    assert list(rows.values_list("group_id", flat=True)) == sorted(groups)
    assert set(rows.filter(group_id__gte="GR9", group_id__lt="GR:").values_list("group_id", flat=True)) == {"GR9"}


@pytest.mark.postgresql
def test_postgresql_compiles_no_search(db: None) -> None:
    """Compiling one of six words takes a second, and running it half of that."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
