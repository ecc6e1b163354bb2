"""Each fault of a picture that takes many requests is the fault it says it is."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from inventory.sandbox import ALL_FAULTS, Sandbox
from inventory.sandbox.faults import FAULTS, PAGING_FAULTS
from tests.contract import validate

from .asking import VERSION, all_of, ask, everything, pages

# The lists that come in pages, and what their generation calls the cursor.
PAGED = {"/phone-numbers": "nextCursor", "/users": "nextCursor", "/v1/users": "nextPageToken"}
in_every_list = pytest.mark.parametrize("path", PAGED)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Forty numbers and fourteen people, on pages of four."""
    with Sandbox(numbers=40, requests_per_second=None, longest_page=4) as running:
        yield running


def ids(records: list[dict[str, Any]]) -> list[str]:
    return [record["id"] for record in records]


def source(sandbox: Sandbox, path: str) -> list[str]:
    return ids(sandbox.workspace.numbers if path == "/phone-numbers" else sandbox.workspace.people)


def first_pages(sandbox: Sandbox, path: str, count: int) -> list[dict[str, Any]]:
    return list(islice(pages(sandbox, path), count))


def test_every_fault_has_a_name_of_its_own_and_says_in_one_line_what_it_does() -> None:
    assert ALL_FAULTS.keys() == FAULTS.keys() | PAGING_FAULTS.keys()
    assert len(ALL_FAULTS) == len(FAULTS) + len(PAGING_FAULTS)
    for name, fault in PAGING_FAULTS.items():
        assert name == fault.name
        assert fault.description.endswith(".")
        assert "\n" not in fault.description


@in_every_list
def test_cursor_missing(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "cursor-missing"
    document = ask(sandbox, path).json()
    assert ids(document["data"]) == source(sandbox, path)[:4]
    assert PAGED[path] not in document


@in_every_list
def test_cursor_repeats(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "cursor-repeats"
    first, second, third = first_pages(sandbox, path, 3)
    assert first["data"] != second["data"] == third["data"]
    assert first[PAGED[path]] == second[PAGED[path]] == third[PAGED[path]]


@in_every_list
def test_cursor_never_ends(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "cursor-never-ends"
    needed = -(-len(source(sandbox, path)) // 4)
    many = first_pages(sandbox, path, needed + 5)
    assert ids([record for page in many for record in page["data"]]) == source(sandbox, path)
    assert len({page[PAGED[path]] for page in many}) == needed + 5


@in_every_list
def test_list_starts_over(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "list-starts-over"
    needed = -(-len(source(sandbox, path)) // 4)
    many = first_pages(sandbox, path, 2 * needed)
    assert ids([record for page in many for record in page["data"]]) == 2 * source(sandbox, path)
    assert len({page[PAGED[path]] for page in many}) == 2 * needed


@pytest.mark.parametrize("path", ["/phone-numbers", "/users", "/v1/users"])
def test_a_list_of_one_page_can_be_endless_too(path: str) -> None:
    with Sandbox(numbers=7, requests_per_second=None) as sandbox:
        for fault in ("cursor-repeats", "cursor-never-ends", "list-starts-over"):
            sandbox.fault = fault
            assert len(first_pages(sandbox, path, 4)) == 4


@in_every_list
def test_cursor_expired(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "cursor-expired"
    parameter = "pageToken" if path.startswith("/v1") else "after"
    cursor = ask(sandbox, path).json()[PAGED[path]]
    answer = ask(sandbox, path, **{parameter: cursor})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, f"/{parameter}")


@in_every_list
def test_pages_empty_between(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "pages-empty-between"
    found = list(pages(sandbox, path))
    assert ids([record for page in found for record in page["data"]]) == source(sandbox, path)
    assert not any(page["data"] for page in found[1::2])
    assert len({page[PAGED[path]] for page in found}) == len(found)


@in_every_list
def test_a_page_can_fail_for_good_or_once(sandbox: Sandbox, path: str) -> None:
    parameter = "pageToken" if path.startswith("/v1") else "after"
    for fault, statuses in (("page-fails", [500, 500, 500]), ("page-fails-then-ok", [503, 200, 200])):
        sandbox.fault = fault
        first = ask(sandbox, path)
        assert first.status_code == 200  # And does not use up the one time.
        cursor = first.json()[PAGED[path]]
        assert [ask(sandbox, path, **{parameter: cursor}).status_code for _ in range(3)] == statuses


@in_every_list
def test_list_shrinks(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "list-shrinks"
    all_of_them = source(sandbox, path)
    assert ids(everything(sandbox, path)) == all_of_them[:4] + all_of_them[5:]
    if path == "/phone-numbers":
        assert ask(sandbox, f"{path}/{all_of_them[4]}").status_code == 200


@in_every_list
def test_list_grows(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "list-grows"
    all_of_them = source(sandbox, path)
    assert ids(everything(sandbox, path)) == all_of_them[:4] + all_of_them[3:]


@in_every_list
def test_total_wrong(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "total-wrong"
    assert {page["totalItems"] for page in pages(sandbox, path)} == {1}


@pytest.mark.parametrize("field", ["restrictions", "users"])
def test_what_was_asked_for_can_be_absent(sandbox: Sandbox, field: str) -> None:
    sandbox.fault = f"{field}-absent"
    one = f"/phone-numbers/{sandbox.workspace.numbers[0]['id']}"
    single = ask(sandbox, one, include="users,restrictions").json()["data"]
    for number in [single, *everything(sandbox, "/phone-numbers", include="users,restrictions")]:
        assert {"restrictions", "users"} & number.keys() == {"restrictions", "users"} - {field}


@pytest.mark.parametrize(("path", "contract"), [("/users", VERSION), ("/v1/users", "v1")])
def test_users_refused_leaves_all_else_well(sandbox: Sandbox, path: str, contract: str) -> None:
    sandbox.fault = "users-refused"
    answer = ask(sandbox, path)
    assert answer.status_code == 403
    validate("Error", answer.json(), contract)
    number = sandbox.workspace.numbers[0]["id"]
    for other in ("/phone-numbers", f"/phone-numbers/{number}/users", "/v1/phone-numbers", "/organization"):
        assert ask(sandbox, other).status_code == 200


def test_number_vanishes_between_the_list_and_its_users(sandbox: Sandbox) -> None:
    sandbox.fault = "number-vanishes"
    numbers = ids(everything(sandbox, "/phone-numbers"))
    assert [ask(sandbox, f"/phone-numbers/{id}/users").status_code for id in numbers[:3]] == [404, 200, 200]


@pytest.mark.parametrize("path", ["/users", "/v1/users"])
def test_user_twice(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "user-twice"
    people = source(sandbox, path)
    assert ids(everything(sandbox, path)) == [*people, people[0]]


@pytest.mark.parametrize("path", ["/users", "/v1/users"])
def test_user_unlisted_has_a_number(sandbox: Sandbox, path: str) -> None:
    sandbox.fault = "user-unlisted"
    [missing] = set(source(sandbox, path)) - set(ids(everything(sandbox, path)))
    assert everything(sandbox, f"/users/{missing}/phone-numbers")


def test_no_fault_changes_the_workspace(sandbox: Sandbox) -> None:
    before = all_of(sandbox)
    for fault in PAGING_FAULTS:
        sandbox.fault = fault
        for path in PAGED:
            ask(sandbox, path)
        assert all_of(sandbox) == before, fault


def test_a_fault_can_be_kept_to_some_requests(sandbox: Sandbox) -> None:
    sandbox.fail_next("forbidden", times=1, on="^/organization")
    assert ask(sandbox, "/users").status_code == 200
    assert [ask(sandbox, "/organization").status_code for _ in range(2)] == [403, 200]
