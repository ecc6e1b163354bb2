"""Users without numbers are known as well, and switching between the API's generations changes nothing."""

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

pytestmark = pytest.mark.django_db(transaction=True)

NEW, OLD = "2026-03-30", "v1"


def refresh() -> Refresh:
    found = request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    assert found.state == State.SUCCEEDED, found.summary
    return found


def cache() -> list[object]:
    """All that is known of numbers, users and assignments, but the records, which each generation writes its way."""
    left_out = {"raw", "digest", "confirmed_at"}
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


def test_a_change_of_a_user_without_a_number_is_seen_once(sandbox: Sandbox) -> None:
    refresh()
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
    before, changes = cache(), Change.objects.count()
    settings.QUO_API_VERSION = then
    again = refresh()
    assert cache() == before
    assert Change.objects.count() == changes
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_groups_that_only_one_generation_gives_are_the_one_thing_that_switching_adds(
    sandbox: Sandbox, settings: Settings
) -> None:
    """Asked user by user, 2026-03-30 does not give the group of an assignment."""
    sandbox.include_users = False
    settings.QUO_TIME_BUDGET = 60
    settings.QUO_API_VERSION = NEW
    refresh()
    latest = Change.objects.latest("pk").pk
    settings.QUO_API_VERSION = OLD
    refresh()
    assert set(Change.objects.filter(pk__gt=latest).values_list("kind", "field", "old")) <= {
        (ChangeKind.USER_ASSIGNED, "group_id", "")
    }


def test_switching_adds_the_groups_that_only_one_generation_gives(sandbox: Sandbox, settings: Settings) -> None:
    """Asked user by user, 2026-03-30 does not give the group of an assignment."""
    sandbox.include_users = False
    settings.QUO_TIME_BUDGET = 60
    settings.QUO_API_VERSION = NEW
    refresh()
    latest = Change.objects.latest("pk").pk
    settings.QUO_API_VERSION = OLD
    refresh()
    told = Change.objects.filter(pk__gt=latest).values_list("kind", "field", "old")
    assert set(told) <= {(ChangeKind.USER_ASSIGNED, "group_id", "")}


def test_numbers_count_where_the_list_of_people_fails_and_the_page_says_so(sandbox: Sandbox, owner: Client) -> None:
    sandbox.fail_next("server-error", on="^/v1/users", times=10)
    found = refresh()
    assert PhoneNumber.objects.count() == len(sandbox.workspace.numbers)
    assert found.warned == 1
    response = owner.get(reverse("refresh", args=[found.pk]))
    assert response.status_code == 200
    assert found.warnings[0]["reason"] in text_of(response)


@pytest.mark.parametrize(
    ("phase", "done", "total", "words"),
    [
        (Phase.RECEIVING, 3_100_000, 8_700_000, "3.1 of 8.7 MB"),
        (Phase.PAGING, 412, 560, "412 of 560 requests"),
        (Phase.PAGING, 12, None, "12 requests"),
        (Phase.COMPARING, 400, 1000, "400 of 1,000 records"),
    ],
)
def test_progress_names_what_it_counts(phase: Phase, done: int, total: int | None, words: str) -> None:
    found = Refresh(state=State.RUNNING, phase=phase, progress_done=done, progress_total=total)
    assert found.progress_words == words
