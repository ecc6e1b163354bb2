"""Sessions end after inactivity, and after a day anyway. Passwords are changed, and have to be good ones."""

import time

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from dashboard.accounts.models import Session
from dashboard.accounts.sessions import SessionStore
from dashboard.audit.models import AuditEntry
from tests.dashboard.conftest import PASSWORD


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = time.time()
        monkeypatch.setattr(time, "time", lambda: self.now)

    def goes_on(self, *, minutes: float) -> None:
        self.now += minutes * 60


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def is_in(client: Client) -> bool:
    return client.get(reverse("changes")).status_code == 200


def test_a_session_ends_after_inactivity(viewer: Client, clock: Clock) -> None:
    clock.goes_on(minutes=479)
    assert is_in(viewer)
    clock.goes_on(minutes=479)
    assert is_in(viewer)
    clock.goes_on(minutes=481)
    assert not is_in(viewer)
    assert not Session.objects.exists()
    assert AuditEntry.objects.filter(action="sign-out", detail="the session ran out", who="vic").exists()


def test_a_session_ends_after_a_day_however_busy(viewer: Client, clock: Clock) -> None:
    for _ in range(23):
        clock.goes_on(minutes=60)
        assert is_in(viewer)
    clock.goes_on(minutes=61)
    assert not is_in(viewer)


def test_the_setting_decides(viewer: Client, clock: Clock, settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 60
    clock.goes_on(minutes=1.5)
    assert not is_in(viewer)


def test_a_page_in_between_writes_no_session(viewer: Client, clock: Clock) -> None:
    clock.goes_on(minutes=30)
    is_in(viewer)
    clock.goes_on(minutes=1)
    with CaptureQueriesContext(connection) as queries:
        is_in(viewer)
    assert not [query for query in queries if "UPDATE" in query["sql"] or "INSERT" in query["sql"]]


def test_signing_in_gives_a_new_session(viewer: Client, outsider: Client) -> None:
    outsider.cookies["sessionid"] = "a" * 32
    outsider.post(reverse("login"), {"username": "vic", "password": PASSWORD})
    assert outsider.cookies["sessionid"].value != "a" * 32
    assert is_in(outsider)


def test_the_cookies_are_for_this_site_and_no_script(viewer: Client, outsider: Client) -> None:
    outsider.get(reverse("login"))
    outsider.post(reverse("login"), {"username": "vic", "password": PASSWORD})
    for name in ("sessionid", "csrftoken"):
        assert outsider.cookies[name]["httponly"]
        assert outsider.cookies[name]["samesite"] == "Lax"


NEW = "an entirely new password"


def change(client: Client, new: str, old: str = PASSWORD) -> int:
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("password"), form).status_code


def test_a_password_is_changed_and_ends_the_other_sessions(viewer: Client) -> None:
    other = Client()
    other.post(reverse("login"), {"username": "vic", "password": PASSWORD})
    assert change(viewer, NEW) == 302
    assert User.objects.get().check_password(NEW)
    assert is_in(viewer)
    assert not is_in(other)
    assert AuditEntry.objects.get(action="password").who == "vic"


@pytest.mark.parametrize("bad", ["short one", "1234567890123456", "victoria-vic-vic"])
def test_a_bad_password_is_refused_in_words(bad: str, viewer: Client) -> None:
    User.objects.update(first_name="victoria-vic-vic")
    form = {"old_password": PASSWORD, "new_password1": bad, "new_password2": bad}
    response = viewer.post(reverse("password"), form)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_a_long_password_counts_exactly_as_typed(viewer: Client) -> None:
    long = " Ein Paß mit Leerzeichen, and more than sixty-four characters in all of it "
    assert change(viewer, long) == 302
    other = Client()
    for typed, status in ((long.strip(), 200), (long.lower(), 200), (long[:64], 200), (long, 302)):
        assert other.post(reverse("login"), {"username": "vic", "password": typed}).status_code == status


def test_the_old_password_is_needed(viewer: Client) -> None:
    assert change(viewer, NEW, old="wrong") == 200
    assert User.objects.get().check_password(PASSWORD)


def test_an_account_of_the_provider_has_no_password_to_change(viewer: Client) -> None:
    account = User.objects.get()
    account.set_unusable_password()
    account.save()
    client = Client()
    client.force_login(account, backend="dashboard.accounts.throttling.PasswordBackend")
    assert client.get(reverse("password")).status_code == 403
    assert "Change password" not in client.get(reverse("changes")).content.decode()


# What is stored of them


def test_what_the_database_holds_of_a_session_signs_nobody_in(viewer: Client) -> None:
    assert is_in(viewer)
    key = viewer.session.session_key
    assert key
    (row,) = Session.objects.all()
    thief = Client()
    for value in (row.session_key, row.session_data):
        thief.cookies[settings.SESSION_COOKIE_NAME] = value
        assert not is_in(thief)
    assert key not in f"{row.session_key} {row.session_data} {row.get_decoded()}"


def test_signing_out_deletes_the_row(viewer: Client) -> None:
    viewer.post(reverse("logout"))
    assert not Session.objects.exists()


def test_a_session_that_was_stored_under_its_key_is_none(db: None, viewer: Client) -> None:
    """As they were before: what an old dump holds is worth nothing either."""
    (row,) = Session.objects.all()
    key = viewer.cookies[settings.SESSION_COOKIE_NAME].value
    row.delete()
    row.session_key = key
    row.save()
    assert not is_in(viewer)


def test_the_store_keeps_what_it_is_given(db: None) -> None:
    store = SessionStore()
    store["number"] = 1
    store.save()
    key = store.session_key
    assert key
    assert store.exists(key)
    assert SessionStore(key)["number"] == 1
    store.cycle_key()
    assert store.session_key != key
    assert not store.exists(key)
    assert SessionStore(store.session_key)["number"] == 1
    other = SessionStore(store.session_key)
    other["number"] = 2
    store.flush()
    with pytest.raises(UpdateError):  # a request that was under way does not bring it back
        other.save()
    assert not Session.objects.exists()


# The form in two tabs


def in_two_tabs(next: str = "/users/") -> tuple[Client, dict[str, str]]:
    """A browser in whose second tab the form has been open since before it signed in in the first."""
    browser = Client(enforce_csrf_checks=True)
    token = browser.get(reverse("login")).context["csrf_token"]
    form = {"username": "vic", "password": PASSWORD, "csrfmiddlewaretoken": str(token), "next": next}
    assert browser.post(reverse("login"), form).status_code == 302
    return browser, form


def test_a_second_tab_of_who_is_in_leads_to_its_page(viewer: Client) -> None:
    browser, form = in_two_tabs()
    for target, place in (("/users/", "/users/"), ("//evil.example", reverse("overview"))):
        response = browser.post(reverse("login"), form | {"next": target})
        assert (response.status_code, response.headers["Location"]) == (302, place)


def test_a_second_tab_of_who_is_out_gets_a_form_that_works(viewer: Client) -> None:
    browser, form = in_two_tabs()
    browser.post(reverse("logout"), headers={"X-CSRFToken": browser.cookies["csrftoken"].value})
    response = browser.post(reverse("login"), form)
    page = response.content.decode()
    assert response.status_code == 403
    assert 'name="username" value="vic"' in page
    assert 'name="next" value="/users/"' in page
    assert PASSWORD not in page
    assert "Enter your password again" in page
    form["csrfmiddlewaretoken"] = str(response.context["csrf_token"])
    assert browser.post(reverse("login"), form).headers["Location"] == "/users/"
    assert is_in(browser)
