"""Errors and sign-ins in the form that was asked for: a page, a notice, JSON."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tests.dashboard.reading import HTMX, is_page, text_of

JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def leaver(owner: Client) -> Client:
    """Their browser still sends the cookie of a session that has ended."""
    owner.session.flush()
    return owner


def way(response: Any) -> tuple[str, str]:
    """Where a response leads, and where from there."""
    parts = urlsplit(response.headers.get("HX-Redirect") or response.headers["Location"])
    return parts.path, parse_qs(parts.query)["next"][0]


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("method", ["get", "post"])
def test_htmx_leads_back_to_the_page_it_stands_on(method: str, leaver: Client) -> None:
    headers = HTMX | {"HX-Current-URL": "http://testserver/numbers/?user=US1&page=2"}
    response = getattr(leaver, method)(reverse("refreshes"), headers=headers)
    assert way(response) == (reverse("login"), "/numbers/?user=US1&page=2")
    assert said(response)[0].startswith("Your session ended.")
    assert ("was not done" in said(response)[0]) is (method == "post")
    assert "Your session ended." in text_of(leaver.get(response["HX-Redirect"]))


@pytest.mark.parametrize("url", ["https://evil.example/numbers/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_leads_to_no_other_site(url: str, leaver: Client) -> None:
    response = leaver.get(reverse("numbers"), headers=HTMX | {"HX-Current-URL": url})
    assert way(response) == (reverse("login"), "/")
    response = leaver.post(reverse("refreshes"), headers={"Referer": url})
    assert way(response) == (reverse("login"), "/")


def test_a_form_leads_back_to_its_page_which_can_be_opened(leaver: Client) -> None:
    response = leaver.post(reverse("refreshes"), headers={"Referer": "http://testserver/users/?q=a"})
    assert way(response)[1] == "http://testserver/users/?q=a"


def test_a_page_leads_back_to_itself(leaver: Client) -> None:
    response = leaver.get("/numbers/?q=a&page=2")
    assert way(response) == (reverse("login"), "/numbers/?q=a&page=2")
    assert said(response) == ["Your session ended."]


def test_who_never_signed_in_is_told_of_no_session(outsider: Client) -> None:
    assert said(outsider.get("/numbers/")) == []


@pytest.mark.parametrize(
    ("path", "status"), [("/numbers/", 401), ("/nowhere/", 404), ("/refreshes/1/status/", 401), ("/find/", 401)]
)
def test_a_script_gets_json(path: str, status: int, outsider: Client) -> None:
    response = outsider.get(path, headers=JSON)
    assert response.status_code == status
    assert json.loads(response.content)["status"] == status
    assert "Accept" in response["Vary"]


def test_a_script_without_a_role_gets_json(roleless: Client) -> None:
    response = roleless.get("/numbers/", headers=JSON)
    assert (response.status_code, json.loads(response.content)["title"]) == (403, "Permission denied")
    assert is_page(roleless.get("/numbers/", headers=BROWSER))


def test_what_is_wrong_with_an_htmx_request_is_shown_above_the_page(owner: Client) -> None:
    response = owner.post(reverse("refreshes"), {"scope": "moon"}, headers=HTMX)
    assert response.status_code == 400
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#notice", "innerHTML")


def test_so_it_is_where_middleware_refuses_it_before_htmx_is_known(owner: Client) -> None:
    response = owner.get("/numbers/", headers=HTMX | {"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert response["HX-Retarget"] == "#notice"
