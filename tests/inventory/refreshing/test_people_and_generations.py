"""Users without numbers are known as well, and switching between the API's generations changes nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from inventory.choices import ChangeKind, Phase, Scope, State
from inventory.models import Assignment, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing.request import request_refresh
from inventory.sandbox import Sandbox
from tests.dashboard.conftest import owner as owner
from tests.dashboard.reading import text_of

pytestmark = pytest.mark.django_db

NEW, OLD = "2026-03-30", "v1"


def refresh() -> Refresh:
    """Of the numbers and of the list of people, with the counts of both."""
    found = request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    people = Refresh.objects.filter(scope=Scope.PEOPLE, pk__gt=found.pk).first()
    people = people or request_refresh(Scope.PEOPLE, requested_by_name="a test")
    assert (found.state, people.state) == (State.SUCCEEDED, State.SUCCEEDED), (found.summary, people.summary)
    found.include(people)
    return found


def cache(*without: str) -> list[list[dict[str, Any]]]:
    """All that is known of numbers, users and assignments, but the records, which each generation writes its way."""
    left_out = {"raw", "digest", "confirmed_at", *without}
    tables = (PhoneNumber, WorkspaceUser, Assignment)
    return [
        list(
            table._default_manager.order_by("pk").values(
                *(f.name for f in table._meta.fields if f.name not in left_out)
            )
        )
        for table in tables
    ]


@pytest.mark.parametrize("version", [OLD, NEW])
def test_users_without_a_number_are_known(version: str, sandbox: Sandbox, settings: Settings) -> None:
    settings.QUO_API_VERSION = version
    refresh()
    numbers = sandbox.workspace.numbers
    assigned = {user["id"] for number in numbers for user in number["users"]}
    people = {person["id"] for person in sandbox.workspace.people}
    assert people - assigned
    assert set(WorkspaceUser.objects.values_list("id", flat=True)) == people
    assert set(WorkspaceUser.objects.filter(number_count=0).values_list("id", flat=True)) == people - assigned


def test_a_change_of_a_user_without_a_number_is_seen_once(imported: Sandbox) -> None:
    unassigned = WorkspaceUser.objects.filter(number_count=0).order_by("pk")[0]
    WorkspaceUser.objects.filter(pk=unassigned.pk).update(role="owner" if unassigned.role != "owner" else "admin")
    before = Change.objects.count()
    refresh()
    change = Change.objects.latest("pk")
    assert (change.kind, change.user_id, change.field) == (ChangeKind.USER_CHANGED, unassigned.pk, "role")
    assert change.new == unassigned.role
    refresh()
    assert Change.objects.count() == before + 1


@pytest.mark.parametrize(("first", "then", "include_users"), [(OLD, NEW, True), (OLD, NEW, False), (NEW, OLD, True)])
def test_switching_the_generation_changes_nothing(
    first: str, then: str, include_users: bool, sandbox: Sandbox, settings: Settings
) -> None:
    sandbox.include_users = include_users
    settings.QUO_TIME_BUDGET = 60
    settings.QUO_API_VERSION = first
    refresh()
    sandbox.workspace.people.remove(next(person for person in sandbox.workspace.people if is_unassigned(person)))
    assert refresh().users_removed == 1
    before, changes = cache(), Change.objects.count()
    settings.QUO_API_VERSION = then
    again = refresh()
    assert cache() == before
    assert Change.objects.count() == changes
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert (again.users_added, again.users_changed, again.users_removed) == (0, 0, 0)


def is_unassigned(person: dict[str, Any]) -> bool:
    return not WorkspaceUser.objects.get(pk=person["id"]).number_count


def test_groups_that_only_one_generation_gives_are_learned_and_are_no_change(
    sandbox: Sandbox, settings: Settings
) -> None:
    """Asked user by user, 2026-03-30 does not give the group of an assignment."""
    sandbox.include_users = False
    settings.QUO_TIME_BUDGET = 60
    settings.QUO_API_VERSION = NEW
    refresh()
    assert set(Assignment.objects.values_list("group_id", flat=True)) == {None}
    changes = Change.objects.count()
    for version in (OLD, NEW):
        settings.QUO_API_VERSION = version
        again = refresh()
        assert (Change.objects.count(), again.changed) == (changes, 0)
        assert not Assignment.objects.filter(group_id=None).exists()


def test_a_group_that_changes_is_a_change(imported: Sandbox) -> None:
    number = next(number for number in imported.workspace.numbers if number["users"])
    before, number["users"][0]["groupId"] = number["users"][0]["groupId"], "GRother"
    refresh()
    change = Change.objects.get(kind=ChangeKind.USER_ASSIGNED, field="group_id")
    assert (change.old, change.new) == (before, "GRother")


def pages_of_four(sandbox: Sandbox) -> list[str]:
    """The users' ids in the list's order; the first of the second page is assigned to no number."""
    sandbox.longest_page = 4
    people = sandbox.workspace.people
    place = next(place for place, person in enumerate(people) if is_unassigned(person))
    people[4], people[place] = people[place], people[4]
    return [person["id"] for person in people]


@pytest.mark.parametrize("version", [OLD, NEW])
def test_who_slips_from_one_page_to_another_is_not_removed(version: str, sandbox: Sandbox, settings: Settings) -> None:
    settings.QUO_API_VERSION = version
    refresh()
    ids = pages_of_four(sandbox)
    sandbox.fail_next("list-shrinks", on=r"^(/v1)?/users\?.*(after|pageToken)=", times=1)
    found = refresh()
    assert (found.users_removed, found.warned) == (0, 0)
    assert set(WorkspaceUser.objects.current().values_list("id", flat=True)) == set(ids)


def test_a_number_that_is_on_no_page_and_still_answers_by_itself_is_not_removed(
    sandbox: Sandbox, settings: Settings
) -> None:
    settings.QUO_API_VERSION = NEW
    refresh()
    sandbox.longest_page = 10
    lost, gone = sandbox.workspace.numbers[10]["id"], sandbox.workspace.numbers.pop()["id"]
    sandbox.fail_next("list-shrinks", on="^/phone-numbers\\?.*after=", times=3)
    sandbox.requests.clear()
    found = refresh()
    asked = {call.path.split("?")[0] for call in sandbox.requests}
    assert {f"/phone-numbers/{lost}", f"/phone-numbers/{gone}"} <= asked
    assert found.removed == 1
    assert set(PhoneNumber.objects.removed().values_list("id", flat=True)) == {gone}


def test_numbers_count_where_the_list_of_people_fails_and_its_page_says_so(sandbox: Sandbox, owner: Client) -> None:
    sandbox.fail_next("server-error", on="^/v1/users", times=10)
    found = request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    assert PhoneNumber.objects.count() == len(sandbox.workspace.numbers)
    assert (found.state, found.warned) == (State.SUCCEEDED, 0)
    people = Refresh.objects.get(scope=Scope.PEOPLE)
    assert people.state == State.FAILED
    assert people.error_summary in text_of(owner.get(reverse("refresh", args=[people.pk])))
    assert "last refresh failed" not in text_of(owner.get(reverse("overview")))


@pytest.mark.parametrize(
    ("phase", "done", "total", "words"),
    [
        (Phase.RECEIVING, 3_100_000, 8_700_000, "3.1 of 8.7 MB"),
        (Phase.RECEIVING, 12, 500, ""),
        (Phase.PAGING, 412, 560, "412 of 560 requests"),
        (Phase.PAGING, 12, None, "12 requests"),
        (Phase.PEOPLE, 57, 202, "57 of 202 people"),
        (Phase.COMPARING, 400, 1000, "400 of 1,000 records"),
    ],
)
def test_progress_names_what_it_counts(phase: Phase, done: int, total: int | None, words: str) -> None:
    found = Refresh(state=State.RUNNING, phase=phase, progress_done=done, progress_total=total)
    assert found.progress_words == words
