"""What is kept beside the rows says what looking at them would: each person's counts, and of each number its first user
and what its users are searched by.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from django.utils import timezone

from inventory.history import at
from inventory.models import Assignment, PastNumber, PhoneNumber, Refresh, WorkspaceUser
from inventory.quo.records import UserRecord
from inventory.refreshing.removals import accept
from inventory.sandbox.drift import drift
from inventory.sandbox.workspace import Workspace
from inventory.search import fold

from .helpers import a_number, a_user, answer_of, refresh_people, refresh_with

pytestmark = pytest.mark.django_db


def kept() -> dict[str, tuple[int, int]]:
    return {
        id: (held, alone) for id, held, alone in WorkspaceUser.objects.values_list("id", "number_count", "sole_count")
    }


def counted() -> dict[str, tuple[int, int]]:
    current = set(PhoneNumber.objects.current().values_list("id", flat=True))
    pairs = [pair for pair in Assignment.objects.values_list("number_id", "user_id") if pair[0] in current]
    holders = Counter(number for number, _ in pairs)
    held = Counter(user for _, user in pairs)
    alone = Counter(user for number, user in pairs if holders[number] == 1)
    return {id: (held[id], alone[id]) for id in WorkspaceUser.objects.values_list("id", flat=True)}


def first_kept() -> dict[str, str | None]:
    return dict(PhoneNumber.objects.values_list("id", "sort_people"))


def first_by_name() -> dict[str, str | None]:
    names: dict[str, list[str]] = {}
    for number, name in Assignment.objects.values_list("number_id", "user__sort_name"):
        names.setdefault(number, []).append(name)
    return {id: min(names.get(id, []), default=None) for id in PhoneNumber.objects.values_list("id", flat=True)}


def searched_kept() -> dict[str, set[str]]:
    return {id: set(text.splitlines()) - {""} for id, text in PhoneNumber.objects.values_list("id", "people_text")}


def searched_by() -> dict[str, set[str]]:
    """Each user is found by id, email address and name."""
    found: dict[str, set[str]] = {id: set() for id in PhoneNumber.objects.values_list("id", flat=True)}
    for assignment in Assignment.objects.select_related("user"):
        user = assignment.user
        name = f"{user.first_name} {user.last_name}".strip()
        found[assignment.number_id] |= {fold(user.id), fold(user.email), fold(name)}
    return {id: texts - {""} for id, texts in found.items()}


@pytest.mark.parametrize("seed", [1, 2])
def test_they_stay_right_through_a_hundred_small_changes(seed: int) -> None:
    workspace = Workspace.seeded(60, seed, date(2026, 3, 2))
    refresh_with(answer_of(workspace.numbers))
    seen = [(timezone.now(), first_kept())]
    for minute in range(13):
        for _ in range(4):
            drift(workspace, datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(minutes=minute))
        refresh_with(answer_of(workspace.numbers))
        assert kept() == counted()
        assert first_kept() == first_by_name()
        assert searched_kept() == searched_by()
        seen.append((timezone.now(), first_kept()))
    for moment, first in seen:
        with at(moment):
            assert first_kept() == first_by_name() == first


def test_one_person_s_refresh_keeps_them() -> None:
    both = [a_user("US1"), a_user("US2", firstName="Zoe")]
    refresh_with(answer_of([a_number("PN1", users=both), a_number("PN2", number="+12025550102", users=both)]))
    refresh_with(answer_of([a_number("PN1", users=both)]), "user", "US1")
    assert kept() == counted() == {"US1": (1, 0), "US2": (2, 1)}
    assert first_kept() == first_by_name()


@pytest.mark.parametrize("scope", ["number", "people"])
def test_who_is_renamed_changes_the_place_of_all_their_numbers(scope: str) -> None:
    """Of those, too, that the answer does not hold; and somebody whose last number is removed is in the list alone."""
    ada, zoe = a_user("US1", firstName="Ada"), a_user("US2", firstName="Zoe")
    numbers = [a_number("PN1", users=[ada]), a_number("PN2", users=[ada, zoe]), a_number("PN3", users=[])]
    refresh_with(answer_of(numbers))
    assert first_kept() == {"PN1": "ada", "PN2": "ada", "PN3": None}
    renamed = ada | {"firstName": "Zuse"}
    if scope == "number":
        later = "2024-02-01T00:00:00.000Z"
        refresh_with(answer_of([a_number("PN1", users=[renamed], updatedAt=later)]), scope, "PN1")
    else:
        refresh_with(answer_of([numbers[2]]))
        refresh_people([msgspec.convert(renamed, UserRecord), "US2"])
    assert first_kept() == first_by_name()
    assert first_kept()["PN1"] == "zuse"
    assert searched_kept() == searched_by()


def test_a_new_email_address_finds_all_their_numbers_and_is_no_new_state_of_them() -> None:
    """What Quo says of a number that another answer brought is as it was: only its user is another."""
    numbers = [a_number("PN1", users=[a_user("US1")]), a_number("PN2", number="+12025550102", users=[a_user("US1")])]
    refresh_with(answer_of(numbers))
    since = PhoneNumber.objects.get(pk="PN2").since
    moved = a_user("US1", email="countess@example.com")
    later = "2024-02-01T00:00:00.000Z"
    refresh_with(answer_of([a_number("PN1", users=[moved], updatedAt=later)]), "number", "PN1")
    assert {number.pk for number in PhoneNumber.objects.search("countess")} == {"PN1", "PN2"}
    assert PhoneNumber.objects.get(pk="PN2").since == since
    assert not PastNumber.objects.filter(id="PN2").exists()


def test_accepted_removals_keep_them() -> None:
    refresh_with(answer_of([a_number(f"PN{place}", number=f"+120255501{place:02}") for place in range(20)]))
    held: Refresh = refresh_with(answer_of([]))
    assert kept() == {"US1": (20, 20)}
    accept(held, "a test")
    assert kept() == counted() == {"US1": (0, 0)}
