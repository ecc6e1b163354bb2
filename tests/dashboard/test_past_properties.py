"""Whatever refreshes bring: as of the time of each, everything is as it was then, byte for byte."""

from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.lists.query import Query
from dashboard.lists.through_time import Refused, moment_of
from dashboard.numbers.counting import Counting
from dashboard.numbers.exports import as_csv, as_json
from dashboard.numbers.facets import COLUMNS, NUMBERS
from dashboard.users.views import EXPORTED
from inventory.history import at
from inventory.models import PAST, Assignment, CacheState, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing import apply, removals
from inventory.refreshing.replay import Replay
from inventory.reports.attention import left_with_one_user
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_people, refresh_with
from tests.inventory.refreshing.test_reconcile_properties import (
    USER_IDS,
    Step,
    a_step,
    guards,
    modestly,
    numbers,
    the_same_cache,
    unreadable,
)

pytestmark = pytest.mark.django_db

BEGIN = datetime(2022, 3, 1, 12, tzinfo=UTC)  # so long ago that none of it is in the future
QUERIES = (
    "state=all", "restricted=any", "porting=pending&state=all", "q=one", "user=US1", "role=owner", "assigned=no",
    "sole=yes",
)  # fmt: skip
# Between two refreshes; a clock may jump back
PASSED = [timedelta(0), timedelta(seconds=1), timedelta(days=1), timedelta(days=9), timedelta(hours=-5)]
few = settings(modestly, max_examples=modestly.max_examples // 5)  # each asks some forty lists of each of its moments
OF_CHANGES = 2  # of what `everything` has, the last ones


class Fault(Exception):
    """What ends a refresh in the middle of its transaction."""


@dataclass(frozen=True)
class Happening:
    """A refresh at a time, whether it is interrupted, and what becomes of the removals that are held after it."""

    passed: timedelta
    step: Step | None  # None: the list of people
    people: Sequence[str] = ()
    is_interrupted: bool = False
    decision: str = ""


@st.composite
def histories(draw: st.DrawFn, times: Sequence[timedelta] = PASSED) -> list[Happening]:
    pool = draw(st.lists(numbers, min_size=2, max_size=9)) + draw(st.lists(unreadable, max_size=1))
    return [
        Happening(
            draw(st.sampled_from(times)),
            draw(a_step(pool)) if draw(st.integers(0, 4)) else None,
            draw(st.lists(st.sampled_from(USER_IDS), unique=True)),
            draw(st.integers(0, 5)) == 0,
            draw(st.sampled_from(["", "", "accept", "dismiss"])),
        )
        for _ in range(draw(st.integers(2, 7)))
    ]


def happen(what: Happening, now: datetime) -> None:
    fault = mock.patch.object(apply, "succeed", side_effect=Fault) if what.is_interrupted else nullcontext()
    with suppress(Fault), fault:
        if what.step is None:
            refresh_people(what.people, now=now)
        else:
            refresh_with(answer_of(what.step.answer), what.step.scope, what.step.target, now=now)
    Refresh.objects.active().delete()  # an interrupted one holds the lease
    for held in Refresh.objects.waiting_for_decision() if what.decision else ():
        with mock.patch.object(timezone, "now", return_value=now):
            (removals.accept if what.decision == "accept" else removals.dismiss)(held, "a test")


def everything() -> list[Any]:
    """What lists, their counts and files say. Not what is known for today only."""
    version = CacheState.objects.get().version
    found: list[Any] = []
    for column in COLUMNS:
        query = Query(NUMBERS, QueryDict(f"state=all&sort={column.name}"))
        found.append([number.pk for number in query.rows(PhoneNumber.objects.all())])
    for text in QUERIES:
        query = Query(NUMBERS, QueryDict(text))
        rows = query.rows(PhoneNumber.objects.all())
        found += ["".join(as_csv(rows)), "".join(as_json(rows)), Counting(query, version).found]
    found.append(Counting(Query(NUMBERS, QueryDict("")), version).by_option())
    found.append(list(WorkspaceUser.objects.order_by("sort_name", "id").values_list(*EXPORTED)))
    found.append(sorted(Assignment.objects.values_list("number_id", "user_id", "group_id")))
    found.append([(number.porting_since, number.sort_people) for number in PhoneNumber.objects.order_by("id")])
    names = "number__name", "user__first_name", "kind", "field", "new"
    found.append(list(Change.objects.order_by("id").values_list(*names)))
    found.append(left_with_one_user(version))
    return found


@given(histories(), guards)
@few
def test_as_of_the_time_of_each_refresh_everything_is_as_it_was_then(
    history: list[Happening], guard: tuple[int, int]
) -> None:
    with the_same_cache(guard):
        assert_it_is_as_it_was(kept_after_each(history))


def kept_after_each(history: list[Happening]) -> dict[datetime, list[Any]]:
    now = BEGIN
    kept: dict[datetime, list[Any]] = {}
    for what in history:
        now += what.passed
        happen(what, now)
        state = CacheState.objects.first()
        if state is not None and state.written_at is not None:
            with mock.patch.object(timezone, "now", return_value=state.written_at):
                kept[state.written_at] = everything()
    return kept


def assert_it_is_as_it_was(kept: dict[datetime, list[Any]]) -> None:
    for moment, then in kept.items():
        with at(moment):
            for one, other in zip(everything(), then, strict=True):
                assert one == other


@given(histories(times=[timedelta(seconds=1), timedelta(days=2)]), guards)
@few
def test_a_database_without_a_history_gets_the_same_from_its_changes(
    history: list[Happening], guard: tuple[int, int]
) -> None:
    with the_same_cache(guard):
        kept = kept_after_each(history)
        for rows in PAST:
            rows.objects.update(since=timezone.now())  # type: ignore[attr-defined]
        Replay(partial(apps.get_model, "inventory")).build()
        assert_it_is_as_it_was(kept)
        begun = Change.objects.order_by("pk").values_list("at", flat=True).first()
        assert set(CacheState.objects.values_list("known_since", flat=True)) <= {begun}


def periods() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the history, today's too. The ids of assignments that ended are in no change."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for today, past in PAST.items():
        without = ("period", "until", "id" if today is Assignment else "")
        columns = [field.attname for field in past._meta.concrete_fields if field.name not in without]
        found[today.__name__] = sorted(today._default_manager.values_list(*columns), key=str)
        found[past.__name__] = sorted(past._default_manager.values_list(*columns, "until"), key=str)
    return found


def test_a_database_without_a_history_gets_each_of_several_periods() -> None:
    """A person's name, role and counts, a number's name and users, and the group of a pair change more than once."""
    steps = (
        ("Ada", "member", "GR1", "Sales", {"PN1": ["US1", "US2"], "PN2": ["US2"]}),
        ("Zoe", "member", "GR2", "Sales", {"PN1": ["US1"], "PN2": ["US1", "US2"]}),
        ("Zoe", "admin", "GR3", "Support", {"PN1": ["US1"], "PN2": ["US2"]}),
        ("Zoe", "admin", "GR3", "Support", {"PN1": ["US2"], "PN2": ["US2"]}),  # she has none, and then two again
        ("Bea", "owner", "GR3", "Returns", {"PN1": ["US1"], "PN2": ["US1", "US2"]}),
    )
    for day, (name, role, group, line, held) in enumerate(steps):
        users = {"US1": a_user("US1", firstName=name, role=role, groupId=group), "US2": a_user("US2", firstName="Eve")}
        numbers = [a_number(id, name=line, users=[users[user] for user in of]) for id, of in held.items()]
        refresh_with(answer_of(numbers), now=BEGIN + timedelta(days=day))
    kept = periods()
    for rows in PAST:
        rows._default_manager.update(since=timezone.now())
    Replay(partial(apps.get_model, "inventory")).build()
    assert periods() == kept


@given(histories(times=[timedelta(days=20), timedelta(days=50)]), guards, st.integers(31, 250))
@few
def test_pruning_forgets_what_was_before_it_and_nothing_else(
    history: list[Happening], guard: tuple[int, int], days: int
) -> None:
    with the_same_cache(guard):
        kept = kept_after_each(history)
        end = max(kept, default=BEGIN)
        with mock.patch.object(timezone, "now", return_value=end):
            call_command("prune_history", "--older-than", str(days), stdout=StringIO())
        for moment, then in kept.items():
            if moment < end - timedelta(days=days):
                with pytest.raises(Refused, match="What is known begins on"):
                    moment_of(moment.isoformat())
            else:
                assert moment_of(moment.isoformat()) == moment
                with at(moment):
                    assert everything()[:-OF_CHANGES] == then[:-OF_CHANGES]
