"""The cast: an Admin, a Viewer, somebody without a role, somebody who did not sign in; and where they sign in."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from dashboard.accounts.roles import ADMIN, VIEWER, role
from tests.dashboard.conftest import workspace as workspace
from tests.inventory.conftest import impatience as impatience
from tests.inventory.conftest import sandbox as sandbox

PASSWORD = "a password of twelve letters"
WRONG = "wrong"


def make_account(name: str, *roles: str) -> User:
    account = User.objects.create_user(name, password=PASSWORD)
    for each in roles:
        account.groups.add(role(each))
    return account


def signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin(db: None) -> Client:
    return signed_in(make_account("ada", ADMIN))


@pytest.fixture
def viewer(db: None) -> Client:
    return signed_in(make_account("vic", VIEWER))


@pytest.fixture
def roleless(db: None) -> Client:
    return signed_in(make_account("rob"))


@pytest.fixture
def outsider(db: None) -> Client:
    return Client()


@pytest.fixture
def attempt(db: None) -> Callable[..., int]:
    """Tries to sign in, and gives the status: 302 in, 200 refused, 429 locked out."""

    def sign_in(name: str, password: str = WRONG, address: str = "203.0.113.5", forwarded: str = "") -> int:
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        form = {"username": name, "password": password}
        return Client().post(reverse("login"), form, headers=headers, REMOTE_ADDR=address).status_code

    return sign_in
