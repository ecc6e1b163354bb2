"""How fresh the cache is, by a second and plainer computation: which answer was the last to hold each record."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import example, given

from inventory.choices import Scope, State
from inventory.models import CacheState, PhoneNumber, Refresh, WorkspaceUser
from inventory.quo.contract import warnings_of
from inventory.quo.decode import decode_record
from inventory.quo.records import RawRecord
from inventory.refreshing.removals import accept, dismiss
from inventory.reports.freshness import Freshness, of_number, of_user
from tests.inventory.refreshing.helpers import (
    a_number,
    a_user,
    answer_of,
    let_time_pass,
    refresh_with,
    running_refresh,
    some_numbers,
)
from tests.inventory.refreshing.test_reconcile_properties import (
    ONE,
    TWO,
    Step,
    guards,
    meaning_of,
    modestly,
    run,
    steps,
    the_same_cache,
    whole,
)

pytestmark = pytest.mark.django_db

MINUTES = timedelta(minutes=10)


@dataclass
class Known:
    """What a reader of all answers knows of one number."""

    record: dict[str, Any]
    confirmed: tuple[datetime, datetime]  # before and after the last answer that held its record
    confirmed_for_all: datetime | None = None  # before the last one of the whole workspace, or of the number alone
    unverified: bool = False
    users: set[str] = field(default_factory=set)


def read(known: dict[str, Known], step: Step, current: set[str], began: datetime) -> None:
    """Notes what an answer of this moment confirms. `current`: the numbers that the cache listed before it."""
    meaning = meaning_of(step.answer)
    asked = {
        Scope.WORKSPACE: current,
        Scope.USER: {id for id in current if step.target in known[id].users},
        Scope.NUMBER: current & {step.target},
    }[step.scope]
    for id in asked - meaning.records.keys():
        if step.scope != Scope.USER or meaning.protects_all or id in meaning.protected:
            known[id].unverified = True
        else:
            known[id].users.discard(step.target)
    for id, record in meaning.records.items():
        before = known.get(id)
        known[id] = Known(record, (began, timezone.now()), before.confirmed_for_all if before else None)
        known[id].users = {user["id"] for user in record.get("users") or []}
        if step.scope != Scope.USER:
            known[id].confirmed_for_all = began


@given(steps(), guards)
@example([whole(ONE, TWO), whole(ONE, a_number("PN2", name=42))], (10, 10))
@example([whole(ONE, TWO), whole(ONE, {})], (10, 10))
@example([whole(ONE, TWO), whole(ONE)], (0, 0))
@modestly
def test_what_is_said_of_freshness_is_what_the_answers_said(history: list[Step], guard: tuple[int, int]) -> None:
    with the_same_cache(guard):
        known: dict[str, Known] = {}
        whole: tuple[datetime, datetime] | None = None
        for step in history:
            before = set(PhoneNumber.objects.current().values_list("pk", flat=True))
            began = timezone.now()
            run(step)
            read(known, step, before, began)
            if step.scope == Scope.WORKSPACE:
                whole = (began, timezone.now())
            assert_it_is_true(known, whole)


def assert_it_is_true(known: dict[str, Known], whole: tuple[datetime, datetime] | None) -> None:
    fresh = Freshness.read()
    current = list(PhoneNumber.objects.current().prefetch_related("users"))
    assert fresh.numbers == len(current)
    assert fresh.unverified == sum(known[number.pk].unverified for number in current)
    assert (fresh.confirmed_at is None) == (whole is None)
    assert whole is None or fresh.confirmed_at is None or whole[0] <= fresh.confirmed_at <= whole[1]
    for number in current:
        truth, said = known[number.pk], of_number(number, number.users.all(), fresh)
        assert (number.unverified, said.unverified) == (truth.unverified, int(truth.unverified))
        assert said.confirmed_at is not None
        assert said.confirmed_at <= truth.confirmed[1]
        assert truth.confirmed_for_all is None or said.confirmed_at >= truth.confirmed_for_all
        warnings = warnings_of(decode_record(RawRecord.of(json.dumps(truth.record).encode())))
        assert number.warned == len(warnings)
        assert [warning["field"] for warning in number.warnings] == [warning.field for warning in warnings]
    for user in WorkspaceUser.objects.all():
        theirs = [known[number.pk] for number in current if user.pk in known[number.pk].users]
        said = of_user(user, fresh)
        assert (said.numbers, said.unverified) == (len(theirs), sum(number.unverified for number in theirs))
        assert said.confirmed_at is not None
        assert all(said.confirmed_at <= number.confirmed[1] for number in theirs if not number.unverified)


def test_held_removals_are_not_confirmed_until_an_answer_lists_the_numbers() -> None:
    records = some_numbers(20)
    refresh_with(answer_of(records))
    let_time_pass(MINUTES)
    before = Freshness.read().confirmed_at
    held = refresh_with(answer_of(records[:5]))
    fresh = Freshness.read()
    assert (fresh.verified, fresh.numbers, fresh.tone, fresh.held) == (5, 20, "waiting", held)
    number = PhoneNumber.objects.get(pk="PN19")
    assert of_number(number, (), fresh).confirmed_at == before
    dismiss(held, "Ada")
    assert Freshness.read().unverified == 15  # nobody's decision makes Quo list them
    refresh_with(answer_of(records[19:]), Scope.NUMBER, "PN19")
    assert Freshness.read().unverified == 14
    refresh_with(answer_of(records))
    assert (Freshness.read().unverified, Freshness.read().tone) == (0, "good")


def test_accepted_removals_leave_nothing_unconfirmed() -> None:
    records = some_numbers(20)
    refresh_with(answer_of(records))
    held = refresh_with(answer_of(records[:5]))
    before = Freshness.read().version
    accept(held, "Ada")
    fresh = Freshness.read()
    assert (fresh.numbers, fresh.unverified, fresh.held) == (5, 0, None)
    assert fresh.version != before


def test_a_refresh_of_a_user_confirms_their_numbers_without_writing_them() -> None:
    mine, other = a_number("PN1"), a_number("PN2", users=[a_user("US2")], number="+12025550102")
    refresh_with(answer_of([mine, other]))
    let_time_pass(MINUTES)
    refresh_with(answer_of([mine]), Scope.USER, "US1")
    fresh = Freshness.read()
    assert is_now(of_user(WorkspaceUser.objects.get(pk="US1"), fresh).confirmed_at)
    assert not is_now(of_user(WorkspaceUser.objects.get(pk="US2"), fresh).confirmed_at)
    first, second = PhoneNumber.objects.order_by("pk")
    assert is_now(of_number(first, first.users.all(), fresh).confirmed_at)
    assert not is_now(of_number(second, second.users.all(), fresh).confirmed_at)


def is_now(moment: datetime | None) -> bool:
    return moment is not None and timezone.now() - moment < MINUTES / 2


def test_only_what_changes_the_cache_changes_its_version() -> None:
    records = some_numbers(3)
    refresh_with(answer_of(records))
    version = Freshness.read().version
    refresh_with(answer_of(records))
    assert Freshness.read().version == version
    refresh_with(answer_of([records[0] | {"name": "Renamed"}, *records[1:]]))
    assert Freshness.read().version != version


@pytest.mark.parametrize("with_data", [True, False])
def test_it_shows_what_runs_and_what_failed(with_data: bool) -> None:
    if with_data:
        refresh_with(answer_of(some_numbers(1)))
    failed = running_refresh()
    Refresh.objects.filter(pk=failed.pk).update(state=State.FAILED, finished_at=timezone.now())
    fresh = Freshness.read()
    assert (fresh.active, fresh.failed, fresh.has_data, fresh.tone) == (None, failed, with_data, "bad")
    running = running_refresh(Scope.NUMBER, "PN0")
    assert Freshness.read().active == running
    Refresh.objects.filter(pk=running.pk).delete()
    refresh_with(answer_of(some_numbers(1)))
    assert Freshness.read().failed is None


def test_no_page_reads_the_ids_whose_removal_is_held() -> None:
    refresh_with(answer_of(some_numbers(20)))
    refresh_with(answer_of([]))
    with CaptureQueriesContext(connection) as queries:
        fresh = Freshness.read()
    assert len(queries) == 2
    assert not [query for query in queries if '"held"' in query["sql"]]
    assert fresh.held is not None
    assert fresh.held.held_waiting == 20


def test_there_is_one_row_of_it() -> None:
    for count in (1, 2):
        refresh_with(answer_of(some_numbers(count)))
    assert str(CacheState.objects.get()).startswith("2 of 2 numbers confirmed at ")


def test_an_answer_confirms_as_of_when_it_was_asked_for_and_no_time_goes_back() -> None:
    refresh = refresh_with(answer_of(some_numbers(2)))
    state, number = CacheState.objects.get(), PhoneNumber.objects.get(pk="PN1")
    assert state.confirmed_at == number.confirmed_at == refresh.started_at
    assert number.first_seen_at > number.confirmed_at
    ahead = timezone.now() + timedelta(minutes=5)  # by the clock of another machine
    CacheState.objects.update(confirmed_at=ahead)
    PhoneNumber.objects.filter(pk="PN1").update(confirmed_at=ahead)
    WorkspaceUser.objects.filter(pk="US1").update(confirmed_at=ahead)
    refresh_with(answer_of(some_numbers(2)))
    refresh_with(answer_of(some_numbers(2)), Scope.USER, "US1")
    refresh_with(answer_of(some_numbers(2)[1:]), Scope.NUMBER, "PN1")
    assert CacheState.objects.get().confirmed_at == ahead
    assert PhoneNumber.objects.get(pk="PN1").confirmed_at == ahead
    assert WorkspaceUser.objects.get(pk="US1").confirmed_at == ahead


@pytest.mark.parametrize("state", [State.FAILED, State.INTERRUPTED, State.CANCELLED])
def test_a_page_does_not_start_again_what_just_ended_without_success(state: State) -> None:
    refresh_with(answer_of([a_number()]))
    let_time_pass(timedelta(hours=1))
    assert Freshness.read().is_due
    ended = running_refresh()
    Refresh.objects.filter(pk=ended.pk).update(state=state, finished_at=timezone.now())
    assert not Freshness.read().is_due
    let_time_pass(timedelta(hours=1))
    assert Freshness.read().is_due


def test_a_list_of_people_is_no_refresh_that_pages_show_or_wait_for() -> None:
    refresh_with(answer_of([a_number()]))
    let_time_pass(timedelta(hours=1))
    people = running_refresh(Scope.PEOPLE)
    fresh = Freshness.read()
    assert (fresh.active, fresh.is_due) == (None, True)
    Refresh.objects.filter(pk=people.pk).update(state=State.FAILED, finished_at=timezone.now())
    assert (Freshness.read().failed, Freshness.read().is_due) == (None, True)
