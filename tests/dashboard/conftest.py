"""The cast: an owner who may do all, an Admin, a Viewer, somebody without a role, an outsider who is not signed in."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from dashboard import exports
from dashboard.accounts.roles import ADMIN, VIEWER, role
from inventory.sandbox.workspace import Workspace
from tests.inventory.conftest import impatience as impatience
from tests.inventory.conftest import imported as imported
from tests.inventory.conftest import kept as kept
from tests.inventory.conftest import sandbox as sandbox
from tests.inventory.refreshing.helpers import KeptRows, answer_of, refresh_with

DAY = date(2026, 3, 2)


PASSWORD = "a password of twelve letters"
WRONG = "wrong"


BACKEND = "dashboard.accounts.throttling.PasswordBackend"


def make_account(name: str, *roles: str) -> User:
    account = User.objects.create_user(name, password=PASSWORD)
    for each in roles:
        account.groups.add(role(each))
    return account


def signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


@pytest.fixture(autouse=True)
def no_export_is_running() -> None:
    """Tests that look at a response and do not read it to its end keep no turn."""
    exports._running.clear()


@pytest.fixture
def owner(db: None) -> Client:
    """May refresh and decide on removals."""
    client = Client()
    client.force_login(User.objects.create_superuser("owner", password="the owner's password"))
    return client


@pytest.fixture
def viewer(db: None) -> Client:
    """Has the role Viewer: may look, and no more."""
    return signed_in(make_account("vic", VIEWER))


@pytest.fixture
def admin(db: None) -> Client:
    return signed_in(make_account("ada", ADMIN))


@pytest.fixture
def roleless(db: None) -> Client:
    return signed_in(make_account("rob"))


@pytest.fixture
def attempt(db: None) -> Callable[..., int]:
    """Tries to sign in, and gives the status: 302 in, 200 refused, 429 locked out."""

    def sign_in(name: str, password: str = WRONG, address: str = "203.0.113.5", forwarded: str = "") -> int:
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        form = {"username": name, "password": password}
        return Client().post(reverse("login"), form, headers=headers, REMOTE_ADDR=address).status_code

    return sign_in


@pytest.fixture
def outsider(db: None) -> Client:
    """Has no account, or has not signed in."""
    return Client()


@pytest.fixture
def workspace(db: None, kept: KeptRows) -> Workspace:
    """The sandbox's forty numbers, in the cache."""
    seeded = Workspace.seeded(40, 7, DAY)
    kept.begin_with("workspace", lambda: refresh_with(answer_of(seeded.numbers)))
    return seeded
