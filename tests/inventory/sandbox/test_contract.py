"""Whatever the sandbox says is what Quo's contract says."""

from collections.abc import Iterator

import pytest
import requests

from inventory.sandbox import SANDBOX_KEY, Sandbox
from tests.contract import V1, validate


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(requests_per_second=None) as running:
        yield running


def get(sandbox: Sandbox, path: str = "", key: str = SANDBOX_KEY) -> requests.Response:
    return requests.get(f"{sandbox.url}/v1/phone-numbers{path}", headers={"Authorization": key}, timeout=10)


def test_the_list_keeps_the_contract(sandbox: Sandbox) -> None:
    answer = get(sandbox)
    assert answer.status_code == 200
    validate("PhoneNumberList", answer.json())
    assert len(answer.json()["data"]) == 214


def test_a_list_for_each_user_keeps_the_contract(sandbox: Sandbox) -> None:
    for person in sandbox.workspace.people[:8]:
        answer = get(sandbox, f"?userId={person['id']}").json()
        validate("PhoneNumberList", answer)
        of_each = ((number, {user["id"] for user in number["users"]}) for number in sandbox.workspace.numbers)
        assert answer["data"] == [number for number, users in of_each if person["id"] in users]


def test_a_single_number_keeps_the_contract(sandbox: Sandbox) -> None:
    for number in sandbox.workspace.numbers[:8]:
        answer = get(sandbox, f"/{number['id']}").json()
        validate("SinglePhoneNumber", answer)
        assert answer["data"] == number


@pytest.mark.parametrize("numbers", [0, 1, 2, 7, 40])
def test_a_workspace_of_any_size_keeps_the_contract(numbers: int) -> None:
    with Sandbox(numbers=numbers) as sandbox:
        answer = get(sandbox).json()
    validate("PhoneNumberList", answer)
    assert len(answer["data"]) == numbers


def test_a_workspace_that_drifts_keeps_the_contract() -> None:
    with Sandbox(numbers=60, drift=True, requests_per_second=None) as sandbox:
        seen: list[object] = []
        for _ in range(20):
            new = [number for number in get(sandbox).json()["data"] if number not in seen]
            validate("PhoneNumberList", {"data": new})
            seen += new
        assert len(seen) > 70


def test_no_field_is_made_up(sandbox: Sandbox) -> None:
    for number in sandbox.workspace.numbers:
        assert set(number) == set(V1["$defs"]["PhoneNumber"]["properties"])
        for user in number["users"]:
            assert set(user) == set(V1["$defs"]["User"]["properties"])


@pytest.mark.parametrize("path", ["?userId=PN1", "?userId=", "?userId=US1&userId=US2", "/US1"])
def test_a_wrong_parameter_gets_the_documented_400(sandbox: Sandbox, path: str) -> None:
    answer = get(sandbox, path)
    assert answer.status_code == 400
    validate("Error400", answer.json())
    assert answer.json()["errors"][0]["schema"] == {"type": "string"}


@pytest.mark.parametrize("key", ["", "wrong", f"Bearer {SANDBOX_KEY}"])
def test_a_wrong_key_gets_the_gateway_s_401(sandbox: Sandbox, key: str) -> None:
    answer = get(sandbox, key=key)
    assert answer.status_code == 401
    validate("GatewayError", answer.json())


@pytest.mark.parametrize("path", ["/PNunknown", "/PN1/users", "-of-others", "/"])
def test_what_is_not_there_gets_the_documented_404(sandbox: Sandbox, path: str) -> None:
    answer = get(sandbox, path)
    assert answer.status_code == 404
    validate("Error404", answer.json())


@pytest.mark.parametrize(
    ("fault", "status"),
    [("bad-request", 400), ("unauthorized", 401), ("forbidden", 403), ("not-found", 404), ("server-error", 500)],
)
def test_each_documented_refusal_keeps_the_contract(sandbox: Sandbox, fault: str, status: int) -> None:
    sandbox.fail_next(fault)
    answer = get(sandbox)
    assert answer.status_code == status
    validate(f"Error{status}", answer.json())


def test_refusals_that_have_no_documented_body_have_one_like_the_others(sandbox: Sandbox) -> None:
    for fault, status in (("payment-required", 402), ("rate-limited", 429), ("unavailable-then-ok", 503)):
        sandbox.fail_next(fault)
        answer = get(sandbox)
        assert answer.status_code == status
        validate("Error", answer.json())


def test_every_error_has_a_trace_of_its_own(sandbox: Sandbox) -> None:
    bodies = [get(sandbox, path).json() for path in ("?userId=x", "/x", "/PNunknown", "/PNunknown")]
    bodies.append(get(sandbox, key="wrong").json()["error"])
    assert len({body["trace"] for body in bodies}) == 5
