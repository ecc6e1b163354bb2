"""A sandbox of Quo's API that the settings point to, and nothing that waits longer than it must."""

import pickle
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from inventory.choices import Scope
from inventory.quo import pace
from inventory.refreshing.request import request_refresh
from inventory.sandbox import SANDBOX_KEY, Sandbox, faults
from inventory.sandbox.workspace import Workspace
from tests.inventory.refreshing.helpers import KeptRows

TODAY = datetime.now(UTC).date()  # the same for all tests, even if they run past midnight
SEEDED = pickle.dumps(Workspace.seeded(40, 7, TODAY))


@pytest.fixture(scope="session")
def kept() -> KeptRows:
    return KeptRows()


@pytest.fixture
def impatience(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Timeouts, retries and the slow faults take moments."""
    settings.QUO_TIMEOUT = 0.3
    settings.QUO_TIME_BUDGET = 2
    monkeypatch.setattr(pace, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(pace, "PER_SECOND", 1000)
    monkeypatch.setattr(faults, "RETRY_AFTER", 0)
    monkeypatch.setattr(faults, "DRIP_SECONDS", 0.05)
    monkeypatch.setattr(faults, "SLOW_SECONDS", 0.4)
    monkeypatch.setattr(faults, "HUGE_BYTES", 2 * 2**20)


@pytest.fixture
def sandbox(settings: Settings, impatience: None) -> Iterator[Sandbox]:
    """Forty numbers, without Quo's rate limit."""
    with Sandbox(numbers=0, requests_per_second=None, today=TODAY) as server:
        server.workspace = pickle.loads(SEEDED)  # noqa: S301 - our own
        settings.QUO_API_URL = server.url
        settings.QUO_API_KEY = SANDBOX_KEY
        settings.QUO_MAX_ANSWER = 2**20
        yield server


@pytest.fixture
def imported(sandbox: Sandbox, kept: KeptRows) -> Sandbox:
    """A sandbox whose numbers and users are in the cache."""
    kept.begin_with("imported", lambda: request_refresh(Scope.WORKSPACE, requested_by_name="a test"))
    sandbox.requests.clear()
    return sandbox
