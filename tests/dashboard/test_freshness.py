"""What an open page asks once a minute: whether a refresh has ended. It costs next to nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with, some_numbers

from .reading import HTMX, read

pytestmark = pytest.mark.django_db
MOST_BYTES = 300


@pytest.fixture(autouse=True)
def numbers(db: None) -> None:
    refresh_with(answer_of(some_numbers(30)))


def question(client: Client) -> str:
    """What a page that is loaded now will ask."""
    element = read(client.get(reverse("groups"))).soup.select_one("#freshness")
    assert element is not None
    return str(element["hx-get"])


def test_nothing_has_happened(viewer: Client, settings: Settings) -> None:
    asked = question(viewer)
    with CaptureQueriesContext(connection) as queries:
        response = viewer.get(asked, headers=HTMX)
    assert (response.status_code, response.content) == (204, b"")
    assert not [query for query in queries if "inventory_phonenumber" in query["sql"]]
    # As the server sends it, with the four lines that gunicorn adds.
    own = [
        "HTTP/1.1 204 No Content",
        "Server: gunicorn",
        "Date: Sun, 29 Nov 2026 09:30:33 GMT",
        "Connection: keep-alive",
    ]
    sent = "\r\n".join([*own, *(f"{name}: {value}" for name, value in response.items()), "", ""])
    assert len(sent) <= MOST_BYTES, sent


@pytest.mark.parametrize("records", [some_numbers(30), [*some_numbers(30), a_number("PN-new")], some_numbers(3)])
def test_a_refresh_has_ended(records: list[object], viewer: Client) -> None:
    """One that found nothing new, one that did, and one that holds its removals."""
    asked = question(viewer)
    refresh_with(answer_of(records))
    response = viewer.get(asked, headers=HTMX)
    assert response.status_code == 200
    assert "refreshed" in response["HX-Trigger"]
    again = read(response).soup.select_one("#freshness")
    assert again is not None
    assert viewer.get(str(again["hx-get"]), headers=HTMX).status_code == 204
    assert ("27 removals" in read(response).text) is (len(records) == 3)


def test_a_page_that_stands_open_keeps_no_session_alive(viewer: Client, settings: Settings) -> None:
    asked = question(viewer)
    minutes = settings.SESSION_COOKIE_AGE // 60
    for _ in range(4):
        session = viewer.session
        session["seen_at"] -= minutes * 15
        session.save()
        response = viewer.get(asked, headers=HTMX | {"HX-Trigger": "freshness"})
    assert response["HX-Redirect"].startswith(reverse("login"))


def test_without_a_role_it_says_nothing(roleless: Client) -> None:
    assert roleless.get(reverse("freshness"), headers=HTMX).status_code == 403
