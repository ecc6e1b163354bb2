"""Light and dark, the page of patterns, the probe of monitors, and signing in and out."""

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import html_of, read, text_of

# Colour schemes


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_colour_scheme_is_kept(theme: str, owner: Client) -> None:
    where = reverse("users") + "?q=a"
    response = owner.post(reverse("theme"), {"theme": theme, "next": where})
    assert response["Location"] == where
    assert f'data-theme="{theme}"' in html_of(owner.get(reverse("numbers")))
    assert response.cookies["theme"]["samesite"] == "Lax"
    assert response.cookies["theme"]["httponly"]


@pytest.mark.parametrize("theme", ["system", "", "pink", "<script>", "\x00"])
def test_anything_else_is_what_the_system_prefers(theme: str, owner: Client) -> None:
    owner.post(reverse("theme"), {"theme": "dark"})
    owner.post(reverse("theme"), {"theme": theme})
    assert "data-theme" not in html_of(owner.get(reverse("numbers")))


def test_a_cookie_of_somebody_elses_making_is_text(owner: Client) -> None:
    owner.cookies["theme"] = '"><script>alert(1)</script>'
    assert "<script>alert" not in html_of(owner.get(reverse("numbers")))


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "", "/\\evil.example"])
def test_choosing_a_scheme_leads_to_no_other_site(elsewhere: str, owner: Client) -> None:
    assert owner.post(reverse("theme"), {"theme": "dark", "next": elsewhere})["Location"] == "/"


# Every page


@pytest.mark.parametrize("name", ["overview", "numbers", "users", "groups", "changes", "refreshes", "number", "user"])
def test_a_page_describes_itself_and_its_links_within_lead_somewhere(
    name: str, workspace: Workspace, owner: Client
) -> None:
    number = workspace.numbers[0]
    ids = {"number": [number["id"]], "user": [number["users"][0]["id"]]}
    page = html_of(owner.get(reverse(name, args=ids.get(name))))
    assert '<meta name="description"' in page
    within = re.findall(r'href="#([^"]+)"', page)
    assert "main" in within
    assert all(f'id="{target}"' in page for target in within)


# Patterns


def test_the_patterns_show_every_badge_while_debugging(owner: Client, settings: Settings) -> None:
    settings.DEBUG = True
    text = text_of(owner.get(reverse("patterns")))
    assert "In progress" in text
    assert "Interrupted" in text


def test_the_patterns_are_not_there_in_production(owner: Client) -> None:
    assert owner.get(reverse("patterns")).status_code == 404


# Monitors


def test_a_probe_needs_no_account(db: None, outsider: Client) -> None:
    response = outsider.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_probe_tells_nothing_of_the_data(workspace: Workspace, outsider: Client) -> None:
    assert outsider.get("/healthz").content == b"ok\n"


def test_a_probe_is_told_that_the_database_is_gone(db: None, outsider: Client) -> None:
    with patch("dashboard.monitoring.health.try_to_connect", side_effect=DatabaseError("password=secret")):
        response = outsider.get("/healthz")
    assert response.status_code == 503
    assert b"secret" not in response.content


# Signing in and out


def sign_in(client: Client, **fields: str) -> str:
    fields = {"username": "owner", "password": "the owner's password"} | fields
    response = client.post(reverse("login"), fields)
    return response.headers.get("Location", "")


def test_signing_in_leads_to_the_overview(owner: Client, outsider: Client) -> None:
    assert sign_in(outsider) == reverse("overview")
    assert outsider.get(reverse("numbers")).status_code == 200


def test_signing_in_leads_on_to_what_was_asked_for(owner: Client, outsider: Client) -> None:
    where = reverse("numbers") + "?q=a&page=2"
    location = outsider.get(where)["Location"]
    field = next(given for tag, given in read(outsider.get(location)).tags if given.get("name") == "next")
    assert field["value"] == where
    assert sign_in(outsider, next=field["value"]) == where


def test_a_wrong_password_is_said_and_the_name_kept(owner: Client, outsider: Client) -> None:
    response = outsider.post(reverse("login"), {"username": "owner", "password": "wrong"})
    page = read(response)
    assert "Please enter a correct username and password." in page.text
    assert next(given["value"] for _, given in page.tags if given.get("name") == "username") == "owner"
    assert "wrong" not in html_of(response)


def test_empty_fields_are_said(db: None, outsider: Client) -> None:
    assert "Both fields are needed." in text_of(outsider.post(reverse("login"), {}))


def test_whoever_is_signed_in_needs_no_sign_in(owner: Client) -> None:
    assert owner.get(reverse("login"))["Location"] == reverse("overview")


def test_signing_out_ends_it(owner: Client) -> None:
    assert owner.post(reverse("logout"))["Location"] == reverse("login")
    assert owner.get(reverse("numbers")).status_code == 302


def test_signing_out_takes_a_button(owner: Client) -> None:
    assert owner.get(reverse("logout")).status_code == 405


def test_the_sign_in_shows_nothing_of_the_data(workspace: Workspace, outsider: Client) -> None:
    text = text_of(outsider.get(reverse("login")))
    assert "Last refreshed" not in text
    assert "Numbers Sign in" in text


def test_no_line_of_a_template_is_longer_than_200_characters() -> None:
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    long = [
        (file.name, place)
        for file in templates
        for place, line in enumerate(file.read_text().splitlines(), 1)
        if len(line) > 200
    ]
    assert long == []


# Problems


def test_a_page_that_does_not_exist_says_so_in_the_products_clothes(owner: Client) -> None:
    response = owner.get("/no/such/page/")
    assert response.status_code == 404
    assert "Page not found" in text_of(response)


def test_something_broken_shows_a_page_that_asks_nothing_of_the_database(owner: Client) -> None:
    owner.raise_request_exception = False
    with patch("dashboard.numbers.views.page_by_ids", side_effect=RuntimeError("a mistake, with a secret")):
        response = owner.get(reverse("numbers"))
    assert response.status_code == 500
    assert "Internal error" in text_of(response)
    assert "secret" not in html_of(response)
