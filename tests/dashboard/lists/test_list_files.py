"""People, groups and refreshes as files, and selections of a whole page."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inventory.models import Refresh
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import read
from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with


def download(client: Client, name: str, **query: str) -> bytes:
    response: Any = client.get(reverse(name), query)
    assert response.status_code == 200
    return b"".join(response)


@pytest.mark.parametrize(
    ("name", "one", "query", "first"),
    [
        ("users", "user", {"role": "member", "sort": "-held"}, "id"),
        ("groups", "group", {"sort": "-group"}, "group_id"),
        ("refreshes", "refresh", {"result": "succeeded"}, "id"),
    ],
)
def test_a_list_is_a_file_of_the_same_rows(
    name: str, one: str, query: dict[str, str], first: str, workspace: Workspace, viewer: Client
) -> None:
    page = read(viewer.get(reverse(name), query | {"per_page": "250"}))
    links = [str(link["href"]) for link in page.soup.select("tbody th a")]
    objects = json.loads(download(viewer, f"export-{name}-json", **query))
    assert [reverse(one, args=[row[first]]) for row in objects] == links
    assert links
    header, *rows = csv.reader(io.StringIO(download(viewer, f"export-{name}-csv", **query).decode("utf-8-sig")))
    assert header == [*objects[0]]
    assert [row[0] for row in rows] == [str(row[first]) for row in objects]


@pytest.mark.parametrize("name", ["users", "refreshes"])
def test_an_invalid_filter_is_no_file(name: str, viewer: Client) -> None:
    wrong = {"users": "numbers", "refreshes": "result"}[name]
    assert viewer.get(reverse(f"export-{name}-csv"), {wrong: "odd"}).status_code == 400


def test_as_many_numbers_as_a_page_shows_are_exported_at_once(viewer: Client, db: None) -> None:
    """In the order of the list. Their ids are too long for an address, so a selection is posted."""
    refresh_with(answer_of([a_number(f"PN{place:03}", name=f"Line {999 - place}") for place in range(260)]))
    ids = [f"PN{place:03}" for place in range(5, 255)]
    for name, start in (("export-csv", b"\xef\xbb\xbf"), ("export-json", b"["), ("export-xlsx", b"PK")):
        response: Any = viewer.post(reverse(name), {"id": ids, "state": "all", "sort": "-name"})
        assert response.status_code == 200
        content = b"".join(response)
        assert content.startswith(start)
        if name == "export-json":
            assert [row["id"] for row in json.loads(content)] == ids
    assert viewer.post(reverse("export-csv"), {"id": [*ids, "PN255"]}).status_code == 400


def refreshes(client: Client, **query: Any) -> list[str]:
    return [row[4] for row in read(client.get(reverse("refreshes"), query)).rows[1:]]


def test_refreshes_are_found_by_result_scope_and_who(viewer: Client, db: None) -> None:
    for state, scope, who, removals in (
        ("succeeded", "workspace", "ada", "held"), ("failed", "number", "ada", ""), ("succeeded", "user", "bob", ""),
    ):  # fmt: skip
        Refresh.objects.create(state=state, scope=scope, requested_by_name=who, removals=removals)
    assert refreshes(viewer) == ["bob", "ada", "ada"]
    assert refreshes(viewer, result="succeeded") == ["bob", "ada"]
    assert refreshes(viewer, result=["failed", "held"]) == ["ada", "ada"]
    assert refreshes(viewer, result="held") == ["ada"]
    assert refreshes(viewer, scope="user") == ["bob"]
    assert refreshes(viewer, by="ada", result="succeeded") == ["ada"]
    assert refreshes(viewer, by="ad") == []
