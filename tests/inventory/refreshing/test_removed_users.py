"""Who left the workspace: removed by a complete answer alone, under the guard, and restored by any answer."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inventory.choices import ChangeKind, Removals, Scope
from inventory.models import Assignment, CacheState, Change, Refresh, WorkspaceUser
from inventory.quo.records import UserRecord
from inventory.refreshing.removals import accept, dismiss
from inventory.refreshing.request import request_refresh
from inventory.sandbox import GENERATIONS, Sandbox

from .helpers import a_number, a_user, answer_of, refresh_people, refresh_with, some_numbers

pytestmark = pytest.mark.django_db

KINDS = (ChangeKind.USER_ADDED, ChangeKind.USER_REMOVED, ChangeKind.USER_RESTORED)


def refresh_both(numbers: Iterable[Any], people: Iterable[str | UserRecord]) -> Refresh:
    """The row of the list of people, which is refreshed after the numbers."""
    refresh_with(answer_of([*numbers]))
    return refresh_people(people)


def many(count: int) -> list[str]:
    return [f"US{place}" for place in range(count)]


def current() -> set[str]:
    return set(WorkspaceUser.objects.current().values_list("id", flat=True))


def told(refresh: Refresh) -> list[tuple[str, str | None]]:
    return [*Change.objects.filter(refresh=refresh, kind__in=KINDS).order_by("id").values_list("kind", "user_id")]


def test_who_is_no_longer_listed_is_removed_and_comes_back() -> None:
    refresh_people(["US1", "US2"])
    gone = refresh_people(["US1"])
    assert (current(), gone.users_removed, told(gone)) == ({"US1"}, 1, [(ChangeKind.USER_REMOVED, "US2")])
    assert gone.counts == "1 user checked, 1 user removed"
    again = refresh_people(["US1"])
    assert (again.users_removed, told(again)) == (0, [])
    back = refresh_people(["US1", "US2"])
    assert (current(), told(back)) == ({"US1", "US2"}, [(ChangeKind.USER_RESTORED, "US2")])


def test_somebody_who_returns_in_another_role_is_restored_and_changed() -> None:
    refresh_people(["US1", "US2"])
    refresh_people(["US1"])
    refresh = refresh_people(["US1", UserRecord("US2", role="admin")])
    changes = Change.objects.filter(refresh=refresh).order_by("id").values_list("kind", "user_id", "field", "new")
    assert [*changes] == [
        (ChangeKind.USER_RESTORED, "US2", "", ""),
        (ChangeKind.USER_CHANGED, "US2", "role", "admin"),
    ]
    assert WorkspaceUser.objects.get(pk="US2").email == "US2@example.com"


@pytest.mark.parametrize("scope", [Scope.USER, Scope.NUMBER])
def test_an_answer_that_is_not_complete_removes_nobody_and_restores(scope: Scope) -> None:
    refresh_both([a_number(users=[])], ["US1", "US2", "US3"])
    refresh_both([a_number(users=[])], ["US2", "US3"])
    target = "US1" if scope == Scope.USER else "PN1"
    refresh = refresh_with(answer_of([a_number(users=[a_user("US1")])]), scope, target)
    assert current() == {"US1", "US2", "US3"}
    assert told(refresh) == [(ChangeKind.USER_RESTORED, "US1")]


def test_nobody_is_removed_by_a_list_of_which_a_record_cannot_be_read() -> None:
    refresh_people(["US1", "US2"])
    refresh = refresh_people(["US1", "US3"], rejected=1)
    assert (current(), refresh.users_added, refresh.users_removed) == ({"US1", "US2", "US3"}, 1, 0)
    assert (refresh.rejected, refresh.removals) == (1, Removals.NONE)


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(a_number(users=[a_user("US2")]), id="unchanged"),
        pytest.param(a_number(users=[a_user("US2")], name="Renamed"), id="changed"),
        pytest.param(a_number(users=[a_user("US2")], name=42), id="unreadable"),
    ],
)
def test_who_still_has_a_number_is_not_removed(number: dict[str, Any]) -> None:
    refresh_both([a_number(users=[a_user("US2")])], ["US1", "US2"])
    assert refresh_both([number], ["US1"]).users_removed == 0
    assert current() == {"US1", "US2"}


def test_who_lost_their_last_number_is_removed_by_the_list_that_follows() -> None:
    refresh_both([a_number("PN1", users=[a_user("US2")]), a_number("PN2", users=[])], ["US1", "US2"])
    refresh = refresh_both([a_number("PN2", users=[])], ["US1"])
    assert (current(), refresh.users_removed) == ({"US1"}, 1)
    user = WorkspaceUser.objects.get(pk="US2")
    assert (user.number_count, user.sole_count) == (0, 0)


def test_a_number_that_comes_back_brings_its_user_back_even_if_its_record_names_nobody() -> None:
    number = a_number("PN1", users=[a_user("US2")])
    refresh_both([number, a_number("PN2", users=[])], ["US1", "US2"])
    refresh_both([a_number("PN2", users=[])], ["US1"])
    assert current() == {"US1"}
    silent = {name: value for name, value in number.items() if name != "users"}
    refresh = refresh_with(answer_of([silent, a_number("PN2", users=[])]))
    assert told(refresh) == [(ChangeKind.USER_RESTORED, "US2")]
    assert refresh_people(["US1"]).users_removed == 0
    assert current() == {"US1", "US2"}
    assert WorkspaceUser.objects.get(pk="US2").number_count == 1


def test_an_empty_list_is_held() -> None:
    refresh_people(["US1"])
    refresh = refresh_people([])
    assert (current(), refresh.held_users, refresh.removals) == ({"US1"}, ["US1"], Removals.HELD)


@pytest.mark.parametrize(("before", "after", "is_held"), [(20, 10, False), (20, 9, True), (110, 99, False)])
def test_more_than_ten_and_more_than_ten_percent_are_held(before: int, after: int, is_held: bool) -> None:
    refresh_people(many(before))
    refresh = refresh_people(many(after))
    assert refresh.users_removed == (0 if is_held else before - after)
    assert (refresh.removals == Removals.HELD) == is_held
    assert refresh.held_waiting == (before - after if is_held else 0)


def test_the_same_list_again_holds_again_and_settles_the_first() -> None:
    refresh_people(many(20))
    first, second = refresh_people(many(5)), refresh_people(many(5))
    first.refresh_from_db()
    assert (first.removals, second.removals, second.held_waiting) == (Removals.SUPERSEDED, Removals.HELD, 15)


def test_held_users_are_removed_when_somebody_accepts() -> None:
    refresh_people(many(20))
    held = refresh_people(many(5))
    assert held.held_words == "15 users"
    # A refresh of one number finds that one of them is there.
    refresh_with(answer_of([a_number(users=[a_user("US10")])]), Scope.NUMBER, "PN1")
    held.refresh_from_db()
    assert held.held_waiting == 14
    assert str(accept(held, "Ada")) == "14 users"
    assert current() == {*many(5), "US10"}
    assert len(told(held)) == 14
    held.refresh_from_db()
    assert (held.removals, held.users_removed) == (Removals.ACCEPTED, 14)


def test_who_was_assigned_a_number_meanwhile_is_kept_when_somebody_accepts() -> None:
    refresh_people(many(20))
    held = refresh_people(many(5))
    Refresh.objects.filter(pk=held.pk).update(removals=Removals.NONE)  # so that no later answer settles it
    refresh_with(answer_of([a_number(users=[a_user("US10")])]), Scope.NUMBER, "PN1")
    Refresh.objects.filter(pk=held.pk).update(removals=Removals.HELD)
    assert accept(held, "Ada").users == 14
    assert "US10" in current()


def test_dismissing_keeps_them() -> None:
    refresh_people(many(20))
    dismiss(refresh_people([]), "Ada")
    assert current() == set(many(20))


def test_numbers_and_users_are_held_side_by_side_and_settled_apart() -> None:
    numbers = [a_number(f"PN{place}", users=[]) for place in range(20)]
    refresh_both(numbers, many(20))
    of_numbers, of_people = refresh_with(answer_of(numbers[:5])), refresh_people(many(5))
    assert (of_numbers.held_words, of_people.held_words) == ("15 numbers", "15 users")
    refresh_with(answer_of(numbers))
    of_numbers.refresh_from_db()
    of_people.refresh_from_db()
    assert (of_numbers.removals, of_people.removals) == (Removals.SUPERSEDED, Removals.HELD)
    refresh_people(many(20))
    of_people.refresh_from_db()
    assert (of_people.held_waiting, of_people.removals) == (0, Removals.SUPERSEDED)


@pytest.mark.parametrize("version", GENERATIONS)
def test_over_the_wire_who_left_is_removed_and_restored(version: str, sandbox: Sandbox, settings: Any) -> None:
    settings.QUO_API_VERSION = version
    request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    assigned = {user["id"] for number in sandbox.workspace.numbers for user in number["users"]}
    leaver = next(person for person in sandbox.workspace.people if person["id"] not in assigned)
    sandbox.workspace.people.remove(leaver)
    gone = request_refresh(Scope.PEOPLE, requested_by_name="a test")
    assert (gone.users_removed, told(gone)) == (1, [(ChangeKind.USER_REMOVED, leaver["id"])])
    sandbox.workspace.people.append(leaver)
    back = request_refresh(Scope.PEOPLE, requested_by_name="a test")
    assert told(back) == [(ChangeKind.USER_RESTORED, leaver["id"])]
    assert WorkspaceUser.objects.removed().count() == 0


# Any sequence of answers: who is current follows from a plain computation.

IDS = [f"US{place}" for place in range(6)]
GIVEN = st.tuples(
    st.dictionaries(st.sampled_from(["PN1", "PN2", "PN3"]), st.sets(st.sampled_from(IDS), max_size=2)),
    st.none() | st.sets(st.sampled_from(IDS), min_size=1),
)


@example([({"PN2": {"US1"}}, None), ({"PN1": set()}, None), ({"PN2": {"US1"}}, {"US0"})])  # restored with its user
@given(st.lists(GIVEN, min_size=1, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 6)
def test_current_users_are_those_listed_or_assigned(answers: list[tuple[dict[str, set[str]], set[str] | None]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        there: set[str] = set()
        assigned: set[str] = set()
        for numbers, listed in answers:
            records = [a_number(id, users=[a_user(user) for user in sorted(users)]) for id, users in numbers.items()]
            if records:  # an empty list holds its removals
                assigned = set().union(*numbers.values())
            there = there | assigned if listed is None else listed | assigned
            refresh_with(answer_of(records))
            if listed is not None:
                refresh_people(sorted(listed))
            assert current() == there
            holders = Assignment.objects.filter(number__removed_at=None).values_list("user_id", flat=True)
            assert set(holders) == assigned
        transaction.set_rollback(True)


def test_a_decision_says_who_when_and_what_and_what_was_planned_before_it_is_planned_anew() -> None:
    refresh_with(answer_of(some_numbers(2)))
    held = refresh_with(answer_of([]))
    Refresh.objects.filter(pk=held.pk).update(removed=5, users_removed=3)
    before, began = CacheState.objects.get().version, timezone.now()
    accept(held, "a" * 300)
    assert (held.removed, held.users_removed, held.removals_decided_by) == (7, 3, "a" * 255)
    assert held.removals_decided_at is not None
    assert began <= held.removals_decided_at <= timezone.now()
    assert CacheState.objects.get().version != before


def test_users_who_are_to_be_kept_are_not_asked_about_again() -> None:
    refresh_people(["US1", "US2"])
    held, before = refresh_people([]), CacheState.objects.get().version
    assert held.held_users == ["US1", "US2"]
    dismiss(held, "Ada")
    assert CacheState.objects.get().version != before
    assert refresh_people([]).held_users == []
    assert WorkspaceUser.objects.current().count() == 2
