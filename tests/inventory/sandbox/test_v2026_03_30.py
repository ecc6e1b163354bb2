"""Generation 2026-03-30, of the same workspace as v1, and by its own contract."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import requests

from inventory.sandbox import SANDBOX_KEY, Sandbox
from inventory.sandbox.workspace import BUSINESS_SECRETS
from tests.contract import validate

from .asking import HEADERS, VERSION, ask, everything, pages

OPTIONAL = {"restrictions", "users"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(numbers=120, requests_per_second=None) as running:
        yield running


@pytest.fixture
def older() -> Iterator[Sandbox]:
    """One that knows no `include=users`."""
    with Sandbox(numbers=20, requests_per_second=None, include_users=False) as running:
        yield running


def of_v1(sandbox: Sandbox, path: str = "") -> Any:
    return requests.get(f"{sandbox.url}/v1/phone-numbers{path}", headers=HEADERS, timeout=10).json()["data"]


def as_v1(number: dict[str, Any]) -> dict[str, Any]:
    return {"number" if name == "phoneNumber" else name: value for name, value in number.items()}


def unquoted(number: dict[str, Any]) -> dict[str, Any]:
    """v1 gives some times with stray quotes."""
    return number | {name: number[name].strip(" '") for name in ("createdAt", "updatedAt")}


@pytest.mark.parametrize(
    ("path", "parameters", "name"),
    [
        ("/phone-numbers", {"limit": 50}, "PhoneNumberPage"),
        ("/phone-numbers", {"limit": 50, "include": "users,restrictions"}, "PhoneNumberPage"),
        ("/users", {"limit": 50}, "WorkspaceUserPage"),
    ],
)
def test_each_page_keeps_the_contract(sandbox: Sandbox, path: str, parameters: dict[str, object], name: str) -> None:
    for page in pages(sandbox, path, **parameters):
        validate(name, page, VERSION)


def test_what_belongs_to_one_number_or_user_keeps_the_contract(sandbox: Sandbox) -> None:
    for number in sandbox.workspace.numbers[:10]:
        path = f"/phone-numbers/{number['id']}"
        validate("SinglePhoneNumber", ask(sandbox, path, include="users,restrictions").json(), VERSION)
        validate("NumberUserPage", ask(sandbox, f"{path}/users").json(), VERSION)
    for person in sandbox.workspace.people[:10]:
        page = ask(sandbox, f"/users/{person['id']}/phone-numbers", include="restrictions").json()
        validate("PhoneNumberPage", page, VERSION)


def test_both_generations_tell_the_same_of_every_number(sandbox: Sandbox) -> None:
    numbers = everything(sandbox, "/phone-numbers", limit=50, include="users,restrictions")
    assert [as_v1(number) for number in numbers] == [unquoted(number) for number in of_v1(sandbox)]


def test_users_can_be_had_number_by_number(sandbox: Sandbox) -> None:
    for number in of_v1(sandbox)[:20]:
        users = everything(sandbox, f"/phone-numbers/{number['id']}/users", limit=2)
        assert users == sorted(number["users"], key=lambda user: user["id"])


def test_numbers_can_be_had_user_by_user(sandbox: Sandbox) -> None:
    for person in sandbox.workspace.people[::5]:
        ids = [number["id"] for number in everything(sandbox, f"/users/{person['id']}/phone-numbers", limit=2)]
        assert ids == [number["id"] for number in of_v1(sandbox, f"?userId={person['id']}")]


@pytest.mark.parametrize("version", [None, "", "v1", "2025-01-01"])
@pytest.mark.parametrize("path", ["/phone-numbers", "/users", "/organization"])
def test_without_its_version_a_request_is_refused(sandbox: Sandbox, path: str, version: str | None) -> None:
    headers = {"Authorization": SANDBOX_KEY} | ({"Quo-Api-Version": version} if version is not None else {})
    answer = requests.get(sandbox.url + path, headers=headers, timeout=10)
    assert answer.status_code == 400
    validate("Error", answer.json(), VERSION)
    assert answer.json()["errors"][0]["path"] == "/Quo-Api-Version"


@pytest.mark.parametrize("include", [None, "restrictions", "users", "users,restrictions", "restrictions,users"])
def test_only_what_was_asked_for_is_there(sandbox: Sandbox, include: str | None) -> None:
    parameters = {"include": include} if include else {}
    asked = set(include.split(",")) if include else set()
    path = f"/phone-numbers/{sandbox.workspace.numbers[0]['id']}"
    for number in (
        ask(sandbox, "/phone-numbers", **parameters).json()["data"][0],
        ask(sandbox, path, **parameters).json()["data"],
    ):
        assert number.keys() & OPTIONAL == asked


@pytest.mark.parametrize("include", ["users,restrictions", "users", "restrictions,users"])
@pytest.mark.parametrize("path", ["/phone-numbers", "/phone-numbers/{id}"])
def test_the_older_reading_knows_no_users(older: Sandbox, include: str, path: str) -> None:
    path = path.format(id=older.workspace.numbers[0]["id"])
    answer = ask(older, path, include=include)
    assert answer.status_code == 400
    validate("Error", answer.json(), VERSION)
    assert answer.json()["errors"][0]["path"] == "/include"
    assert ask(older, path, include="restrictions").status_code == 200


@pytest.mark.parametrize("include", ["", "nonsense", "restrictions,", "users,restrictions,users", "Users"])
def test_an_unknown_include_is_refused_in_either_reading(sandbox: Sandbox, include: str) -> None:
    answer = ask(sandbox, "/phone-numbers", include=include)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "/include")


def test_a_users_numbers_include_no_users_in_either_reading(sandbox: Sandbox) -> None:
    path = f"/users/{sandbox.workspace.people[0]['id']}/phone-numbers"
    assert ask(sandbox, path, include="users,restrictions").json()["errors"][0]["path"] == "/include"


@pytest.mark.parametrize(
    "path",
    ["/phone-numbers/PNunknown", "/phone-numbers/PNunknown/users", "/users/US1", "/contacts", "/", "/phone-numbers/"],
)
def test_what_is_not_there_gets_404_in_this_generations_words(sandbox: Sandbox, path: str) -> None:
    answer = ask(sandbox, path)
    assert answer.status_code == 404
    validate("Error", answer.json(), VERSION)
    assert not {"code", "status"} & answer.json().keys()


@pytest.mark.parametrize("path", ["/phone-numbers/US1", "/phone-numbers/US1/users", "/users/PN1/phone-numbers"])
def test_an_id_of_the_wrong_kind_is_refused(sandbox: Sandbox, path: str) -> None:
    answer = ask(sandbox, path)
    assert answer.status_code == 400
    validate("Error", answer.json(), VERSION)


def test_a_strange_id_can_be_asked_for() -> None:
    with Sandbox(numbers=3, requests_per_second=None) as sandbox:
        sandbox.workspace.numbers[0]["id"] = "PN a/b?ü"
        assert ask(sandbox, "/phone-numbers/PN%20a%2Fb%3F%C3%BC").json()["data"]["id"] == "PN a/b?ü"
        assert ask(sandbox, "/phone-numbers/PN%20a%2Fb%3F%C3%BC/users").status_code == 200


def test_a_wrong_key_is_refused_in_this_generations_words(sandbox: Sandbox) -> None:
    answer = requests.get(f"{sandbox.url}/phone-numbers", headers=HEADERS | {"Authorization": "wrong"}, timeout=10)
    assert answer.status_code == 401
    validate("Error", answer.json(), VERSION)


def test_the_rate_limit_is_one_for_both_generations() -> None:
    with Sandbox(numbers=1) as sandbox, requests.Session() as session:
        session.headers.update(HEADERS)
        answers = [session.get(sandbox.url + path, timeout=10) for path in ("/users", "/v1/users") * 6]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    validate("Error", answers[10].json(), VERSION)
    validate("Error", answers[11].json(), "v1")
    assert "Retry-After" not in answers[10].headers


def test_the_organization_can_have_expired_and_lack_a_name() -> None:
    with Sandbox(numbers=1, requests_per_second=None) as sandbox:
        assert ask(sandbox, "/organization").json()["data"]["subscriptionStatus"] == "active"
        sandbox.workspace.organization |= {"name": None, "subscriptionStatus": "expired"}
        answer = ask(sandbox, "/organization").json()
    validate("OrganizationAnswer", answer, VERSION)
    assert (answer["data"]["name"], answer["data"]["subscriptionStatus"]) == (None, "expired")


@pytest.mark.parametrize(
    ("mode", "status"), [("rejected", 200), ("pending", 200), ("approved", 200), ("absent", 404), ("forbidden", 403)]
)
def test_the_a2p_registration_may_be_there_or_not(mode: str, status: int) -> None:
    with Sandbox(numbers=1, a2p=mode) as sandbox:
        answer = ask(sandbox, "/a2p-registration")
    assert answer.status_code == status
    validate("A2PRegistrationAnswer" if status == 200 else "Error", answer.json(), VERSION)
    assert all((secret in answer.text) == (status == 200) for secret in BUSINESS_SECRETS)
    if status == 200:
        assert answer.json()["data"]["status"] == mode
        assert bool(answer.json()["data"]["statusMessages"]) == (mode == "rejected")


def test_no_business_secret_stands_anywhere_else(sandbox: Sandbox) -> None:
    elsewhere = str([everything(sandbox, "/users"), of_v1(sandbox), ask(sandbox, "/organization").text])
    assert not [secret for secret in BUSINESS_SECRETS if secret in elsewhere]


@pytest.mark.parametrize(("only", "path"), [("v1", "/phone-numbers"), (VERSION, "/v1/phone-numbers")])
def test_a_host_can_speak_one_generation_alone(only: str, path: str) -> None:
    with Sandbox(numbers=1, only=only, requests_per_second=None) as sandbox:
        answer = ask(sandbox, path)
        assert ask(sandbox, "/v1/users" if only == "v1" else "/users").status_code == 200
    assert answer.status_code == 404
    validate("Error404" if only == "v1" else "Error", answer.json(), only)


def test_only_the_first_page_of_the_numbers_is_a_look() -> None:
    """Else the workspace would change between the pages of one picture."""
    with Sandbox(numbers=60, drift=True, requests_per_second=None, longest_page=7) as sandbox:
        everything(sandbox, "/phone-numbers")
        before = [dict(number) for number in sandbox.workspace.numbers]
        assert len(list(pages(sandbox, "/users"))) > 1
        ask(sandbox, f"/phone-numbers/{before[0]['id']}/users")
        assert sandbox.workspace.numbers == before
        looks = [everything(sandbox, "/phone-numbers", include="users,restrictions") for _ in range(5)]
        assert any(first != second for first, second in pairwise(looks))
