"""What a refresh of one number or person makes of people, the next full answer puts right.

The number updated last has the word on a person. A small answer does not hold all of that person's numbers, so that
those outside it are read again with the next full one, though their records did not change.
"""

from typing import Any

import pytest

from inventory.choices import Scope
from inventory.models import WorkspaceUser

from .helpers import a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db


def saying(number: str, role: str, day: int, *others: dict[str, Any]) -> dict[str, Any]:
    """A number's record, updated on this day, that says which role Ada has."""
    return a_number(number, users=[a_user("US1", role=role), *others], updatedAt=f"2024-01-{day:02}T00:00:00.000Z")


def role() -> str:
    return WorkspaceUser.objects.get(pk="US1").role


def test_a_changed_person_is_read_again_on_the_numbers_outside_the_answer() -> None:
    newest, other = saying("PN1", "owner", 4), saying("PN2", "admin", 2)
    refresh_with(answer_of([newest, other]))
    other = saying("PN2", "member", 3)
    refresh_with(answer_of([other]), Scope.NUMBER, "PN2")
    assert role() == "member"
    refresh_with(answer_of([newest, other]))
    assert role() == "owner"


def test_a_record_that_grows_older_lets_the_other_numbers_speak() -> None:
    refresh_with(answer_of([saying("PN1", "owner", 4), saying("PN2", "admin", 2)]))
    older = saying("PN1", "owner", 1)
    refresh_with(answer_of([older]), Scope.NUMBER, "PN1")
    refresh_with(answer_of([older, saying("PN2", "admin", 2)]))
    assert role() == "admin"


def test_a_number_that_the_answer_holds_unreadably_is_read_again_too() -> None:
    """It is not yet Grace's in the cache, so that nothing else marks it."""
    grace = a_user("US2")
    newest = saying("PN2", "owner", 4)
    refresh_with(answer_of([saying("PN1", "admin", 2, grace), newest]))
    changed = saying("PN1", "member", 3, grace)
    refresh_with(answer_of([changed, newest | {"name": 42}]), Scope.USER, "US2")
    assert role() == "member"
    refresh_with(answer_of([changed, newest]))
    assert role() == "owner"
