"""The files in deploy/ at work: the site that they start and stand in front of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory.sandbox import Sandbox
from tests.processes import Site, site

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with its tables and files, as production runs it. Nothing of it is started yet."""
    with (
        Sandbox(numbers=40, requests_per_second=None) as api,
        site(
            tmp_path_factory.mktemp("site"),
            api.url,
            HTTPS="on",
            ALLOWED_HOSTS="127.0.0.1",
            TRUSTED_PROXIES="127.0.0.1",
            TASKS="database",
        ) as found,
    ):
        yield found
