"""The list of people follows the numbers as a refresh of its own, beside which numbers go on."""

import re
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from inventory.choices import ChangeKind, Phase, Scope, State
from inventory.models import Assignment, CacheState, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.models.refreshes import lease_timeout
from inventory.quo.records import UserRecord
from inventory.refreshing import run
from inventory.refreshing.apply import CacheChanged
from inventory.refreshing.lease import cancel, take_next
from inventory.refreshing.request import request_refresh
from inventory.refreshing.run import ProgressReporter, run_all, store_people
from inventory.refreshing.snapshot import read_known
from inventory.runtime import workers
from inventory.runtime.workers import shutting_down
from inventory.sandbox import Sandbox

from .helpers import (
    a_number,
    a_user,
    answer_of,
    dump,
    eventually,
    people_of,
    refresh_people,
    refresh_with,
    running_refresh,
    some_numbers,
)
from .test_one_at_a_time import a_process, age, endless_writes, somebody_is_writing
from .test_one_at_a_time import threads as threads

pytestmark = pytest.mark.django_db(transaction=True)


def refresh(scope: str = Scope.WORKSPACE, **options: Any) -> Refresh:
    return request_refresh(scope, requested_by_name="a test", **options)


def lists() -> list[Refresh]:
    return [*Refresh.objects.filter(scope=Scope.PEOPLE).order_by("id")]


def asked_for_people(sandbox: Sandbox) -> int:
    return sum(call.path.startswith("/v1/users") for call in sandbox.requests)


def current() -> set[str]:
    return set(WorkspaceUser.objects.current().values_list("id", flat=True))


@pytest.fixture
def held_list(sandbox: Sandbox, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Quo does not answer who the people are until this is set."""
    settings.QUO_TIMEOUT = settings.QUO_TIME_BUDGET = 30
    opened, answer = threading.Event(), sandbox.answer

    def answer_late(target: str, headers: Any) -> Any:
        if re.match(r"(/v1)?/users", target):
            assert opened.wait(30)
        return answer(target, headers)

    monkeypatch.setattr(sandbox, "answer", answer_late)
    yield opened
    opened.set()


# -- When the list is asked for


def test_it_follows_the_first_refresh_and_then_once_an_hour(sandbox: Sandbox) -> None:
    first = refresh()
    assert [people.state for people in lists()] == [State.SUCCEEDED]
    assert first.finished_at is not None
    assert first.finished_at < (lists()[0].started_at or first.finished_at)
    refresh()
    assert len(lists()) == 1
    Refresh.objects.update(requested_at=timezone.now() - timedelta(minutes=61))
    refresh()
    assert len(lists()) == 2


def test_it_follows_whenever_an_account_asks_but_not_an_open_page(imported: Sandbox) -> None:
    account = User.objects.create_user("ada")
    refresh(requested_by=account, automatic=True)
    assert len(lists()) == 1
    refresh(requested_by=account)
    assert len(lists()) == 2
    refresh(Scope.PEOPLE, requested_by=account)
    assert len(lists()) == 3
    number = imported.workspace.numbers[0]["id"]
    request_refresh(Scope.NUMBER, number, requested_by_name="ada", requested_by=account)
    assert len(lists()) == 3


def test_who_joins_a_refresh_of_a_page_gets_the_list_as_well(imported: Sandbox) -> None:
    waiting = Refresh.objects.create(scope=Scope.WORKSPACE, requested_by_name="an open page")
    joined = refresh(requested_by=User.objects.create_user("ada"))
    assert joined.pk == waiting.pk
    assert len(lists()) == 2


def test_it_follows_an_unknown_user(imported: Sandbox) -> None:
    imported.workspace.numbers[0]["users"].append(a_user("USnew"))
    refresh()
    assert len(lists()) == 2


def test_a_list_that_fails_is_not_asked_for_at_each_refresh(sandbox: Sandbox) -> None:
    sandbox.fail_next("forbidden", on="^/v1/users", times=10)
    assert refresh().state == State.SUCCEEDED
    refresh()
    assert [people.state for people in lists()] == [State.FAILED]
    assert CacheState.objects.get().people_confirmed_at is None


def test_a_refresh_that_fails_queues_no_list(sandbox: Sandbox) -> None:
    sandbox.fault = "unauthorized"
    assert refresh().state == State.FAILED
    assert lists() == []


# -- Beside the numbers


def test_numbers_are_there_while_quo_still_lists_the_people(
    sandbox: Sandbox, held_list: threading.Event, threads: Callable[..., "Future[Any]"]
) -> None:
    Refresh.objects.create(scope=Scope.WORKSPACE, requested_by_name="a test")
    assert run_all() == 1
    assert PhoneNumber.objects.count() == 40
    following = threads(lambda: run_all(people=True))
    eventually(lambda: Refresh.objects.filter(scope=Scope.PEOPLE, state=State.RUNNING).exists())
    # Others go on, and are not kept waiting.
    for number in sandbox.workspace.numbers:
        number["name"] += " (new)"
    Refresh.objects.create(scope=Scope.WORKSPACE, requested_by_name="a test")
    assert run_all() == 1
    assert Refresh.objects.filter(scope=Scope.WORKSPACE, state=State.SUCCEEDED, changed=40).count() == 1
    assert Refresh.objects.filter(scope=Scope.PEOPLE, state=State.RUNNING).exists()
    held_list.set()
    assert following.result(20) == 1
    assert current() == {person["id"] for person in sandbox.workspace.people}


def test_the_database_lets_one_of_each_run() -> None:
    running_refresh()
    running_refresh(Scope.PEOPLE)
    for scope in (Scope.NUMBER, Scope.PEOPLE):
        with pytest.raises(IntegrityError), transaction.atomic():
            running_refresh(scope)


def test_a_request_for_numbers_does_not_join_a_list_and_the_other_way_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inventory.refreshing.request.wake", lambda: None)
    people, numbers = refresh(Scope.PEOPLE), refresh()
    assert (people.scope, numbers.scope) == (Scope.PEOPLE, Scope.WORKSPACE)
    assert (refresh(Scope.PEOPLE).pk, refresh().pk) == (people.pk, numbers.pk)
    taken = take_next(people=True)
    assert taken is not None
    assert taken.pk == people.pk
    assert take_next(people=True) is None
    second = take_next()
    assert second is not None
    assert second.pk == numbers.pk
    # Both die before their first sign of life
    Refresh.objects.update(heartbeat_at=F("heartbeat_at") - 2 * lease_timeout())
    assert take_next() is None
    assert {*Refresh.objects.values_list("state", flat=True)} == {State.INTERRUPTED}


@pytest.mark.parametrize("turn", range(2))
def test_both_write_at_the_same_time_and_end_as_if_one_after_the_other(
    turn: int, threads: Callable[..., "Future[Any]"]
) -> None:
    """Numbers come and go with their users, lists with theirs. The last of each decides."""
    ids = [f"US{place}" for place in range(120)]
    refresh_with(answer_of([a_number(f"PN{i}", users=[a_user(id)]) for i, id in enumerate(ids[:60])]))
    refresh_people(ids)
    together = threading.Barrier(2)

    def of_numbers() -> None:
        together.wait(20)
        for round in range(6):
            numbers = [a_number(f"PN{i}", users=[a_user(id)]) for i, id in enumerate(ids[round : 60 + round])]
            running = running_refresh()
            run_with(running, numbers)

    def of_people() -> None:
        together.wait(20)
        for round in range(6):
            refresh_people(ids[: 120 - round])

    def run_with(running: Refresh, numbers: list[Any]) -> None:
        progress = ProgressReporter(running)
        while True:
            cached = read_known(Scope.WORKSPACE, "")
            try:
                return run.store(running, answer_of(numbers), progress, cached)
            except CacheChanged:
                continue

    for done in [threads(of_numbers), threads(of_people)]:
        done.result(60)
    ended = Refresh.objects.exclude(state__in=(State.QUEUED, State.CANCELLED))
    assert set(ended.values_list("state", flat=True)) == {State.SUCCEEDED}
    assert current() == set(ids[:115])
    for user in WorkspaceUser.objects.all():
        assert user.number_count == Assignment.objects.filter(user=user, number__removed_at=None).count()
    added = Change.objects.filter(kind=ChangeKind.USER_ADDED).values_list("user_id", flat=True)
    assert sorted(added) == sorted(ids)


def test_numbers_whose_plan_is_outdated_are_planned_anew(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh_with(answer_of(some_numbers(3)))

    def list_meanwhile(progress: Any, ask: Any) -> Any:
        refresh_people(["US1", "US5"])
        return answer_of(some_numbers(3, users=[a_user("US1"), a_user("US5")]))

    monkeypatch.setattr(run, "fetch", list_meanwhile)
    numbers = refresh()
    assert (numbers.state, numbers.users_added, numbers.changed) == (State.SUCCEEDED, 0, 3)
    assert Change.objects.filter(kind=ChangeKind.USER_ADDED, user="US5").count() == 1


# -- An old list


def test_nobody_is_taken_for_gone_whom_a_number_named_since_the_list_began() -> None:
    refresh_with(answer_of([a_number("PN1", users=[]), a_number("PN2", users=[a_user("US2")])]))
    refresh_people(["US1", "US2"])
    old = running_refresh(Scope.PEOPLE)
    joined = a_user("US9", role="admin")
    refresh_with(answer_of([a_number("PN1", users=[joined]), a_number("PN2", users=[])]))
    refresh_with(answer_of([a_number("PN1", users=[]), a_number("PN2", users=[])]))
    store_people(old, people_of(["US1", UserRecord("US2", role="owner")]), ProgressReporter(old))
    assert current() == {"US1", "US2", "US9"}
    assert WorkspaceUser.objects.get(pk="US2").role == "member"  # as the newer answer had it
    # The next list is newer than all of that.
    assert refresh_people(["US1", UserRecord("US2", role="owner")]).users_removed == 1
    assert current() == {"US1", "US2"}
    assert WorkspaceUser.objects.get(pk="US2").role == "owner"


def test_nobody_is_taken_for_gone_whose_number_came_back_since_the_list_began() -> None:
    number = a_number("PN1", users=[a_user("US2")])
    refresh_with(answer_of([number, a_number("PN2", users=[])]))
    refresh_people(["US1", "US2"])
    refresh_with(answer_of([a_number("PN2", users=[])]))
    old = running_refresh(Scope.PEOPLE)
    refresh_with(answer_of([number, a_number("PN2", users=[])]))
    refresh_with(answer_of([a_number("PN2", users=[])]))
    store_people(old, people_of(["US1"]), ProgressReporter(old))
    assert current() == {"US1", "US2"}


def test_it_is_confirmed_as_of_when_it_was_asked_for() -> None:
    running = running_refresh(Scope.PEOPLE)
    store_people(running, people_of(["US1"]), ProgressReporter(running))
    state = CacheState.objects.get()
    assert state.people_confirmed_at == running.started_at
    assert state.confirmed_at is None


# -- Ends


def test_cancelling_it_touches_nothing(
    sandbox: Sandbox,
    held_list: threading.Event,
    threads: Callable[..., "Future[Any]"],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ProgressReporter, "EVERY", 0.05)
    refresh_with(answer_of(some_numbers(3)))
    before = dump()
    people = Refresh.objects.create(scope=Scope.PEOPLE, requested_by_name="a test")
    running = threads(lambda: run_all(people=True))
    eventually(lambda: Refresh.objects.filter(state=State.RUNNING).exists())
    assert cancel(people, "Ada")
    running.result(20)
    people.refresh_from_db()
    assert people.state == State.CANCELLED
    assert dump() == before


def test_a_process_killed_while_it_saves_the_list_leaves_all_as_it_was(imported: Sandbox) -> None:
    Refresh.objects.update(requested_at=timezone.now() - timedelta(minutes=61))
    imported.workspace.people.append(imported.workspace.people[0] | {"id": "USnew"})
    before = dump()
    saving = Refresh.objects.filter(scope=Scope.PEOPLE, state=State.RUNNING, phase=Phase.SAVING)
    with endless_writes(), a_process(imported) as process:
        eventually(saving.exists)
        eventually(somebody_is_writing)
        dead = saving.get()
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    assert dump() == before
    assert Refresh.objects.filter(scope=Scope.WORKSPACE, state=State.SUCCEEDED).count() == 2
    assert refresh().state == State.SUCCEEDED  # numbers do not care
    age(dead)
    refresh(Scope.PEOPLE)
    dead.refresh_from_db()
    assert dead.state == State.INTERRUPTED
    assert "USnew" in current()


# -- The threads of a web process


@pytest.fixture
def lanes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """New threads, which end with the test."""
    monkeypatch.setattr(workers, "ending", threading.Event())
    lanes = [workers.Lane(lane.name, lane.work) for lane in workers.lanes]
    monkeypatch.setattr(workers, "lanes", lanes)
    monkeypatch.setattr("inventory.refreshing.request.wake", workers.wake)
    yield lanes
    workers.stop()
    shutting_down.clear()
    assert not any(lane.is_alive for lane in lanes)


def test_a_request_wakes_threads_that_run_the_numbers_and_then_the_list(sandbox: Sandbox, lanes: Any) -> None:
    asked = refresh()
    assert asked.is_active
    eventually(lambda: Refresh.objects.filter(scope=Scope.PEOPLE, state=State.SUCCEEDED).exists())
    asked.refresh_from_db()
    assert asked.state == State.SUCCEEDED
    again = refresh()
    eventually(lambda: not Refresh.objects.get(pk=again.pk).is_active)


def test_a_thread_waits_for_a_refresh_that_another_process_runs(
    sandbox: Sandbox, lanes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "RETRY", 0.05)
    elsewhere = running_refresh(Scope.NUMBER, "PN1")
    asked = refresh()
    eventually(lambda: lanes[0].is_alive)
    assert Refresh.objects.get(pk=asked.pk).state == State.QUEUED
    age(elsewhere)
    eventually(lambda: Refresh.objects.get(pk=asked.pk).state == State.SUCCEEDED)


def test_the_end_of_the_process_interrupts_what_takes_long(
    sandbox: Sandbox, held_list: threading.Event, lanes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "GRACE", 0.1)
    refresh(Scope.PEOPLE)
    eventually(lambda: Refresh.objects.filter(state=State.RUNNING).exists())
    workers.stop()
    assert lists()[0].state == State.INTERRUPTED
