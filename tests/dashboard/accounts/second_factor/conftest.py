"""Ada, her phone, and a clock that stands still for both sides."""

import pytest
from django.contrib.auth.models import User

from dashboard.accounts.roles import ADMIN
from tests.dashboard.conftest import make_account

from .phone import Clock, set_up, sign_in


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def ada(db: None) -> User:
    return make_account("ada", ADMIN)


@pytest.fixture
def enrolled(ada: User, clock: Clock) -> tuple[bytes, list[str]]:
    client, _ = sign_in()
    found = set_up(client)
    clock.goes_on()
    return found
