"""Whatever goes wrong between Quo and us, over real sockets: the cache stays, and the refresh's row says why.

Every fault that the sandbox knows has an expectation here; one without fails.
"""

import logging
import socket
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.conf import settings
from pytest_django import Settings

from inventory.choices import Removals, Scope, State
from inventory.models import PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing.request import request_refresh
from inventory.sandbox import GENERATIONS, SANDBOX_KEY, Sandbox
from inventory.sandbox.faults import FAULTS

from .helpers import KeptRows, current_ids, dump, eventually, taken_back

pytestmark = pytest.mark.django_db

ATTEMPTS = 4


@dataclass(frozen=True)
class Failed:
    """What the row says. Where there is a code, Quo spoke: then there is a title and a trace as well."""

    says: str
    status: int | None = None
    code: str = ""
    title: str = ""
    asked: int = 1  # how many requests it took


@dataclass(frozen=True)
class Succeeded:
    """What the row counts, and what stands in its warnings."""

    counts: dict[str, int] = field(default_factory=dict)
    warning: str = ""
    removals: str = Removals.NONE
    asked: int = 1


EXPECTED: dict[str, Failed | Succeeded] = {
    "unauthorized": Failed("refused the API key", 401, "0400401", "Unauthorized"),
    "bad-request": Failed("refused the request", 400, "0400400", "Bad Request"),
    "payment-required": Failed("subscription", 402, "0400402", "Payment Required"),
    "forbidden": Failed("does not let this API key", 403, "0400403", "Forbidden"),
    "not-found": Failed("does not have what was asked for", 404, "0400404", "Not Found"),
    "rate-limited": Failed("too many requests", 429, "0400429", "Too Many Requests", asked=ATTEMPTS),
    "rate-limited-then-ok": Succeeded(asked=2),
    "server-error": Failed("could not answer", 500, "0401500", "Unknown", asked=ATTEMPTS),
    "bad-gateway": Failed("could not answer", 502, title="502 Bad Gateway", asked=ATTEMPTS),
    "unavailable-then-ok": Succeeded(asked=2),
    "redirect": Failed("redirects elsewhere", 302, title="Found"),
    "html": Failed("A web page titled", 200, title="Sign in to the guest network"),
    "empty-body": Failed("with nothing in it", 200, asked=ATTEMPTS),
    "truncated-json": Failed("ends in the middle", 200),
    "invalid-utf8": Succeeded({"rejected": 1}),
    "data-null": Failed("should be a list, not null", 200),
    "data-object": Failed("should be a list, not an object", 200),
    "not-an-object": Failed("should be an object, not a list", 200),
    "huge": Failed("larger than 1 MiB", 200),
    "cut-body": Failed("was cut", asked=ATTEMPTS),
    "reset": Failed("was cut", asked=ATTEMPTS),
    "timeout": Failed("did not answer in time", asked=ATTEMPTS),
    "drip": Failed("not complete within 0.5 seconds"),
    "slow": Succeeded(),
    "missing-id": Succeeded({"rejected": 1}),
    "duplicate-id": Succeeded({"changed": 1}, warning="holds this number twice, in two states; the last one counts"),
    "wrong-type": Succeeded({"rejected": 1}),
    "unknown-restriction": Succeeded({"changed": 1}, warning="neither restricted nor unrestricted"),
    "null-names": Succeeded(),
    "role-conflict": Succeeded(warning="describes this person differently"),
    "same-number-twice": Succeeded({"added": 1}),
    "case-ids": Succeeded({"added": 1}),
    "bad-timestamps": Succeeded(warning="not a readable time"),
    "shrunk": Succeeded(removals=Removals.HELD),
    "emptied": Succeeded(removals=Removals.HELD),
}
# In pages, a number that is missing is asked for by itself: what still answers is not lost, so nothing is to be held.
EXPECTED_IN_PAGES = {
    "missing-id": Succeeded({"rejected": 1}, asked=2),
    "shrunk": Succeeded(asked=31),
    "emptied": Succeeded(asked=41),
}
BESIDE_THE_NUMBERS = {"v1": 0, "2026-03-30": 2}  # the workspace itself and its registration
PATIENCE = {"timeout": (0.1, 2), "drip": (0.3, 0.5)}  # what is waited for, and all in all, where it is in vain
SOME_FAILURES = ["unauthorized", "server-error", "bad-gateway", "html", "empty-body", "truncated-json", "data-null"]
"""One of each kind: refused, also for good, by a proxy; a page, nothing, not whole, and something else."""


@pytest.fixture(autouse=True, params=GENERATIONS)
def generation(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.QUO_API_VERSION = request.param
    return str(request.param)


def expected_of(name: str, generation: str) -> Failed | Succeeded:
    expected = EXPECTED_IN_PAGES.get(name, EXPECTED[name]) if generation != "v1" else EXPECTED[name]
    if isinstance(expected, Succeeded):
        return replace(expected, asked=expected.asked + BESIDE_THE_NUMBERS[generation])
    return expected


def refresh(scope: str = Scope.WORKSPACE, target: str = "") -> Refresh:
    return request_refresh(scope, target, requested_by_name="a test")


@pytest.fixture
def imported(sandbox: Sandbox, generation: str, kept: KeptRows) -> Sandbox:
    """A sandbox whose forty numbers are in the cache."""
    kept.begin_with(f"imported from {generation}", refresh)
    sandbox.requests.clear()
    return sandbox


def test_every_fault_has_an_expectation() -> None:
    assert EXPECTED.keys() == FAULTS.keys()


def test_each_fault_is_tolerated_and_a_good_answer_after_it_makes_all_well(
    generation: str, imported: Sandbox, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before, told, patience = dump(), as_told(), (settings.QUO_TIMEOUT, settings.QUO_TIME_BUDGET)
    for name in FAULTS:
        caplog.clear()
        settings.QUO_TIMEOUT, settings.QUO_TIME_BUDGET = PATIENCE.get(name, patience)
        expected = expected_of(name, generation)
        with taken_back() if isinstance(expected, Succeeded) else nullcontext():
            outcome = refresh_meeting(name, imported, expected.asked)
            assert_the_key_is_nowhere(SANDBOX_KEY, caplog)
            if isinstance(expected, Failed):
                assert_it_failed(outcome, expected)
                assert dump() == before, name
            else:
                assert_it_succeeded(outcome, expected)
                assert current_ids() >= {row[0] for row in before["PhoneNumber"]}
                imported.fault = None
                assert refresh().state == State.SUCCEEDED
                assert as_told() == told, name
    again = refresh()  # after all that failed
    assert (again.state, again.changed) == (State.SUCCEEDED, 0)


def refresh_meeting(name: str, sandbox: Sandbox, asked: int) -> Refresh:
    """Refreshes with this fault, for which Quo is asked so many times."""
    sandbox.requests.clear()
    sandbox.fault = name
    outcome = refresh()
    eventually(lambda: len(sandbox.requests) == asked)  # an unanswered one is logged when it is over
    return outcome


def as_told() -> Any:
    """With the digests, by which the next answer is found to hold nothing new."""
    numbers = PhoneNumber.objects.current().order_by("pk").values_list("pk", "raw", "digest", "name", "updated_at")
    return [*numbers], [{**person, "since": None} for person in WorkspaceUser.objects.order_by("pk").values()]


def test_a_failure_on_the_first_import_leaves_nothing(sandbox: Sandbox) -> None:
    for name in SOME_FAILURES:
        sandbox.fault = name
        assert refresh().state == State.FAILED, name
        assert not any(dump().values()), name


def assert_it_failed(outcome: Refresh, expected: Failed) -> None:
    assert outcome.state == State.FAILED
    assert expected.says in outcome.error_summary
    assert outcome.error_advice
    assert outcome.error_status == expected.status
    assert outcome.error_code == (expected.code if settings.QUO_API_VERSION == "v1" else "")  # the newer has no codes
    assert outcome.error_title == expected.title
    assert bool(outcome.error_trace) == bool(expected.code)
    assert outcome.finished_at is not None
    assert (outcome.checked, outcome.phase) == (0, "")


def assert_it_succeeded(outcome: Refresh, expected: Succeeded) -> None:
    assert (outcome.state, outcome.error_summary, outcome.phase) == (State.SUCCEEDED, "", "")
    assert {name: getattr(outcome, name) for name in expected.counts} == expected.counts
    assert outcome.removals == expected.removals
    if expected.warning:
        assert expected.warning in str(outcome.warnings)
        assert outcome.warned >= 1


def assert_the_key_is_nowhere(key: str, caplog: pytest.LogCaptureFixture) -> None:
    for row in Refresh.objects.values():
        assert key not in repr(row)
    assert key not in caplog.text
    assert not any(key in repr(record.__dict__) for record in caplog.records)


# Scopes


def test_a_404_in_quos_words_removes_the_number_that_was_asked_for(imported: Sandbox) -> None:
    gone = imported.workspace.numbers.pop()
    outcome = refresh(Scope.NUMBER, gone["id"])
    assert (outcome.state, outcome.removed) == (State.SUCCEEDED, 1)
    assert gone["id"] not in current_ids()


def test_a_page_of_a_proxy_removes_no_number(imported: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from inventory.sandbox.http import page

    before = dump()
    for status in (404, 410, 502):
        monkeypatch.setattr(imported, "answer", lambda *_, status=status: page(status, "Not here", "Nothing to see."))
        outcome = refresh(Scope.NUMBER, imported.workspace.numbers[0]["id"])
        assert (outcome.state, outcome.error_status) == (State.FAILED, status)
        assert dump() == before, status


def test_a_failure_in_another_scope_changes_nothing(imported: Sandbox) -> None:
    before = dump()
    for name in SOME_FAILURES:
        imported.fault = name
        assert refresh(Scope.NUMBER, imported.workspace.numbers[0]["id"]).state == State.FAILED, name
        assert refresh(Scope.USER, imported.workspace.people[0]["id"]).state == State.FAILED, name
        assert dump() == before, name


def test_an_unknown_number_is_a_failure_and_no_removal(imported: Sandbox) -> None:
    before = dump()
    outcome = refresh(Scope.NUMBER, "PNunheard-of")
    assert (outcome.state, outcome.error_status) == (State.FAILED, 404)
    assert "does not have what was asked for" in outcome.error_summary
    assert dump() == before


def test_any_id_goes_over_the_wire_as_it_is(imported: Sandbox) -> None:
    for id in ("PN/../PN2", "PN?userId=US1", "PN#x", "PN%2F", "PN é\u2028", "PN'\"<b>", "PN" + "x" * 253):
        imported.workspace.numbers.append(imported.workspace.numbers[0] | {"id": id, "number": "+12025559999"})
        assert refresh(Scope.NUMBER, id).state == State.SUCCEEDED, id
        assert id in current_ids()


# No answer at all


def test_a_refused_connection_is_told(imported: Sandbox, settings: Settings) -> None:
    before = dump()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can take the port
        settings.QUO_API_URL = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        outcome = refresh()
    assert_it_failed(outcome, Failed("refused the connection"))
    assert dump() == before


def test_a_host_that_does_not_exist_is_told(
    imported: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(host: str, *_: Any, **__: Any) -> Any:
        assert host == "quo.invalid"
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    # What a resolver answers for .invalid; a machine without one says instead that it cannot look it up.
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    before = dump()
    settings.QUO_API_URL = "https://quo.invalid"
    assert_it_failed(refresh(), Failed("There is no host named quo.invalid"))
    assert dump() == before


def test_a_name_that_cannot_be_looked_up_is_told(imported: Sandbox, settings: Settings) -> None:
    before = dump()
    settings.QUO_API_URL = "https://quo.invalid"
    outcome = refresh()
    assert outcome.state == State.FAILED
    assert "quo.invalid" in outcome.error_summary
    assert dump() == before


def test_an_unusable_key_is_told_without_showing_it(
    imported: Sandbox, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = dump()
    for key, says in (
        ("", "No API key yet"),
        ("secret\nkey-of-ours", "line break"),
        ("Bearer secret-key-of-ours", "Bearer"),
        ("secret-\u00a0key-of-ours", "not plain ASCII"),
        ("another-secret-key-of-ours", "refused the API key"),
    ):
        settings.QUO_API_KEY = key
        outcome = refresh()
        assert outcome.state == State.FAILED
        assert says in outcome.error_summary
        assert outcome.error_advice
    assert dump() == before
    assert_the_key_is_nowhere("key-of-ours", caplog)
    assert_the_key_is_nowhere("secret", caplog)


def test_a_key_that_quo_repeats_is_not_kept(
    imported: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from inventory.sandbox.http import refusal

    caplog.set_level(logging.DEBUG)
    items = [{"path": "/", "message": f"bad {SANDBOX_KEY}", "value": SANDBOX_KEY}]
    monkeypatch.setattr(imported, "answer", lambda target, key: refusal(target, 401, f"{SANDBOX_KEY} is wrong", items))
    outcome = refresh()
    assert outcome.error_status == 401
    assert "[API key] is wrong" in outcome.error_message
    assert_the_key_is_nowhere(SANDBOX_KEY, caplog)


def test_a_fault_of_our_own_is_told_in_plain_words(imported: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr("inventory.refreshing.run.reconcile", broken)
    before = dump()
    outcome = refresh()
    assert_it_failed(outcome, Failed("An unexpected error occurred", title="Error in the dashboard"))
    assert dump() == before
