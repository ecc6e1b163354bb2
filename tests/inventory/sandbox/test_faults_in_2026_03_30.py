"""The faults that any answer can have, in generation 2026-03-30: its own bodies, and one spoiled workspace."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from jsonschema import ValidationError

from inventory.sandbox import Sandbox
from tests.contract import validate

from .asking import VERSION, ask, everything

INCLUDED = "users,restrictions"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Forty numbers on pages of seven."""
    with Sandbox(numbers=40, requests_per_second=None, longest_page=7) as running:
        yield running


def listed(sandbox: Sandbox, fault: str) -> list[dict[str, Any]]:
    sandbox.fault = fault
    return everything(sandbox, "/phone-numbers", include=INCLUDED)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("unauthorized", 401),
        ("bad-request", 400),
        ("payment-required", 402),
        ("forbidden", 403),
        ("not-found", 404),
        ("rate-limited", 429),
        ("rate-limited-then-ok", 429),
        ("server-error", 500),
        ("unavailable-then-ok", 503),
    ],
)
def test_a_refusal_has_this_generations_body(sandbox: Sandbox, fault: str, status: int) -> None:
    sandbox.fault = fault
    answer = ask(sandbox, "/phone-numbers")
    assert answer.status_code == status
    validate("Error", answer.json(), VERSION)
    assert not {"code", "status"} & answer.json().keys()


@pytest.mark.parametrize("path", ["/phone-numbers", "/users"])
def test_the_top_of_a_page_can_have_the_wrong_shape(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "data-null"
    assert ask(sandbox, path).json()["data"] is None
    sandbox.fault = "data-object"
    assert isinstance(ask(sandbox, path).json()["data"], dict)
    sandbox.fault = "not-an-object"
    assert isinstance(ask(sandbox, path).json(), list)


def test_invalid_utf8_cannot_be_decoded(sandbox: Sandbox) -> None:
    sandbox.fault = "invalid-utf8"
    with pytest.raises(UnicodeDecodeError):
        ask(sandbox, "/phone-numbers").content.decode()
    assert ask(sandbox, "/users").content.decode()


@pytest.mark.parametrize("fault", ["missing-id", "wrong-type", "unknown-restriction"])
def test_one_record_on_one_of_the_pages_breaks_the_contract(sandbox: Sandbox, fault: str) -> None:
    broken = 0
    for record in listed(sandbox, fault):
        try:
            validate("PhoneNumber", record, VERSION)
        except ValidationError:
            broken += 1
    assert broken == 1


@pytest.mark.parametrize("fault", ["missing-id", "wrong-type", "unknown-restriction"])
def test_a_single_number_can_be_broken_too(sandbox: Sandbox, fault: str) -> None:
    sandbox.fault = fault
    answer = ask(sandbox, f"/phone-numbers/{sandbox.workspace.numbers[9]['id']}", include=INCLUDED)
    with pytest.raises(ValidationError):
        validate("SinglePhoneNumber", answer.json(), VERSION)


def test_a_record_can_come_twice_on_two_pages(sandbox: Sandbox) -> None:
    records = listed(sandbox, "duplicate-id")
    [twice] = [id for id, times in Counter(record["id"] for record in records).items() if times == 2]
    first, second = (record for record in records if record["id"] == twice)
    assert first != second


def test_one_number_can_have_two_ids(sandbox: Sandbox) -> None:
    for fault in ("same-number-twice", "case-ids"):
        records = listed(sandbox, fault)
        assert len({record["id"] for record in records}) == len(records) == 41


def test_the_list_can_lose_its_numbers(sandbox: Sandbox) -> None:
    assert len(listed(sandbox, "shrunk")) == 10
    assert listed(sandbox, "emptied") == []


def test_bad_timestamps_are_strings_at_least(sandbox: Sandbox) -> None:
    assert listed(sandbox, "bad-timestamps")[0]["createdAt"] == "yesterday"


def test_users_are_spoiled_alike_wherever_they_are_asked_for(sandbox: Sandbox) -> None:
    for fault in ("null-names", "role-conflict"):
        with_users = {record["id"]: record["users"] for record in listed(sandbox, fault)}
        for id, users in islice(with_users.items(), 12):
            one_by_one = everything(sandbox, f"/phone-numbers/{id}/users")
            assert one_by_one == sorted(users, key=lambda user: user["id"])
    sandbox.fault = "null-names"
    assert {person["firstName"] for person in everything(sandbox, "/users")} == {None}
