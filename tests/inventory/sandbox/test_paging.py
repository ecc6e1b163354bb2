"""Lists in pages, in both generations: limits, cursors, and who is in the list of users."""

from collections.abc import Iterator
from itertools import islice

import pytest

from inventory.sandbox import Sandbox
from tests.contract import validate

from .asking import VERSION, ask, everything, pages

# A list, and what its generation calls the limit and the cursor.
LISTS = [
    ("/v1/users", "maxResults", "pageToken", "nextPageToken"),
    ("/users", "limit", "after", "nextCursor"),
    ("/phone-numbers", "limit", "after", "nextCursor"),
]
in_every_list = pytest.mark.parametrize(("path", "limit", "cursor", "next"), LISTS)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(numbers=214, requests_per_second=None) as running:
        yield running


@in_every_list
def test_pages_have_ten_records_unless_told_otherwise(
    sandbox: Sandbox, path: str, limit: str, cursor: str, next: str
) -> None:
    assert len(ask(sandbox, path).json()["data"]) == 10
    assert len(ask(sandbox, path, **{limit: 50}).json()["data"]) == 50


@in_every_list
@pytest.mark.parametrize("value", ["0", "51", "-1", "1000000", "ten", "", "1.5"])
def test_a_limit_out_of_bounds_is_refused(
    sandbox: Sandbox, path: str, limit: str, cursor: str, next: str, value: str
) -> None:
    answer = ask(sandbox, path, **{limit: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == f"/{limit}"
    validate(*(("Error400", answer.json(), "v1") if path.startswith("/v1") else ("Error", answer.json(), VERSION)))


@in_every_list
def test_every_record_is_on_exactly_one_page(sandbox: Sandbox, path: str, limit: str, cursor: str, next: str) -> None:
    source = sandbox.workspace.numbers if path == "/phone-numbers" else sandbox.workspace.people
    ids = [record["id"] for record in source]
    for size in (7, 50):
        assert [record["id"] for record in everything(sandbox, path, **{limit: size})] == ids
    singly = islice(pages(sandbox, path, **{limit: 1}), 3)
    assert [record["id"] for page in singly for record in page["data"]] == ids[:3]


@in_every_list
@pytest.mark.parametrize("wrong", ["", "made-up", "bm9uc2Vuc2U=", "10"])
def test_a_made_up_cursor_is_refused(
    sandbox: Sandbox, path: str, limit: str, cursor: str, next: str, wrong: str
) -> None:
    answer = ask(sandbox, path, **{cursor: wrong})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, f"/{cursor}")


@in_every_list
def test_a_cursor_of_another_list_is_refused(sandbox: Sandbox, path: str, limit: str, cursor: str, next: str) -> None:
    other, _, _, others_next = LISTS[(LISTS.index((path, limit, cursor, next)) + 1) % len(LISTS)]
    foreign = ask(sandbox, other).json()[others_next]
    assert ask(sandbox, path, **{cursor: foreign}).status_code == 400


def test_pages_can_be_shorter_than_their_limit() -> None:
    with Sandbox(numbers=20, requests_per_second=None, longest_page=6) as sandbox:
        assert [len(page["data"]) for page in pages(sandbox, "/phone-numbers", limit=50)] == [6, 6, 6, 2]


def test_both_generations_list_the_same_people(sandbox: Sandbox) -> None:
    for page in pages(sandbox, "/v1/users", maxResults=50):
        validate("UserPage", page, "v1")
        assert page["totalItems"] != len(sandbox.workspace.people)  # As the real one.
    assert everything(sandbox, "/v1/users", maxResults=50) == everything(sandbox, "/users", limit=50)


def test_some_people_have_no_number(sandbox: Sandbox) -> None:
    people = {person["id"] for person in everything(sandbox, "/users", limit=50)}
    assigned = {user["id"] for number in sandbox.workspace.numbers for user in number["users"]}
    assert assigned < people
    assert len(people - assigned) >= 5
