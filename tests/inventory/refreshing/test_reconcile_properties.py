"""For any answers, in any order and of any scope: the cache becomes what they say, and no more than that.

Answers are raw JSON: records that repeat, contradict each other, come back, or cannot be read. What the cache should
be is computed here anew, from the JSON and by simpler means.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, reset_queries
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inventory.choices import ChangeKind, Removals, Scope
from inventory.models import Assignment, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.quo.contract import read_timestamp
from inventory.refreshing.facts import NUMBER_FIELDS, USER_FIELDS

from .helpers import REGIONS, a_number, a_user, answer_of, refresh_with, taken_back

pytestmark = pytest.mark.django_db

modestly = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "25")),
    deadline=None,
    # Each example begins with the same cache, which it leaves as it was: see `the_same_cache`.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
half_as_many = settings(modestly, max_examples=modestly.max_examples // 2)


# -- The cache as plain values


@dataclass
class State:
    """What people could see of a cache, in a form that compares."""

    numbers: dict[str, dict[str, str]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    groups: dict[tuple[str, str], str | None] = field(default_factory=dict)  # (number, user)
    users: dict[str, dict[str, str]] = field(default_factory=dict)


def as_text(value: str | datetime | None) -> str:
    return value.isoformat() if isinstance(value, datetime) else value or ""


def state_of_the_cache() -> State:
    numbers = PhoneNumber.objects.all()
    return State(
        numbers={row.id: {name: as_text(getattr(row, name)) for name in NUMBER_FIELDS} for row in numbers},
        removed={row.id for row in numbers if row.removed_at},
        groups={(row.number_id, row.user_id): row.group_id for row in Assignment.objects.all()},
        users={row.id: {name: getattr(row, name) for name in USER_FIELDS} for row in WorkspaceUser.objects.all()},
    )


def replay(state: State, changes: Sequence[Change]) -> State:
    """The state after these changes: what a reader of the Change table alone would come to."""
    state = deepcopy(state)
    for change in changes:
        number, user = change.number_id or "", change.user_id or ""
        match change.kind:
            case ChangeKind.NUMBER_ADDED:
                snapshot = json.loads(change.new)
                state.numbers[number] = snapshot["fields"]
                state.groups |= {(number, holder): group for holder, group in snapshot["users"].items()}
            case ChangeKind.NUMBER_REMOVED:
                state.removed.add(number)
            case ChangeKind.NUMBER_RESTORED:
                state.removed.remove(number)
            case ChangeKind.NUMBER_CHANGED:
                assert state.numbers[number][change.field] == change.old
                state.numbers[number][change.field] = change.new
            case ChangeKind.USER_ASSIGNED:
                assert state.groups.get((number, user), change.new) in (change.old, change.new)
                state.groups[number, user] = change.new
            case ChangeKind.USER_UNASSIGNED:
                assert state.groups.pop((number, user)) == change.old
            case ChangeKind.USER_ADDED:
                assert user not in state.users
                state.users[user] = json.loads(change.new)["fields"]
            case ChangeKind.USER_CHANGED:
                assert state.users[user][change.field] == change.old
                state.users[user][change.field] = change.new
            case _:
                raise AssertionError(f"a change of unknown kind {change.kind!r}")
    return state


# -- What an answer means, computed from its JSON


def stored(text: str | None) -> str:
    return (text or "").replace("\0", "\ufffd")


def number_said(record: dict[str, Any]) -> dict[str, str]:
    limits = record.get("restrictions") or {}
    calling, messaging = limits.get("calling") or {}, limits.get("messaging") or {}
    return {
        "number": stored(record["number"]),
        "formatted_number": stored(record.get("formattedNumber")),
        "name": stored(record.get("name")),
        "symbol": stored(record.get("symbol")),
        "group_id": stored(record.get("groupId")),
        "forward": stored(record.get("forward")),
        "port_request_id": stored(record.get("portRequestId")),
        "porting_status": stored(record.get("portingStatus")),
        "calling_us": stored(calling.get("US")),
        "calling_ca": stored(calling.get("CA")),
        "calling_intl": stored(calling.get("Intl")),
        "messaging_us": stored(messaging.get("US")),
        "messaging_ca": stored(messaging.get("CA")),
        "messaging_intl": stored(messaging.get("Intl")),
        "created_at": as_text(read_timestamp(record.get("createdAt"))),
        "updated_at": as_text(read_timestamp(record.get("updatedAt"))),
    }


def unsaid(record: dict[str, Any]) -> set[str]:
    """The restrictions that the record does not mention, not even as null: those stay as they were."""
    found = set()
    for use in ("calling", "messaging"):
        limits = record.get("restrictions", {})
        regions = limits.get(use, {}) if limits is not None else None
        found |= {
            f"{use}_{region.lower()}"
            for region in ("US", "CA", "Intl")
            if regions == {} or (regions and region not in regions)
        }
    return found


def user_said(user: dict[str, Any]) -> dict[str, str]:
    return {
        "email": stored(user.get("email")),
        "first_name": stored(user.get("firstName")),
        "last_name": stored(user.get("lastName")),
        "role": stored(user.get("role")),
    }


@dataclass
class Meaning:
    """An answer, read: the last readable record of each number, and what it does not allow to conclude."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    protected: set[str] = field(default_factory=set)
    protects_all: bool = False

    @property
    def users(self) -> dict[str, dict[str, str]]:
        """The number updated last has the word on a person; of two at once, the one with the greater id."""
        said: dict[str, dict[str, str]] = {}
        for record in sorted(self.records.values(), key=lambda record: (updated(record), record["id"])):
            said |= {user["id"]: user_said(user) for user in record.get("users") or []}
        return said


def updated(record: dict[str, Any]) -> str:
    """Times of the same form, so that their texts are ordered as they are."""
    return as_text(read_timestamp(record.get("updatedAt")))


def meaning_of(answer: Sequence[Any]) -> Meaning:
    meaning = Meaning()
    for record in answer:
        if is_readable(record):
            meaning.records[record["id"]] = record
        elif isinstance(record, dict) and str(record.get("id", "")).startswith("PN"):
            meaning.protected.add(record["id"])
        else:
            meaning.protects_all = True
    return meaning


def is_readable(record: Any) -> bool:
    """Of the kinds of bad records that the strategies below make."""
    return (
        isinstance(record, dict)
        and isinstance(record.get("id"), str)
        and record["id"].startswith("PN")
        and isinstance(record.get("number"), str)
        and not isinstance(record.get("name"), int)
        and all(isinstance(user.get("id"), str) for user in record.get("users") or [])
    )


# -- Any answer

NUMBER_IDS = ["PN1", "PN2", "PN3", "PN4", "PNa", "PNA", "PN/é"]
USER_IDS = ["US1", "US2", "US3", "USx", "USX"]
TIMES = [None, "soon", *(f"2024-01-0{day}T00:00:00.000Z" for day in range(1, 6))]
texts = st.sampled_from([None, "", "one", "two", "nul\0", "🏡 ñ", "Z" * 300])

users = st.builds(
    a_user,
    st.sampled_from(USER_IDS),
    role=st.sampled_from(["owner", "admin", "member", "emperor", None]),
    firstName=st.sampled_from(["Ada", None, "A\0da"]),
    groupId=st.sampled_from(["GR1", "GR2", "G\0R", None]),
)
numbers = st.builds(
    a_number,
    st.sampled_from(NUMBER_IDS),
    name=texts,
    symbol=texts,
    portingStatus=st.sampled_from([None, "pending", "completed"]),
    updatedAt=st.sampled_from(TIMES),
    createdAt=st.sampled_from(TIMES),
    users=st.none() | st.lists(users, max_size=3),
    restrictions=st.sampled_from(
        [None, {}, {"calling": REGIONS}, {"calling": REGIONS, "messaging": REGIONS | {"US": "limited"}}]
    ),
)
unreadable = st.one_of(
    st.builds(a_number, st.sampled_from(NUMBER_IDS), name=st.just(42)),
    st.builds(a_number, st.sampled_from(NUMBER_IDS), users=st.just([{"email": "nobody@example.com"}])),
    st.sampled_from([None, 7, {}, {"id": 7}, {"id": "XX1", "number": "+1"}, a_number("")]),
)


@dataclass(frozen=True)
class Step:
    """One refresh, and the records of the answer that it gets."""

    scope: Scope
    target: str
    answer: list[Any]


def whole(*records: Any) -> Step:
    return Step(Scope.WORKSPACE, "", [*records])


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """A few refreshes. Their records come out of one pool, so that many are the same from one to the next."""
    pool = draw(st.lists(numbers, min_size=2, max_size=9)) + draw(st.lists(unreadable, max_size=1))
    return [draw(a_step(pool)) for _ in range(draw(st.integers(1, 5)))]


@st.composite
def a_step(draw: st.DrawFn, pool: list[Any]) -> Step:
    scope = draw(st.sampled_from([Scope.WORKSPACE, Scope.WORKSPACE, Scope.USER, Scope.NUMBER]))
    records = draw(st.lists(st.sampled_from(pool), max_size=10))
    if scope == Scope.WORKSPACE:
        return Step(scope, "", records)
    if scope == Scope.USER:
        user = draw(st.sampled_from(USER_IDS))
        return Step(scope, user, [record for record in records if not is_readable(record) or holds(record, user)])
    number = draw(st.sampled_from(NUMBER_IDS))
    return Step(scope, number, [r for r in records if isinstance(r, dict) and r.get("id") == number][:1])


def holds(record: dict[str, Any], user: str) -> bool:
    return any(each["id"] == user for each in record.get("users") or [])


guards = st.sampled_from([(10, 10), (0, 0), (1, 30)])


def run(step: Step) -> Refresh:
    return refresh_with(answer_of(step.answer), step.scope, step.target)


@contextmanager
def the_same_cache(guard: tuple[int, int] = (10, 10)) -> Iterator[None]:
    holding = {"QUO_HOLD_REMOVALS_OVER": guard[0], "QUO_HOLD_REMOVALS_OVER_PERCENT": guard[1]}
    with taken_back(), override_settings(**holding):
        yield


# -- The properties


ONE, TWO = a_number("PN1"), a_number("PN2", users=[a_user(role="owner")])


@given(steps(), guards)
@example([whole(ONE, a_number("PN1", name=42))], (10, 10))
@example([whole(ONE, TWO), whole(ONE, {})], (10, 10))
@example([whole(TWO, ONE)], (10, 10))
@modestly
def test_a_refresh_writes_what_its_answer_says_and_no_more(history: list[Step], guard: tuple[int, int]) -> None:
    """The cache says what a full answer says; nothing outside a scope is touched; the changes replay the old state into
    the new; and the same answer again changes and writes nothing.
    """
    with the_same_cache(guard):
        after = State()
        for step in history:
            before, refresh = after, run(step)
            after = state_of_the_cache()
            if step.scope == Scope.WORKSPACE:
                assert_it_says(meaning_of(step.answer), refresh, before, after)
            else:
                assert_nothing_else_changed(step, before, after)
            assert replay(before, list(refresh.changes.order_by("id"))) == after
        assert replay(State(), list(Change.objects.order_by("id"))) == after
        assert_it_writes_nothing_again(step, refresh, after)


def assert_it_says(meaning: Meaning, refresh: Refresh, before: State, after: State) -> None:
    for id, record in meaning.records.items():
        kept = {name: before.numbers[id][name] for name in unsaid(record)} if id in before.numbers else {}
        assert after.numbers[id] == number_said(record) | kept
        assert {user: group for (number, user), group in after.groups.items() if number == id} == {
            user["id"]: stored(user.get("groupId")) for user in record.get("users") or []
        }
    assert {id: after.users[id] for id in meaning.users} == meaning.users
    was_current = before.numbers.keys() - before.removed
    absent = was_current - meaning.records.keys() - meaning.protected
    assert set(refresh.held) <= absent
    stays = was_current & (meaning.protected | set(refresh.held))
    if meaning.protects_all:
        stays |= absent
    assert after.numbers.keys() - after.removed == meaning.records.keys() | stays
    for id in stays - meaning.records.keys():
        assert after.numbers[id] == before.numbers[id]
    assert (refresh.removals == Removals.HELD) == bool(refresh.held)


def assert_nothing_else_changed(step: Step, before: State, after: State) -> None:
    meaning = meaning_of(step.answer)
    asked = {step.target} if step.scope == Scope.NUMBER else set()
    for id in before.numbers.keys() - meaning.records.keys():
        assert after.numbers[id] == before.numbers[id]
        assert id in asked or (id in after.removed) == (id in before.removed)
        own = [pair for pair in before.groups if pair[0] == id and pair[1] != step.target]
        assert all(after.groups.get(pair) == before.groups[pair] for pair in own)
    assert after.numbers.keys() - before.numbers.keys() <= meaning.records.keys()
    for id in before.users.keys() - meaning.users.keys():
        assert after.users[id] == before.users[id]
    if step.scope == Scope.USER:
        assert after.removed <= before.removed


def assert_it_writes_nothing_again(step: Step, first: Refresh, before: State) -> None:
    reset_queries()  # the log of them is bounded
    with CaptureQueriesContext(connection) as queries:
        second = run(step)
    assert state_of_the_cache() == before
    assert (second.added, second.changed, second.removed, second.restored) == (0, 0, 0, 0)
    assert not second.changes.exists()
    assert second.held == first.held
    # The refresh's own rows are written, and of people in doubt the digests, again.
    assert [sql for sql in written(queries) if "digest" not in sql or step.scope == Scope.WORKSPACE] == []


def written(queries: CaptureQueriesContext) -> list[str]:
    """The statements that write, but for those into the refresh's own rows, and for the one of when it confirmed."""
    return [query["sql"] for query in queries if query["sql"].startswith(VERBS) and not OWN_ROWS.search(query["sql"])]


VERBS = ("INSERT INTO", "UPDATE", "DELETE FROM")
OWN_ROWS = re.compile(
    r'^(INSERT INTO|UPDATE) "inventory_(refresh|rejectedrecord|cachestate)"'
    r'|^UPDATE "inventory_(workspaceuser|phonenumber)" SET "confirmed_at" = '
)


# Found by this test: a record read only for one person's sake settled what is true of another one on it; a person's
# other numbers were not read again after a refresh of one number took the person off it.
SHARED = a_number("PN1", users=[a_user("US1"), a_user("US2")], updatedAt=TIMES[2])
NEWER = a_number("PN2", users=[a_user("US2", role="owner")], updatedAt=TIMES[3])
ALONE = NEWER | {"users": []}
OTHERWISE = SHARED | {"users": [a_user("US2", role="emperor")]}
OLDER = a_number("PN4", users=[a_user("US2", role="admin")], updatedAt=TIMES[1])
CHANGED = a_number("PN3", users=[a_user("US1")], updatedAt=TIMES[4])


@given(steps())
@example([whole(SHARED, NEWER, CHANGED), whole(SHARED, NEWER, CHANGED | {"name": "New"})])
@example([whole(SHARED, OLDER), Step(Scope.NUMBER, "PN4", [OLDER]), whole()])
@example([whole(SHARED, NEWER), Step(Scope.NUMBER, "PN2", [ALONE]), whole(SHARED, ALONE)])
@example([whole(SHARED, NEWER), Step(Scope.NUMBER, "PN2", []), whole(SHARED)])
@example([whole(SHARED, NEWER), Step(Scope.NUMBER, "PN1", [OTHERWISE]), whole(OTHERWISE, NEWER)])
@example([whole(CHANGED), Step(Scope.USER, "US1", []), whole(CHANGED)])
@half_as_many
def test_skipping_known_records_makes_no_difference(history: list[Step]) -> None:
    with the_same_cache():
        skipping = [outcome(step) for step in history]
    with the_same_cache():
        reading_all = []
        for step in history:
            PhoneNumber.objects.update(digest=b"")
            reading_all.append(outcome(step))
    assert skipping == reading_all


@pytest.fixture
def three_known() -> None:
    run(whole(SHARED, NEWER, CHANGED))


@given(st.lists(st.sampled_from([SHARED, NEWER, CHANGED, CHANGED | {"name": "New"}, None]), max_size=6), guards)
@half_as_many
def test_skipping_known_records_counts_the_same(three_known: None, answer: list[Any], guard: tuple[int, int]) -> None:
    with the_same_cache(guard):
        skipping = counts(run(whole(*answer)))
    with the_same_cache(guard):
        PhoneNumber.objects.update(digest=b"")
        assert counts(run(whole(*answer))) == skipping


def outcome(step: Step) -> Any:
    """What came of a refresh, and of people what a full answer says of them: in a smaller scope a changed record has
    the word on them until the next full answer that mentions them, and one that was passed over has not."""
    refresh = run(step)
    state = state_of_the_cache()
    mentioned = meaning_of(step.answer).users if step.scope == Scope.WORKSPACE else {}
    state.users = {id: user for id, user in state.users.items() if id in mentioned}
    return refresh.checked, refresh.rejected, refresh.held, state


def counts(refresh: Refresh) -> Any:
    names = ("checked", "added", "changed", "removed", "restored", "rejected", "held")
    return {name: getattr(refresh, name) for name in names}, state_of_the_cache()
