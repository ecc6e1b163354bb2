"""What rules have to say, held to a plain second computation from the records that Quo gave; when they say it, and that
each thing is said once.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from dashboard.alerts import deciding, messages
from dashboard.alerts.channels import Message
from dashboard.alerts.events import STATES, Event, latest_slot
from dashboard.alerts.models import Delivery, Rule
from dashboard.alerts.occurrences import SHOWN
from inventory.choices import Scope, State
from inventory.models import CacheState, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing import removals
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_people, refresh_with, some_numbers

from .conftest import FREE, NO_TEXTS, a_rule, refreshed, restricted

pytestmark = pytest.mark.django_db
ALL = [event.value for event in Event]
OF_CHANGES = [event.value for event in Event if event not in STATES]


@pytest.fixture(autouse=True)
def a_channel(settings: Settings) -> None:
    settings.ALERT_CHANNELS = {"hook": "https://hooks.example.com/"}


Said = dict[str, set[str]]  # by event: the ids of what it is about


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[int, list[Said]]:
    """What rules have said, message by message."""
    return listen(monkeypatch)


def listen(monkeypatch: pytest.MonkeyPatch) -> dict[int, list[Said]]:
    said: dict[int, list[Said]] = defaultdict(list)

    def compose(rule: Rule, occurrences: Any, *, refresh: Refresh | None) -> Message:
        message: Said = {}
        for each in occurrences:
            about = [one.number or one.user for one in each.first]
            message[each.event.value] = {subject.pk if subject else "" for subject in about}
            assert each.count >= len(each.first)
            assert each.count == len(each.first) or len(each.first) == SHOWN or each.event in STATES
            if each.event == Event.RESTRICTION_ADDED and each.count == len(each.first):
                assert each.by_field == dict(Counter(fact.field for one in each.first for fact in one.facts))
        said[rule.pk].append(message)
        return Message("subject", "text", "", {})

    monkeypatch.setattr(deciding, "compose", compose)
    return said


# -- Held to a second computation

VALUES = st.sampled_from(["restricted", "unrestricted", "limited", None])
RECORD = st.fixed_dictionaries(
    {
        "ways": st.fixed_dictionaries({"messaging.US": VALUES, "calling.CA": VALUES}),
        "portingStatus": st.sampled_from([None, "pending", "approved", "completed", "rejected"]),
        "forward": st.sampled_from([None, "+12125550144"]),
        "users": st.lists(st.sampled_from(["US1", "US2"]), max_size=2, unique=True),
    }
)
WORKSPACE = st.dictionaries(st.sampled_from(["PN1", "PN2", "PN3", "PN4"]), RECORD, min_size=3)


def record_of(id: str, values: dict[str, Any]) -> dict[str, Any]:
    ways: dict[str, dict[str, str]] = restricted()
    for way, value in values["ways"].items():
        use, region = way.split(".")
        ways[use][region] = value
    users = [a_user(user) for user in values["users"]]
    return a_number(
        id, restrictions=ways, users=users, portingStatus=values["portingStatus"], forward=values["forward"]
    )


def expected(before: dict[str, Any], after: dict[str, Any], gone: set[str]) -> Said:
    """From the sentences of the page about each event. `gone`: numbers that were removed earlier."""
    found: Said = defaultdict(set)
    for id in before.keys() | after.keys():
        old, new = before.get(id), after.get(id)
        if old is None and id not in gone:
            found["number-added"].add(id)
        if new is None:
            found["number-removed"].add(id)
        if old is None or new is None:
            continue
        for way, value in new["ways"].items():
            if value == "restricted" != old["ways"][way]:
                found["restriction-added"].add(id)
            if value == "unrestricted" and old["ways"][way] == "restricted":
                found["restriction-lifted"].add(id)
        status = new["portingStatus"]
        if status != old["portingStatus"]:
            ended = {"completed": "porting-completed", "rejected": "porting-failed"}.get(status or "")
            found[ended or "porting-changed"].add(id)
        if new["forward"] != old["forward"]:
            found["forwarding-changed"].add(id)
        if old["users"] and not new["users"]:
            found["unassigned"].add(id)
    return dict(found)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(workspaces=st.lists(WORKSPACE, min_size=2, max_size=4))
def test_rules_say_what_the_records_say(workspaces: list[dict[str, Any]], django_db_blocker: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for table in (Rule, Change, Refresh, PhoneNumber, WorkspaceUser, CacheState):
            table.objects.all().delete()
        said = listen(patch)
        rule = a_rule(*OF_CHANGES)
        filtered = a_rule(*OF_CHANGES, query="restricted=messaging.US")
        some = a_rule("restriction-added", "porting-failed")
        daily = a_rule(*OF_CHANGES, rhythm="daily")
        before: dict[str, Any] = {}
        gone: set[str] = set()
        whole: Said = defaultdict(set)
        for place, after in enumerate(workspaces):
            refresh_with(answer_of([record_of(*each) for each in after.items()]))
            deciding.decide()
            wanted = expected(before, after, gone) if place else {}  # a first import alerts nobody
            assert said.pop(rule.pk, []) == ([wanted] if wanted else [])
            chosen = {event: ids for event, ids in wanted.items() if event in some.events}
            assert said.pop(some.pk, []) == ([chosen] if chosen else [])
            # The filter is of numbers as they are now; a removed one is as it was
            latest = before | after
            blocked = {id for id, each in latest.items() if each["ways"]["messaging.US"] == "restricted"}
            narrowed = {event: ids & blocked for event, ids in wanted.items() if ids & blocked}
            assert said.pop(filtered.pk, []) == ([narrowed] if narrowed else [])
            for event, ids in wanted.items():
                whole[event] |= ids
            gone = (gone | (before.keys() - after.keys())) - after.keys()
            before = after
        assert daily.pk not in said
        deciding.decide(timezone.now() + timedelta(days=1))
        # Over a day that is also said of a number which came back without users: its return alone alerts nobody
        had = {id for workspace in workspaces for id, each in workspace.items() if each["users"]}
        whole["unassigned"] |= {id for id in had & before.keys() if not before[id]["users"]}
        for message in said.pop(daily.pk, []):  # of values that came back nothing is said
            assert all(ids <= whole[event] for event, ids in message.items())
            assert message.get("number-removed", set()) == whole["number-removed"]
        assert deciding.decide() == 0


def test_only_the_first_are_named_and_all_are_counted(said: dict[int, list[Said]]) -> None:
    rule = a_rule("restriction-added", "porting-changed")
    refresh_with(answer_of(some_numbers(50, restrictions=FREE)))
    refresh_with(answer_of(some_numbers(50, restrictions=NO_TEXTS)))
    assert deciding.decide() == 1
    ((message,),) = said.values()
    assert len(message["restriction-added"]) == SHOWN
    assert Delivery.objects.get().rule == rule


def test_a_restored_number_alerts_nobody(said: dict[int, list[Said]]) -> None:
    a_rule(*ALL)
    refreshed()
    refreshed(count=2)
    refreshed({"id": "PN2", "restrictions": NO_TEXTS, "forward": "+12125550144"})
    deciding.decide()
    assert [*said.values()] == [[{"number-removed": {"PN2"}}]]


def test_who_leaves_leaves_numbers_without_a_user(said: dict[int, list[Said]]) -> None:
    a_rule("sole-user-left", "person-left", "role-changed")
    both = [a_user("US1"), a_user("US2")]
    first = [a_number("PN1", users=both), a_number("PN2", users=[a_user("US2")])]
    refresh_with(answer_of(first))
    refresh_people(["US1", "US2"])
    refresh_with(answer_of([a_number("PN1", users=[a_user("US1", role="admin")]), a_number("PN2", users=[])]))
    refresh_people(["US1"])
    deciding.decide()
    assert [*said.values()] == [
        [{"role-changed": {"US1"}}, {"sole-user-left": {"PN2"}, "person-left": {"US2"}}],
    ]


def test_a_number_that_has_nobody_is_told_with_whom_it_had() -> None:
    refresh_with(answer_of([a_number(users=[a_user(firstName="Ada", lastName="Byron")])]))
    a_rule("unassigned")
    refresh_with(answer_of([a_number(users=[])]))
    assert deciding.decide() == 1
    (number,) = Delivery.objects.get().data["data"]["numbers"]
    assert (number["field"], number["old"], number["new"]) == ("user", "Ada Byron", "")


def test_removals_that_are_accepted_are_told(said: dict[int, list[Said]]) -> None:
    a_rule("removals-held", "number-removed")
    refresh_with(answer_of(some_numbers(30)))
    held = refresh_with(answer_of(some_numbers(10)))
    deciding.decide()
    assert Delivery.objects.get().refresh == held
    refresh_with(answer_of(some_numbers(10)))  # which holds them again
    deciding.decide()
    removals.accept(Refresh.objects.waiting_for_decision().get(), "somebody")
    deciding.decide()
    ((first, second),) = said.values()
    assert (first, len(second["number-removed"])) == ({"removals-held": {""}}, 20)


# -- What lasts


def test_what_lasts_is_said_once_until_it_ends(said: dict[int, list[Said]], settings: Settings) -> None:
    refreshed({"id": "PN1", "portingStatus": "pending", "updatedAt": "2020-01-01T00:00:00Z"})
    rule = a_rule(*ALL)
    PhoneNumber.objects.update(porting_since=timezone.now())
    deciding.decide()
    assert said == {}
    for _ in range(2):
        PhoneNumber.objects.update(porting_since=timezone.now() - timedelta(days=11))
        CacheState.objects.update(confirmed_at=timezone.now() - timedelta(days=2))
        failed = Refresh.objects.create(
            scope=Scope.WORKSPACE, requested_by_name="cron", state=State.FAILED, finished_at=timezone.now(),
            error_status=401, error_summary="Quo does not accept the key.",
        )  # fmt: skip
        for _ in range(3):
            deciding.decide()
        every: Said = {"key-refused": {""}, "refresh-failing": {""}, "porting-stalled": {"PN1"}}
        assert said.pop(rule.pk) == [every]
        failed.delete()
        CacheState.objects.update(confirmed_at=timezone.now())
        PhoneNumber.objects.update(porting_since=timezone.now())
        deciding.decide()
        assert said == {}


def test_a_first_import_finds_no_stalled_port(said: dict[int, list[Said]]) -> None:
    a_rule(*ALL)
    refreshed({"id": "PN1", "portingStatus": "pending", "updatedAt": "2020-01-01T00:00:00Z"})
    assert PhoneNumber.objects.get(pk="PN1").porting_since
    for _ in range(2):
        deciding.decide()
    assert said == {}


# -- When


@pytest.mark.parametrize(
    ("now", "rhythm", "slot"),
    [
        # In Berlin summer time begins on 2026-03-29 at 2:00, which is 3:00 then, and ends on 2026-10-25 at 3:00
        ("2026-03-28T07:30Z", "daily", "2026-03-28T07:00Z"),
        ("2026-03-29T06:00Z", "daily", "2026-03-29T06:00Z"),
        ("2026-03-29T05:59Z", "daily", "2026-03-28T07:00Z"),
        ("2026-10-25T06:59Z", "daily", "2026-10-24T06:00Z"),
        ("2026-10-25T07:00Z", "daily", "2026-10-25T07:00Z"),
        ("2026-03-30T05:59Z", "weekly", "2026-03-23T07:00Z"),
        ("2026-03-30T06:00Z", "weekly", "2026-03-30T06:00Z"),
        ("2026-04-05T23:00Z", "weekly", "2026-03-30T06:00Z"),
    ],
)
def test_a_digest_is_due_at_its_hour_all_year(now: str, rhythm: str, slot: str) -> None:
    assert latest_slot(rhythm, 8, "Europe/Berlin", datetime.fromisoformat(now)) == datetime.fromisoformat(slot)


@pytest.mark.parametrize("hour", [1, 2, 3])
@pytest.mark.parametrize("day", [datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)])
def test_a_digest_is_due_once_a_day_also_where_an_hour_is_missing_or_comes_twice(hour: int, day: datetime) -> None:
    minutes = [day + timedelta(minutes=10 * step) for step in range(3 * 24 * 6)]
    slots = {latest_slot("daily", hour, "Europe/Berlin", minute) for minute in minutes}
    days = sorted(slot.astimezone(ZoneInfo("Europe/Berlin")).date() for slot in slots)
    assert days == [days[0] + timedelta(days=step) for step in range(len(days))]
    assert len(days) in (3, 4)


def test_a_digest_says_all_of_its_day_once_and_nothing_where_nothing_was(said: dict[int, list[Said]]) -> None:
    refreshed()
    rule = a_rule("restriction-added", "forwarding-changed", rhythm="daily", hour=8, time_zone="Asia/Tokyo")
    refreshed({"id": "PN1", "restrictions": NO_TEXTS, "forward": "+12125550144"})
    refreshed({"id": "PN1", "restrictions": NO_TEXTS}, {"id": "PN2", "restrictions": NO_TEXTS})
    deciding.decide()
    assert said == {}
    tomorrow = timezone.now() + timedelta(days=1)
    deciding.decide(tomorrow)
    assert said.pop(rule.pk) == [{"restriction-added": {"PN1", "PN2"}}]  # it forwards as before
    deciding.decide(tomorrow + timedelta(days=1))
    refreshed({"id": "PN0", "restrictions": NO_TEXTS})
    deciding.decide(tomorrow + timedelta(days=1))
    assert said == {}, "the hour of that day was over, though nothing was said"
    deciding.decide(tomorrow + timedelta(days=2))
    assert said == {rule.pk: [{"restriction-added": {"PN0"}}]}


def test_a_clock_that_jumps_loses_and_repeats_nothing(said: dict[int, list[Said]]) -> None:
    refreshed()
    rules = [a_rule("restriction-added", rhythm="daily"), a_rule("restriction-added")]
    refreshed({"id": "PN1", "restrictions": NO_TEXTS})
    deciding.decide(timezone.now() + timedelta(days=400))
    refreshed({"id": "PN2", "restrictions": NO_TEXTS})
    deciding.decide()  # back again
    deciding.decide(timezone.now() + timedelta(days=1))
    added = "restriction-added"
    assert [said[rule.pk] for rule in rules] == [[{added: {"PN1"}}, {added: {"PN2"}}]] * 2


@pytest.mark.parametrize("send_missed", [True, False])
def test_a_paused_rule_goes_on_from_now_or_says_what_it_missed_in_one_message(
    said: dict[int, list[Said]], send_missed: bool
) -> None:
    refreshed()
    rule = a_rule("restriction-added")
    Rule.objects.update(enabled=False)
    rule.refresh_from_db()
    for number in ("PN0", "PN1"):
        refreshed({"id": "PN0", "restrictions": NO_TEXTS}, {"id": number, "restrictions": NO_TEXTS})
    deciding.decide()
    assert said == {}
    assert deciding.missed(rule) == 2
    deciding.switch_on(rule, send_missed=send_missed)
    refreshed({"id": "PN2", "restrictions": NO_TEXTS}, *({"id": f"PN{n}", "restrictions": NO_TEXTS} for n in (0, 1)))
    deciding.decide()
    earlier: list[Said] = [{"restriction-added": {"PN0", "PN1"}}] if send_missed else []
    assert said[rule.pk] == [*earlier, {"restriction-added": {"PN2"}}]


# -- What goes wrong


def test_a_rule_whose_filter_makes_no_sense_waits_and_loses_nothing(said: dict[int, list[Said]]) -> None:
    refreshed()
    rule = a_rule("restriction-added", query="restricted=faxing.US")
    refreshed({"id": "PN1", "restrictions": NO_TEXTS})
    assert deciding.decide() == 0
    Rule.objects.update(query="restricted=messaging.US")
    assert deciding.decide() == 1
    assert said[rule.pk] == [{"restriction-added": {"PN1"}}]


def test_a_rule_that_fails_stops_no_other(
    said: dict[int, list[Said]], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refreshed()
    bad, good = a_rule("restriction-added"), a_rule("restriction-added")
    works: Callable[..., Message] = vars(deciding)["compose"]

    def compose(rule: Rule, *arguments: Any, **options: Any) -> Message:
        if rule.pk == bad.pk:
            raise ZeroDivisionError
        return works(rule, *arguments, **options)

    monkeypatch.setattr(deciding, "compose", compose)
    refreshed({"id": "PN1", "restrictions": NO_TEXTS})
    assert [deciding.decide(), deciding.decide()] == [1, 0]
    assert (len(said[good.pk]), caplog.text.count("could not be decided")) == (1, 1)
    monkeypatch.setattr(deciding, "compose", works)
    monkeypatch.setattr(deciding, "_failed", {})
    assert (deciding.decide(), len(said[bad.pk])) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_processes_decide_once(monkeypatch: pytest.MonkeyPatch) -> None:
    refreshed()
    a_rule("restriction-added")
    refreshed({"id": "PN1", "restrictions": NO_TEXTS})
    both, works = threading.Barrier(2), messages.compose

    def compose(*arguments: Any, **options: Any) -> Message:
        both.wait(20)
        return works(*arguments, **options)

    monkeypatch.setattr(deciding, "compose", compose)

    def decide() -> int:
        try:
            return deciding.decide()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        counts = [one.result() for one in [threads.submit(decide), threads.submit(decide)]]
    assert sorted(counts) == [0, 1]
    assert Delivery.objects.count() == 1


def test_a_pass_without_anything_new_asks_little(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    refreshed()
    with django_assert_max_num_queries(1):
        deciding.decide()
    for _ in range(5):
        a_rule(*ALL)
    with django_assert_max_num_queries(6):
        deciding.decide()


def test_each_rule_takes_as_many_queries_however_much_changed() -> None:
    counts = []
    for numbers in (700, 1400):
        for model in (Rule, PhoneNumber, Refresh):
            model.objects.all().delete()
        refresh_with(answer_of(some_numbers(numbers, restrictions=FREE)))
        for place in range(10):
            a_rule(*OF_CHANGES, query=f"restricted=messaging.US&assigned=yes&group=GR1&id=PN{place}&id=PN11")
        refresh_with(answer_of(some_numbers(numbers, restrictions=NO_TEXTS)))
        with CaptureQueriesContext(connection) as queries:
            assert deciding.decide() == 10
        assert {number["id"] for number in Delivery.objects.latest("id").data["data"]["numbers"]} == {"PN9", "PN11"}
        counts.append(len(queries))
    assert counts[0] == counts[1] < 100
