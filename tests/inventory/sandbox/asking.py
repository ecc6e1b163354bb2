"""Requests as a client of generation 2026-03-30 makes them."""

import json
from collections.abc import Iterator
from typing import Any

import requests

from inventory.sandbox import SANDBOX_KEY, Sandbox

VERSION = "2026-03-30"
HEADERS = {"Authorization": SANDBOX_KEY, "Quo-Api-Version": VERSION}


def all_of(sandbox: Sandbox) -> str:
    """All that the workspace is, to be held against another time's."""
    workspace = sandbox.workspace
    return json.dumps([workspace.numbers, workspace.people, workspace.organization])


def ask(sandbox: Sandbox, path: str, **parameters: object) -> requests.Response:
    """One request. Keyword arguments are the query."""
    values = {name: str(value) for name, value in parameters.items()}
    return requests.get(sandbox.url + path, values, headers=HEADERS, timeout=10)


def pages(sandbox: Sandbox, path: str, **parameters: object) -> Iterator[dict[str, Any]]:
    """The pages of a list, cursor after cursor, in either generation. Endless if the list is."""
    cursor, next = ("pageToken", "nextPageToken") if path.startswith("/v1") else ("after", "nextCursor")
    while True:
        answer = ask(sandbox, path, **parameters)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        yield page
        if page.get(next) is None:
            return
        parameters[cursor] = page[next]


def everything(sandbox: Sandbox, path: str, **parameters: object) -> list[dict[str, Any]]:
    return [record for page in pages(sandbox, path, **parameters) for record in page["data"]]
