"""Both generations of the API over one workspace: the same records, whatever the lists do meanwhile."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec import UNSET, structs

from inventory.quo import pace
from inventory.quo.client import QuoClient
from inventory.quo.decode import decode_record
from inventory.quo.errors import BadAnswer, CheckKey, CheckSettings, NotFound, QuoError, TryLater
from inventory.quo.generations import client_for
from inventory.quo.records import NO_REGISTRATION, A2PRecord, Answer, PhoneNumberRecord
from inventory.sandbox import GENERATIONS, SANDBOX_KEY, Sandbox
from inventory.sandbox.workspace import BUSINESS_SECRETS

DATED = "2026-03-30"
FIRST_PAGES = 3  # of numbers, the organization, the A2P registration
AskAgain = Callable[..., QuoClient]


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(pace, "PER_SECOND", 1000)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Forty numbers of some fifteen people, eight on a page, without Quo's rate limit."""
    with Sandbox(numbers=40, requests_per_second=None, longest_page=8) as server:
        yield server


@pytest.fixture
def connect(sandbox: Sandbox) -> Iterator[AskAgain]:
    clients = []

    def make(version: str = DATED, **options: Any) -> QuoClient:
        clients.append(client_for(SANDBOX_KEY, sandbox.url, version, **options))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def ids(answer: Answer) -> set[str]:
    return {decode_record(raw).id for raw in answer.records}


def of(sandbox: Sandbox) -> set[str]:
    return {number["id"] for number in sandbox.workspace.numbers}


def people_of(sandbox: Sandbox) -> set[str]:
    return {person["id"] for person in sandbox.workspace.users()}


def users_by_number(answer: Answer) -> dict[str, set[str]]:
    records = map(decode_record, answer.records)
    return {record.id: {user.id for user in record.users or ()} for record in records}


def asked(sandbox: Sandbox, path: str) -> int:
    return sum(call.path.split("?")[0] == path for call in sandbox.requests)


def comparable(answer: Answer) -> dict[str, PhoneNumberRecord]:
    """The records without what only one generation has: v1's stray quotes, and a user's group for a number."""

    def plain(record: PhoneNumberRecord) -> PhoneNumberRecord:
        users = sorted(record.users or (), key=lambda user: user.id)
        times = {name: str(getattr(record, name)).strip(" '") for name in ("created_at", "updated_at")}
        return structs.replace(record, users=tuple(structs.replace(user, group_id=UNSET) for user in users), **times)

    return {record.id: plain(record) for record in map(decode_record, answer.records)}


# -- One workspace, the same records


@pytest.mark.parametrize("crowd", [False, True], ids=["few people", "more people than numbers"])
@pytest.mark.parametrize("include_users", [True, False])
def test_both_generations_yield_the_same_records(
    sandbox: Sandbox, connect: AskAgain, include_users: bool, crowd: bool
) -> None:
    sandbox.include_users = include_users
    if crowd:
        del sandbox.workspace.numbers[5:]
    old, new = connect("v1").fetch_numbers(), connect().fetch_numbers()
    assert len(old.records) == len(new.records) == len(sandbox.workspace.numbers)
    assert comparable(old) == comparable(new)
    assert old.notes == new.notes == ()
    assert (old.organization, old.a2p) == (None, None)
    assert new.organization is not None
    assert new.organization.name == sandbox.workspace.organization["name"]


@pytest.mark.parametrize("include_users", [True, False])
def test_a_users_and_a_single_number_are_the_same_in_both(
    sandbox: Sandbox, connect: AskAgain, include_users: bool
) -> None:
    sandbox.include_users = include_users
    number = sandbox.workspace.numbers[0]
    user = number["users"][0]["id"]
    fetches: tuple[Callable[[QuoClient], Answer], ...] = (
        lambda client: client.fetch_user(user),
        lambda client: client.fetch_number(number["id"]),
    )
    for fetch in fetches:
        old, new = fetch(connect("v1")), fetch(connect())
        assert comparable(old) == comparable(new) != {}
        assert (new.organization, new.a2p) == (None, None)


@pytest.mark.parametrize("version", GENERATIONS)
def test_everybody_is_listed_also_who_has_no_number(sandbox: Sandbox, connect: AskAgain, version: str) -> None:
    client = connect(version)
    people = client.fetch_people()
    assert {user.id for user in people.users} == people_of(sandbox)
    assert people.is_complete
    assert len(sandbox.requests) == -(-len(people_of(sandbox)) // 8)
    assert (client.progress.unit, client.progress.done) == ("people", len(people_of(sandbox)))
    assert people.size > 0


def test_with_users_included_the_numbers_take_a_request_a_page(sandbox: Sandbox, connect: AskAgain) -> None:
    client = connect()
    client.fetch_numbers()
    assert len(sandbox.requests) == 5 + 2
    assert (client.progress.done, client.progress.total) == (len(sandbox.requests),) * 2
    assert all(
        "limit=50" in call.path for call in sandbox.requests if "a2p" not in call.path and "org" not in call.path
    )


@pytest.mark.parametrize("crowd", [False, True], ids=["by user", "by number"])
def test_else_it_asks_for_each_user_or_each_number_whichever_are_fewer(
    sandbox: Sandbox, connect: AskAgain, crowd: bool
) -> None:
    sandbox.include_users = False
    sandbox.longest_page = 50
    if crowd:
        del sandbox.workspace.numbers[5:]
    client = connect()
    client.fetch_numbers()
    each = min(len(sandbox.workspace.numbers), len(people_of(sandbox)))
    assert (each == 5) == crowd
    people = 1  # page of them
    assert len(sandbox.requests) == 1 + FIRST_PAGES + people + each
    assert (client.progress.done, client.progress.total) == (len(sandbox.requests),) * 2
    by_number = sum(call.path.split("?")[0].endswith("/users") and "PN" in call.path for call in sandbox.requests)
    assert by_number == (each if crowd else 0)


# -- Lists that change while they are read


@pytest.mark.parametrize("include_users", [True, False])
def test_a_list_that_moves_loses_nothing_that_was_known(
    sandbox: Sandbox, connect: AskAgain, include_users: bool
) -> None:
    sandbox.include_users = include_users
    calm = comparable(connect().fetch_numbers())
    for fault in ("list-shrinks", "list-grows", "pages-empty-between", "page-fails-then-ok", "total-wrong"):
        sandbox.fail_next(fault, 1 if fault == "page-fails-then-ok" else None, on=r"^/phone-numbers\?")
        client = connect()
        moved = client.fetch_numbers(of(sandbox), people_of(sandbox))
        assert comparable(moved) == calm, fault
        assert len(moved.records) == 40
        assert client.progress.done == client.progress.total


@pytest.mark.parametrize("version", GENERATIONS)
def test_who_slipped_from_one_page_to_another_is_found_on_the_second_reading(
    sandbox: Sandbox, connect: AskAgain, version: str
) -> None:
    sandbox.fail_next("list-shrinks", 1, on=r"/users\?.*(after|pageToken)=")
    assert {user.id for user in connect(version).fetch_people(people_of(sandbox)).users} == people_of(sandbox)


@pytest.mark.parametrize("version", GENERATIONS)
def test_a_list_on_one_page_is_not_read_again_for_who_is_gone(
    sandbox: Sandbox, connect: AskAgain, version: str
) -> None:
    sandbox.longest_page = 50
    connect(version).fetch_people({"USgone"})
    assert len(sandbox.requests) == 1


def test_somebody_who_is_gone_does_not_make_it_ask_number_by_number(sandbox: Sandbox, connect: AskAgain) -> None:
    """The records stay the same to the byte, and it takes a request more."""
    sandbox.include_users = False
    before = connect().fetch_numbers(of(sandbox), people_of(sandbox))
    asked_before = len(sandbox.requests)
    after = connect().fetch_numbers(of(sandbox), {*people_of(sandbox), "USgone"})
    assert [record.digest for record in after.records] == [record.digest for record in before.records]
    assert len(sandbox.requests) == 2 * asked_before + 1


def test_who_slipped_out_of_the_list_of_people_keeps_the_numbers(sandbox: Sandbox, connect: AskAgain) -> None:
    sandbox.include_users = False
    calm = connect().fetch_numbers(of(sandbox), people_of(sandbox))
    sandbox.fail_next("user-unlisted", 1, on=r"^/users\?")
    again = connect().fetch_numbers(of(sandbox), people_of(sandbox))
    assert [record.digest for record in again.records] == [record.digest for record in calm.records]


def test_where_somebody_stays_unlisted_each_number_says_who_has_it(sandbox: Sandbox, connect: AskAgain) -> None:
    sandbox.include_users = False
    sandbox.fail_next("user-unlisted", None, on=r"^/users\?")
    calm = users_by_number(connect("v1").fetch_numbers())
    assert users_by_number(connect().fetch_numbers((), people_of(sandbox))) == calm


def test_a_known_number_that_is_gone_stays_gone_when_it_is_asked_for(sandbox: Sandbox, connect: AskAgain) -> None:
    known = of(sandbox)
    gone = sandbox.workspace.numbers.pop()["id"]
    answer = connect().fetch_numbers(known)
    assert ids(answer) == known - {gone}
    assert answer.protected == frozenset()
    assert asked(sandbox, f"/phone-numbers/{gone}") == 1


def test_a_number_that_vanishes_between_list_and_users_is_left_out_and_protected(
    sandbox: Sandbox, connect: AskAgain
) -> None:
    sandbox.include_users = False
    del sandbox.workspace.numbers[5:]
    vanishing = sandbox.workspace.numbers[0]["id"]
    sandbox.fault = "number-vanishes"
    answer = connect().fetch_numbers(of(sandbox))
    assert answer.protected == {vanishing}
    assert ids(answer) == of(sandbox) - {vanishing}
    assert vanishing in answer.notes[0]
    error = failure(connect(), lambda client: client.fetch_number(vanishing))
    assert type(error) is not NotFound
    assert isinstance(error, BadAnswer)


def test_a_user_who_keeps_a_number_that_slipped_keeps_it(sandbox: Sandbox, connect: AskAgain) -> None:
    owner = sandbox.workspace.people[0]["id"]
    for number in sandbox.workspace.numbers[:20]:
        number["users"] = [dict(sandbox.workspace.numbers[0]["users"][0], id=owner)]
    known = {number["id"] for number in sandbox.workspace.assigned_to(owner)}
    other = next(number["id"] for number in sandbox.workspace.numbers if number["id"] not in known)
    sandbox.fault = "list-shrinks"
    answer = connect().fetch_user(owner, known_ids={*known, other})
    assert ids(answer) == known


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("cursor-missing", "the cursor is missing"),
        ("cursor-repeats", "a cursor comes back"),
        ("cursor-never-ends", "hold nothing new"),
        ("list-starts-over", "hold nothing new"),
        ("cursor-expired", "The cursor is invalid"),
        ("page-fails", "could not answer"),
    ],
)
def test_a_list_that_cannot_be_read_to_its_end_fails_the_fetch(
    sandbox: Sandbox, connect: AskAgain, fault: str, says: str
) -> None:
    sandbox.fail_next(fault, None, on=r"^/phone-numbers\?")
    error = failure(connect(), lambda client: client.fetch_numbers())
    assert says in f"{error.summary} {error.errors}"
    assert len(sandbox.requests) < 40


@pytest.mark.parametrize("version", GENERATIONS)
@pytest.mark.parametrize(
    "fault",
    ["users-refused", "cursor-missing", "cursor-repeats", "cursor-never-ends", "list-starts-over", "cursor-expired",
     "page-fails"],
)  # fmt: skip
def test_a_list_of_people_that_cannot_be_read_to_its_end_fails(
    sandbox: Sandbox, connect: AskAgain, version: str, fault: str
) -> None:
    sandbox.fail_next(fault, None, on=r"/users\?")
    client = connect(version)
    assert failure(client, lambda client: client.fetch_people(["US1"])).summary
    assert ids(client.fetch_numbers()) == of(sandbox)


@pytest.mark.parametrize("version", GENERATIONS)
def test_one_bad_record_of_a_person_spoils_no_other(sandbox: Sandbox, connect: AskAgain, version: str) -> None:
    good = sandbox.workspace.users()
    listed = [*good[:3], {"email": "nobody"}, *good[3:]]
    sandbox.workspace.users = lambda: listed  # type: ignore[method-assign]
    people = connect(version).fetch_people()
    assert {user.id for user in people.users} == {person["id"] for person in good}
    assert not people.is_complete
    ((record, rejection),) = people.rejected
    assert "nobody" in record.text()
    assert (rejection.path, rejection.reason) == ("$.id", "is missing")


@pytest.mark.parametrize("include_users", [True, False])
def test_a_bad_record_of_a_person_takes_no_number_away(
    sandbox: Sandbox, connect: AskAgain, include_users: bool
) -> None:
    sandbox.include_users = include_users
    calm = users_by_number(connect("v1").fetch_numbers())
    good = sandbox.workspace.users()
    sandbox.workspace.users = lambda: [{**good[0], "role": 7}, *good[1:]]  # type: ignore[method-assign]
    assert users_by_number(connect().fetch_numbers()) == calm


@pytest.mark.parametrize("version", GENERATIONS)
def test_a_user_who_is_listed_twice_is_one(sandbox: Sandbox, connect: AskAgain, version: str) -> None:
    sandbox.fault = "user-twice"
    people = connect(version).fetch_people().users
    assert len(people) == len({user.id for user in people}) == len(people_of(sandbox))


# -- What was asked for and does not come


@pytest.mark.parametrize(("fault", "field"), [("users-absent", "users"), ("restrictions-absent", "restrictions")])
@pytest.mark.parametrize("version", GENERATIONS)
def test_what_is_absent_although_it_was_asked_for_is_not_empty(
    sandbox: Sandbox, connect: AskAgain, version: str, fault: str, field: str
) -> None:
    sandbox.fail_next(fault, None, on="^/phone-numbers|^/v1/phone-numbers")
    records = map(decode_record, connect(version).fetch_numbers().records)
    assert {getattr(record, field) for record in records} == {UNSET}


def test_a_user_of_the_workspaces_list_has_no_group_for_a_number(sandbox: Sandbox, connect: AskAgain) -> None:
    sandbox.include_users = False
    records = map(decode_record, connect().fetch_numbers().records)
    assert {user.group_id for record in records for user in record.users or ()} == {UNSET}


# -- The workspace itself


@pytest.mark.parametrize("status", ["rejected", "pending", "approved"])
def test_the_registration_comes_without_what_is_nobodys_business(
    sandbox: Sandbox, connect: AskAgain, caplog: pytest.LogCaptureFixture, status: str
) -> None:
    caplog.set_level(logging.DEBUG)
    sandbox.a2p = status
    answer = connect().fetch_numbers()
    assert answer.a2p is not None
    assert answer.a2p.status == status
    assert bool(answer.a2p.status_messages) == (status == "rejected")
    assert not [secret for secret in BUSINESS_SECRETS if secret in repr(answer) + caplog.text]


@pytest.mark.parametrize(("mode", "told"), [("absent", NO_REGISTRATION), ("forbidden", None)])
def test_that_there_is_no_registration_is_told_apart_from_not_being_told(
    sandbox: Sandbox, connect: AskAgain, mode: str, told: A2PRecord | None
) -> None:
    sandbox.a2p = mode
    answer = connect().fetch_numbers()
    assert (answer.a2p, answer.notes) == (told, ())


@pytest.mark.parametrize("path", ["/organization", "/a2p-registration"])
def test_a_failure_beside_the_numbers_is_a_note(sandbox: Sandbox, connect: AskAgain, path: str) -> None:
    sandbox.fail_next("server-error", None, on=path)
    answer = connect().fetch_numbers()
    assert ids(answer) == of(sandbox)
    (note,) = answer.notes
    assert note.startswith(f"{path} could not be read: Quo could not answer")


# -- Settings


def failure(client: QuoClient, ask: Callable[[QuoClient], object]) -> QuoError:
    with pytest.raises(QuoError) as caught:
        ask(client)
    return caught.value


ASK: dict[str, Callable[[QuoClient], object]] = {
    "workspace": lambda client: client.fetch_numbers(),
    "user": lambda client: client.fetch_user("US1"),
    "number": lambda client: client.fetch_number("PN1"),
    "check": lambda client: client.check(),
}


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize(("speaks", "version"), [GENERATIONS, GENERATIONS[::-1]])
def test_an_address_of_the_other_generation_names_the_setting(
    sandbox: Sandbox, connect: AskAgain, speaks: str, version: str, ask: str
) -> None:
    sandbox.only = speaks
    error = failure(connect(version), ASK[ask])
    assert type(error) is CheckSettings
    assert f"Set QUO_API_VERSION to {speaks}" in error.advice


@pytest.mark.parametrize("version", GENERATIONS)
def test_a_check_tells_a_right_key_from_a_wrong_one(sandbox: Sandbox, connect: AskAgain, version: str) -> None:
    connect(version).check()
    assert len(sandbox.requests) == 1
    with client_for("another-key", sandbox.url, version) as client:
        assert type(failure(client, ASK["check"])) is CheckKey


def test_a_version_that_nobody_knows_is_a_setting_to_check() -> None:
    with pytest.raises(CheckSettings, match="QUO_API_VERSION") as caught:
        client_for("key-1", "", "v2")
    assert "v1 or 2026-03-30" in caught.value.advice


@pytest.mark.parametrize(("version", "host"), [("v1", "https://api.openphone.com"), (DATED, "https://api.quo.com")])
def test_each_generation_has_its_usual_address(version: str, host: str) -> None:
    with client_for("key-1", "", version) as client:
        assert host in repr(client)
        assert client.generation == version


@pytest.mark.parametrize("url", ["https://api.openphone.com", "https://API.openphone.com/ "])
def test_the_address_of_v1_alone_is_refused_for_the_other_before_anything_is_asked(url: str) -> None:
    with pytest.raises(CheckSettings, match="does not serve 2026-03-30") as caught:
        client_for("key-1", url, DATED)
    assert "the address then follows QUO_API_VERSION" in caught.value.advice
    client_for("key-1", url, "v1").close()


def test_only_quos_own_word_on_a_number_is_not_found(sandbox: Sandbox, connect: AskAgain) -> None:
    for version in GENERATIONS:
        assert type(failure(connect(version), lambda client: client.fetch_number("PNgone"))) is NotFound
        sandbox.fail_next("html", None)
        assert type(failure(connect(version), lambda client: client.fetch_number("PNgone"))) is BadAnswer
        sandbox.fault = None


# -- Time


@pytest.mark.parametrize("version", GENERATIONS)
def test_who_fetches_is_called_while_it_waits_and_may_end_it(
    sandbox: Sandbox, connect: AskAgain, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Enough(Exception):
        pass

    def tick() -> None:
        assert threading.current_thread() is threading.main_thread()
        if len(sandbox.requests):
            raise Enough

    monkeypatch.setattr("inventory.quo.fetch.TICK", 0.02)
    sandbox.fault = "timeout"
    with pytest.raises(Enough):
        connect(version, tick=tick, timeout=0.1).fetch_numbers()


def test_a_fetch_of_many_requests_may_take_longer_than_one(sandbox: Sandbox, connect: AskAgain) -> None:
    sandbox.fault = "slow"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("inventory.sandbox.faults.SLOW_SECONDS", 0.12)
        client = connect(timeout=1, time_budget=0.55)
        assert len(client.fetch_numbers().records) == 40
    assert len(sandbox.requests) >= 7  # one after the other, five pages take 0.6 seconds


def test_a_page_that_drips_ends_with_the_budget(sandbox: Sandbox, connect: AskAgain) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("inventory.sandbox.faults.DRIP_SECONDS", 0.02)
        sandbox.fail_next("drip", None, on="after=")
        error = failure(connect(timeout=5, time_budget=0.3), ASK["workspace"])
    assert type(error) is TryLater
    assert "0.3 seconds" in error.summary
