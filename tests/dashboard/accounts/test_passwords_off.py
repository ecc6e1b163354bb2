"""PASSWORDS=off: the provider is the only way in, and `manage.py signin_link` the way back."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dashboard.accounts.roles import ADMIN
from dashboard.audit.models import AuditEntry
from tests.dashboard.accounts.test_sign_in_links import follow, make_link
from tests.dashboard.conftest import PASSWORD, make_account
from tests.dashboard.test_settings import check
from tests.dashboard.test_settings import settings as read

OIDC = {"OIDC_ISSUER": "https://sso.example.com", "OIDC_CLIENT_ID": "numbers", "OIDC_CLIENT_SECRET": "secret"}
MODEL_BACKEND = "dashboard.accounts.throttling.PasswordBackend"


@pytest.fixture
def ada(db: None) -> User:
    return make_account("ada", ADMIN)


@pytest.fixture
def off(settings: Settings) -> None:
    """As the settings are with PASSWORDS=off."""
    settings.PASSWORDS = False
    settings.AUTHENTICATION_BACKENDS = [name for name in settings.AUTHENTICATION_BACKENDS if name != MODEL_BACKEND]
    settings.OIDC_ON = True


def test_no_backend_takes_passwords_then() -> None:
    assert MODEL_BACKEND in read().AUTHENTICATION_BACKENDS
    assert MODEL_BACKEND not in read(PASSWORDS="off", **OIDC).AUTHENTICATION_BACKENDS


def test_the_sign_in_shows_no_form_for_a_password(ada: User, off: None) -> None:
    page = Client().get(reverse("login"), {"next": "/users/"}).content.decode()
    assert 'name="password"' not in page
    assert 'name="username"' not in page
    assert "/accounts/single-sign-on/?next=%2Fusers%2F" in page


def test_a_password_is_refused_unread(ada: User, off: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "check_password", lambda *_: pytest.fail("a password was checked"))
    client = Client()
    response = client.post(reverse("login"), {"username": "ada", "password": PASSWORD})
    assert response.status_code == 403
    assert "Passwords are off here" in response.content.decode()
    assert client.get(reverse("changes")).status_code == 302
    assert client.post("/admin/login/", {"username": "ada", "password": PASSWORD}).status_code == 405
    assert AuditEntry.objects.get(action="sign-in-refused").detail == "passwords are off"


def test_sessions_that_began_with_a_password_end(ada: User, off: None) -> None:
    client = Client()
    client.force_login(ada, backend=MODEL_BACKEND)
    assert client.get(reverse("changes")).status_code == 302


def test_a_link_lets_in_and_the_password_pages_are_closed(ada: User, off: None) -> None:
    client, _ = follow(make_link())
    page = client.get(reverse("changes"))
    assert page.status_code == 200
    assert "Change password" not in page.content.decode()
    assert "Second factor" not in page.content.decode()
    assert client.get(reverse("password")).status_code == 403
    assert client.post(reverse("password"), {"old_password": PASSWORD}).status_code == 403
    assert client.get(reverse("second-factor")).status_code == 403


@pytest.mark.slow
def test_without_a_provider_it_is_an_error() -> None:
    result = check(PASSWORDS="off")
    assert result.returncode == 1
    assert "PASSWORDS is off, and no single sign-on is configured: nobody could sign in." in result.stderr
    assert check(PASSWORDS="off", OIDC_ADMIN_GROUP="admins", **OIDC).returncode == 0


def test_without_a_provider_the_sign_in_says_so(db: None, off: None, settings: Settings) -> None:
    settings.OIDC_ON = False
    assert "single sign-on is not configured" in Client().get(reverse("login")).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "value"), [("PASSWORDS", "maybe"), ("SECOND_FACTOR", "on")])
def test_a_typo_is_refused(name: str, value: str) -> None:
    result = check(**{name: value})
    assert result.returncode == 1
    assert name in result.stderr
