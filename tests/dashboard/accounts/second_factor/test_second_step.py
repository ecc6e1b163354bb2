"""A code after the password: once, in time, and nothing without it."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from dashboard.accounts import second_factor
from dashboard.accounts.roles import VIEWER
from dashboard.audit.models import AuditEntry
from tests.dashboard.conftest import make_account, signed_in

from .phone import PAGE, STEP, Clock, app_code, entries, is_in, key_on, set_up, sign_in, text


def test_the_password_alone_signs_nobody_in(enrolled: object) -> None:
    client, response = sign_in()
    assert response.headers["Location"] == STEP
    assert not is_in(client)
    assert client.get(PAGE).status_code == 302
    assert client.get("/admin/").status_code == 302
    assert entries("sign-in") == [("ada", "")]  # the one in which it was set up


def test_the_apps_code_signs_in(enrolled: tuple[bytes, list[str]]) -> None:
    client, _ = sign_in()
    before = client.session.session_key
    response = client.post(STEP, {"code": f" {app_code(enrolled[0])[:3]} {app_code(enrolled[0])[3:]}"})
    assert response.headers["Location"] == reverse("overview")
    assert is_in(client)
    assert client.session.session_key != before


def test_a_code_is_taken_once(enrolled: tuple[bytes, list[str]]) -> None:
    code = app_code(enrolled[0])
    first, _ = sign_in()
    second, _ = sign_in()
    assert first.post(STEP, {"code": code}).status_code == 302
    response = second.post(STEP, {"code": code})
    assert "or was used before" in text(response)
    assert not is_in(second)


def test_the_code_that_set_it_up_signs_nobody_in(ada: User) -> None:
    browser, _ = sign_in()
    key, _ = set_up(browser)
    client, _ = sign_in()
    client.post(STEP, {"code": app_code(key)})
    assert not is_in(client)


def test_a_clock_that_is_off_by_two_minutes_is_named_as_a_cause(enrolled: tuple[bytes, list[str]]) -> None:
    client, _ = sign_in()
    response = client.post(STEP, {"code": app_code(enrolled[0], ahead=120)})
    assert "check the clock of your phone" in text(response)
    assert not is_in(client)


def test_a_recovery_code_signs_in_once(enrolled: tuple[bytes, list[str]]) -> None:
    code = enrolled[1][3]
    client, _ = sign_in()
    client.post(STEP, {"code": code.upper()})
    assert is_in(client)
    assert ("ada", "used a recovery code, 9 left") in entries("second-factor")
    another, _ = sign_in()
    assert another.post(STEP, {"code": code}).status_code == 200
    assert not is_in(another)


def test_wrong_codes_make_the_next_one_wait(enrolled: tuple[bytes, list[str]]) -> None:
    client, _ = sign_in()
    right = app_code(enrolled[0])
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert client.post(STEP, {"code": wrong}).status_code == 200
    response = client.post(STEP, {"code": right})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "1"
    assert "Wait 1 second, then type the next one" in text(response)
    assert not is_in(client)
    assert entries("code-refused") == [("ada", "wrong code")]  # a minute's are one entry, with their count
    assert AuditEntry.objects.get(action="code-refused").count == 2
    assert client.post(STEP, {"code": enrolled[1][0]}).status_code == 302  # the lost phone's owner waits for nobody


@pytest.mark.parametrize("typed", ["", "1", "12345678901234567890", "a\x00b", "٠١٢٣٤٥", "x" * 3000])
def test_nonsense_is_no_code(typed: str, enrolled: object) -> None:
    client, _ = sign_in()
    assert client.post(STEP, {"code": typed}).status_code == 200
    assert not is_in(client)


def test_a_half_done_sign_in_ends_after_five_minutes(enrolled: tuple[bytes, list[str]], clock: Clock) -> None:
    client, _ = sign_in(next="/users/")
    clock.goes_on(301)
    response = client.post(STEP, {"code": app_code(enrolled[0]), "next": "/users/"})
    assert response.headers["Location"] == f"{reverse('login')}?next=/users/"
    assert not is_in(client)
    assert "That took too long" in text(client.get(reverse("login")))


@pytest.mark.parametrize("change", ["closed", "password", "reset", "passwords off"])
def test_a_half_done_sign_in_ends_where_the_account_changes(
    change: str, enrolled: tuple[bytes, list[str]], ada: User, settings: Settings
) -> None:
    client, _ = sign_in()
    if change == "closed":
        User.objects.update(is_active=False)
    elif change == "password":
        ada.set_password("another password of ours")
        ada.save()
    elif change == "reset":
        second_factor.remove(ada)
    else:
        settings.AUTHENTICATION_BACKENDS = settings.AUTHENTICATION_BACKENDS[:-1]
    response = client.post(STEP, {"code": app_code(enrolled[0])})
    assert response.headers["Location"].startswith(reverse("login"))
    assert not is_in(client)


def test_the_step_in_a_second_tab_leads_on(enrolled: tuple[bytes, list[str]]) -> None:
    """Its token is from before the first tab signed in; or from before somebody else did."""
    client, _ = sign_in()
    client.handler.enforce_csrf_checks = True
    response = client.post(STEP, {"code": "123456", "next": "/users/"})
    assert (response.status_code, response.headers["Location"]) == (302, f"{STEP}?next=%2Fusers%2F")
    client.handler.enforce_csrf_checks = False
    client.post(STEP, {"code": app_code(enrolled[0])})
    client.handler.enforce_csrf_checks = True
    assert client.post(STEP, {"code": "123456", "next": "/users/"}).headers["Location"] == "/users/"


def test_the_second_step_alone_leads_to_the_first(db: None, outsider: Client) -> None:
    assert outsider.get(STEP).headers["Location"].startswith(reverse("login"))
    assert outsider.post(STEP, {"code": "123456"}).headers["Location"].startswith(reverse("login"))


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "javascript:alert(1)",
    "/\\evil.example",
    "http:///evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_step_leads_elsewhere(target: str, ada: User, clock: Clock) -> None:
    client, _ = sign_in()
    key = key_on(client.get(PAGE, {"next": target}))
    page = client.post(PAGE, {"code": app_code(key), "next": target})
    assert not re.search("evil|javascript:", page.content.decode())
    clock.goes_on()
    client, response = sign_in(next=target)
    assert response.headers["Location"] == STEP
    assert not re.search("evil|javascript:", client.get(STEP, {"next": target}).content.decode())
    response = client.post(f"{STEP}?next={target}", {"code": app_code(key), "next": target})
    assert response.headers["Location"] == reverse("overview")
    assert is_in(client)


def test_next_is_kept_through_both_steps(enrolled: tuple[bytes, list[str]]) -> None:
    client, response = sign_in(next="/users/?q=a&sort=name")
    step = response.headers["Location"]
    field = BeautifulSoup(client.get(step).content, "html.parser").find("input", {"name": "next"})
    assert field
    assert field["value"] == "/users/?q=a&sort=name"
    response = client.post(STEP, {"code": app_code(enrolled[0]), "next": field["value"]})
    assert response.headers["Location"] == "/users/?q=a&sort=name"


def test_pages_cost_no_query_more_with_it(enrolled: tuple[bytes, list[str]], settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"
    client, _ = sign_in()
    client.post(STEP, {"code": app_code(enrolled[0])})
    without = signed_in(make_account("vic", VIEWER))
    counts = []
    for mode, each in (("required", client), ("off", without)):
        settings.SECOND_FACTOR = mode
        each.get(reverse("changes"))
        with CaptureQueriesContext(connection) as queries:
            assert is_in(each)
        counts.append(len(queries))
    assert counts[0] == counts[1]
