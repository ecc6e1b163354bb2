"""What the form of the filters sends, with menus in which nothing is chosen, asks for what the tidy address does."""

import pytest
from django.test import Client
from django.urls import reverse

from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import read

EMPTY = ("user", "q", "porting", "assigned", "role", "country", "forward", "state", "kind", "id")


@pytest.mark.parametrize("query", ["", "restricted=messaging.US", "assigned=yes", "porting=none"])
def test_empty_fields_filter_nothing(query: str, workspace: Workspace, viewer: Client) -> None:
    htmx = {"HX-Request": "true"}
    tidy = read(viewer.get(f"{reverse('numbers')}?{query}", headers=htmx))
    empty = "&".join(f"{name}=" for name in EMPTY if not query.startswith(name))
    sent = read(viewer.get(f"{reverse('numbers')}?{query}&{empty}", headers=htmx))
    assert sent.rows == tidy.rows
    assert len(sent.rows) > 1
