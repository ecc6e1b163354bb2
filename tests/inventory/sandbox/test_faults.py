"""Each fault of the sandbox is the fault it says it is."""

import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import requests
from jsonschema import ValidationError

from inventory.sandbox import SANDBOX_KEY, Sandbox, faults
from inventory.sandbox.faults import FAULTS
from tests.contract import validate

from .asking import all_of

LIST = "/v1/phone-numbers"
REQUEST = f"GET {LIST} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: {SANDBOX_KEY}\r\n\r\n".encode()


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setattr(faults, "HUGE_BYTES", 1_000_000)
    with Sandbox(numbers=40, requests_per_second=None) as running:
        yield running


def get(sandbox: Sandbox, path: str = LIST, *, timeout: float = 10, follow: bool = True) -> requests.Response:
    headers = {"Authorization": SANDBOX_KEY}
    return requests.get(sandbox.url + path, headers=headers, timeout=timeout, allow_redirects=follow)


def read_to_the_end(connection: socket.socket) -> None:
    while connection.recv(65_536):
        pass


def listed(sandbox: Sandbox, fault: str) -> list[dict[str, Any]]:
    sandbox.fault = fault
    records: list[dict[str, Any]] = get(sandbox).json()["data"]
    return records


def test_every_fault_says_in_one_line_what_it_does() -> None:
    assert FAULTS
    for name, fault in FAULTS.items():
        assert name == fault.name
        assert fault.description.endswith(".")
        assert "\n" not in fault.description


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("unauthorized", 401),
        ("bad-request", 400),
        ("payment-required", 402),
        ("forbidden", 403),
        ("not-found", 404),
        ("rate-limited", 429),
        ("server-error", 500),
        ("bad-gateway", 502),
    ],
)
def test_a_refusal_lasts_until_it_is_lifted(sandbox: Sandbox, fault: str, status: int) -> None:
    sandbox.fault = fault
    assert [get(sandbox).status_code for _ in range(2)] == [status, status]
    sandbox.fault = None
    assert get(sandbox).status_code == 200


@pytest.mark.parametrize(("fault", "status"), [("rate-limited-then-ok", 429), ("unavailable-then-ok", 503)])
def test_some_refusals_pass_by_themselves(sandbox: Sandbox, fault: str, status: int) -> None:
    sandbox.fault = fault
    assert [get(sandbox).status_code for _ in range(2)] == [status, 200]
    assert sandbox.fault is None


def test_a_fault_can_be_given_for_some_requests(sandbox: Sandbox) -> None:
    sandbox.fail_next("server-error", times=2)
    assert [get(sandbox).status_code for _ in range(3)] == [500, 500, 200]


def test_a_fault_can_be_there_from_the_start() -> None:
    with Sandbox(numbers=1, fault="forbidden") as sandbox:
        assert get(sandbox).status_code == 403


def test_rate_limited_then_ok_says_when_to_come_back(sandbox: Sandbox) -> None:
    sandbox.fault = "rate-limited-then-ok"
    assert get(sandbox).headers["Retry-After"] == "1"


def test_redirect_leads_to_another_host_where_nothing_is(sandbox: Sandbox) -> None:
    sandbox.fault = "redirect"
    answer = get(sandbox, follow=False)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"http://localhost:{sandbox.port}/v1/elsewhere"
    assert get(sandbox, "/v1/elsewhere").status_code == 404


@pytest.mark.parametrize(("fault", "status"), [("html", 200), ("bad-gateway", 502)])
def test_html_comes_where_json_should(sandbox: Sandbox, fault: str, status: int) -> None:
    sandbox.fault = fault
    answer = get(sandbox)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_empty_body_is_empty(sandbox: Sandbox) -> None:
    sandbox.fault = "empty-body"
    assert get(sandbox).content == b""


def test_truncated_json_is_complete_as_http_only(sandbox: Sandbox) -> None:
    sandbox.fault = "truncated-json"
    answer = get(sandbox)
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(answer.content)


def test_invalid_utf8_cannot_be_decoded(sandbox: Sandbox) -> None:
    sandbox.fault = "invalid-utf8"
    with pytest.raises(UnicodeDecodeError):
        get(sandbox).content.decode()


def test_the_top_of_the_answer_can_have_the_wrong_shape(sandbox: Sandbox) -> None:
    sandbox.fault = "data-null"
    assert get(sandbox).json() == {"data": None}
    sandbox.fault = "data-object"
    assert isinstance(get(sandbox).json()["data"], dict)
    sandbox.fault = "not-an-object"
    assert isinstance(get(sandbox).json(), list)


def test_a_wrong_key_is_refused_before_an_answer_is_spoiled(sandbox: Sandbox) -> None:
    sandbox.fault = "data-null"
    assert requests.get(sandbox.url + LIST, timeout=10).status_code == 401


def test_huge_is_larger_than_the_size_it_was_given(sandbox: Sandbox) -> None:
    sandbox.fault = "huge"
    answer = get(sandbox)
    assert len(answer.content) > 1_000_000
    validate("PhoneNumberList", answer.json())


def test_cut_body_ends_early(sandbox: Sandbox) -> None:
    sandbox.fault = "cut-body"
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        get(sandbox)


def test_reset_breaks_the_connection(sandbox: Sandbox) -> None:
    sandbox.fault = "reset"
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        connection.sendall(REQUEST)
        with pytest.raises(ConnectionResetError):
            read_to_the_end(connection)


def test_timeout_never_answers(sandbox: Sandbox) -> None:
    sandbox.fault = "timeout"
    with pytest.raises(requests.exceptions.ReadTimeout):
        get(sandbox, timeout=0.05)


def test_slow_takes_its_time_and_is_complete(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "SLOW_SECONDS", 0.1)
    sandbox.fault = "slow"
    answer = get(sandbox)
    assert answer.elapsed.total_seconds() < 5
    validate("PhoneNumberList", answer.json())


def test_drip_sends_byte_by_byte(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "DRIP_SECONDS", 0.0001)
    sandbox.workspace.numbers.clear()
    sandbox.fault = "drip"
    assert get(sandbox).json() == {"data": []}


@pytest.mark.parametrize("fault", ["drip", "timeout", "slow", "huge"])
def test_an_endless_answer_ends_when_the_client_leaves(fault: str) -> None:
    others = set(threading.enumerate())
    with Sandbox(numbers=40) as sandbox:
        with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
            connection.sendall(REQUEST)
            connection.recv(1)  # The connection is being served; now for the fault.
            serving = [each for each in threading.enumerate() if each not in others and each.name != "sandbox"]
            sandbox.fault = fault
            connection.sendall(REQUEST)
        assert len(serving) == 1
        for thread in serving:
            thread.join(5)
            assert not thread.is_alive()


@pytest.mark.parametrize("fault", ["drip", "timeout", "slow", "huge"])
def test_an_endless_answer_ends_when_the_sandbox_stops(fault: str) -> None:
    with Sandbox(numbers=40, fault=fault) as sandbox:
        connection = socket.create_connection(("127.0.0.1", sandbox.port), timeout=10)
        connection.sendall(REQUEST)
        if fault != "timeout":
            connection.recv(1)
    with connection, suppress(ConnectionResetError):
        read_to_the_end(connection)  # Stopped by now: what was sent before may still arrive, then comes the end.


def test_a_request_that_is_never_answered_is_logged_with_status_0(sandbox: Sandbox) -> None:
    sandbox.fault = "timeout"
    with pytest.raises(requests.exceptions.ReadTimeout):
        get(sandbox, timeout=0.05)
    sandbox.stop()
    assert sandbox.requests == [("GET", LIST, 0)]


@pytest.mark.parametrize("fault", ["missing-id", "wrong-type", "unknown-restriction"])
def test_exactly_one_record_breaks_the_contract(sandbox: Sandbox, fault: str) -> None:
    broken = 0
    for record in listed(sandbox, fault):
        try:
            validate("PhoneNumber", record)
        except ValidationError:
            broken += 1
    assert broken == 1


@pytest.mark.parametrize("fault", ["missing-id", "wrong-type", "unknown-restriction"])
def test_a_single_number_can_be_broken_too(sandbox: Sandbox, fault: str) -> None:
    sandbox.fault = fault
    answer = get(sandbox, f"{LIST}/{sandbox.workspace.numbers[0]['id']}")
    with pytest.raises(ValidationError):
        validate("SinglePhoneNumber", answer.json())


def test_duplicate_id_comes_in_two_states(sandbox: Sandbox) -> None:
    records = listed(sandbox, "duplicate-id")
    [twice] = [each for each, times in Counter(record["id"] for record in records).items() if times == 2]
    first, second = (record for record in records if record["id"] == twice)
    assert first != second


def test_same_number_twice_has_two_ids(sandbox: Sandbox) -> None:
    records = listed(sandbox, "same-number-twice")
    assert len({record["number"] for record in records}) == 40
    assert len({record["id"] for record in records}) == 41


def test_case_ids_differ_in_nothing_else(sandbox: Sandbox) -> None:
    records = listed(sandbox, "case-ids")
    assert len({record["id"] for record in records}) == len({record["number"] for record in records}) == 41
    assert len({record["id"].lower() for record in records}) == 40


def test_role_conflict_is_about_one_user(sandbox: Sandbox) -> None:
    roles: dict[str, set[str]] = {}
    for user in (user for record in listed(sandbox, "role-conflict") for user in record["users"]):
        roles.setdefault(user["id"], set()).add(user["role"])
    assert sum(len(each) > 1 for each in roles.values()) == 1


def test_null_names_are_within_the_contract(sandbox: Sandbox) -> None:
    records = listed(sandbox, "null-names")
    validate("PhoneNumberList", {"data": records})
    assert {user["firstName"] for record in records for user in record["users"]} == {None}


def test_bad_timestamps_are_strings_at_least(sandbox: Sandbox) -> None:
    records = listed(sandbox, "bad-timestamps")
    validate("PhoneNumberList", {"data": records})
    assert records[0]["createdAt"] == "yesterday"


def test_the_list_can_lose_its_numbers(sandbox: Sandbox) -> None:
    assert len(listed(sandbox, "shrunk")) == 10
    assert listed(sandbox, "emptied") == []


def test_no_fault_changes_the_workspace(sandbox: Sandbox) -> None:
    before, body = all_of(sandbox), get(sandbox).content
    for fault in FAULTS:
        sandbox.fault = fault
        with suppress(requests.RequestException):  # Whatever it does to the client.
            get(sandbox, timeout=0.05, follow=False)
        assert all_of(sandbox) == before, fault
    sandbox.fault = None
    assert get(sandbox).content == body
