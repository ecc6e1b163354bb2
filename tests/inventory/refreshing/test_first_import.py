"""What the first refresh of the workspace adds is no news, whatever was refreshed before it."""

import json

import pytest

from inventory.choices import ChangeKind, Scope, State
from inventory.models import Change, Refresh

from .helpers import a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db

MINE = a_number("PN1")
WORKSPACE = [MINE, a_number("PN2"), a_number("PN3", users=[a_user("US2")])]


def test_refreshes_of_a_person_and_a_number_before_it_make_it_no_news() -> None:
    person = refresh_with(answer_of([MINE]), Scope.USER, "US1")
    number = refresh_with(answer_of([WORKSPACE[1]]), Scope.NUMBER, "PN2")
    first = refresh_with(answer_of(WORKSPACE))
    assert (person.first_import, number.first_import, first.first_import) == (False, False, True)
    assert (person.added, number.added, first.added) == (1, 1, 1)
    assert not Change.objects.news().exists()
    assert not Change.objects.filter(kind=ChangeKind.USER_ASSIGNED).exists()  # they stand in what was added
    added = Change.objects.get(kind=ChangeKind.NUMBER_ADDED, number="PN3")
    assert json.loads(added.new)["users"] == {"US2": "GR1"}


def test_what_the_first_import_finds_changed_is_news() -> None:
    refresh_with(answer_of([MINE]), Scope.USER, "US1")
    refresh_with(answer_of([MINE | {"name": "Renamed"}, *WORKSPACE[1:]]))
    assert [change.new for change in Change.objects.news()] == ["Renamed"]


def test_after_it_whatever_is_added_is_news() -> None:
    refresh_with(answer_of([]))  # a workspace without a number is imported, too
    second = refresh_with(answer_of([MINE]))
    assert not second.first_import
    assert set(Change.objects.news().values_list("kind", flat=True)) == {
        ChangeKind.NUMBER_ADDED,
        ChangeKind.USER_ADDED,
        ChangeKind.USER_ASSIGNED,
    }


def test_a_failed_refresh_of_the_workspace_was_no_import() -> None:
    Refresh.objects.create(scope=Scope.WORKSPACE, state=State.FAILED, requested_by_name="a test")
    assert refresh_with(answer_of(WORKSPACE)).first_import
