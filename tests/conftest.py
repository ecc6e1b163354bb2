"""What all tests share: Hypothesis's profiles, and what becomes of tests that this machine cannot run."""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import Phase, settings

from inventory.quo.pace import pace_of
from tests import postgresql
from tests.processes import SHARED

# No deadline: a machine that is busy with something else is no failure of ours.
settings.register_profile("default", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
# What fails is not made smaller, which takes minutes where an example asks many pages: what is printed reproduces it.
EACH = [Phase.explicit, Phase.generate]
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, phases=EACH)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))

pytest_plugins = ["tests.leaks"]

TESTS = Path(__file__).parent
SLOW = {
    "benchmarks",
    "dashboard/demo",
    "dashboard/test_checks.py",
    "dashboard/test_database_outage.py",
    "dashboard/test_load.py",
    "dashboard/test_secret_files.py",
    "dashboard/test_settings.py",
    "dashboard/test_shutdown.py",
    "dashboard/test_start.py",
    "dashboard/test_utf8.py",
    "deploy",
    "inventory/quo/test_pace.py",
    "inventory/sandbox/test_command.py",
    "upgrade",
}
"""Tests that start servers and processes of their own, or wait for Quo's pace."""
ONE_DATABASE = {
    "dashboard/accounts/test_access.py",
    "dashboard/accounts/test_every_url_needs_a_sign_in.py",
    "dashboard/accounts/test_forged_tokens.py",
    "dashboard/numbers/test_number_page.py",
    "dashboard/refreshes/test_refreshes.py",
    "dashboard/responses",
    "dashboard/test_key.py",
    "dashboard/test_limits.py",
    "dashboard/test_query_counts.py",
    "inventory/refreshing/test_faults.py",
    "inventory/refreshing/test_paging_faults.py",
}
"""Tests of what is the same beside every database: others send the statements of the product that these do."""
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first draws as the others do, and takes half the time: it has no windows to manage."""


def find_chromium() -> str | None:
    """The Chromium that CHROMIUM names, or one of this machine's."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, CHROMIUMS)), None)


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(100_000, 50, 100)  # by itself the collector takes an eighth of the time
    if SHARED not in os.environ:  # a worker of pytest-xdist inherits it
        shared = tempfile.TemporaryDirectory(prefix="quo-numbers-tests-")
        config.add_cleanup(shared.cleanup)
        os.environ[SHARED] = shared.name


@pytest.fixture(autouse=True)
def refreshes_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is requested is run at once, in the test's own thread, which sees what the test has not committed."""

    def wake() -> None:
        from inventory.refreshing.run import run_all

        run_all()
        run_all(people=True)

    monkeypatch.setattr("inventory.refreshing.request.wake", wake)


@pytest.fixture(scope="session", autouse=True)
def permissions_outlive_a_flush() -> Iterator[None]:
    """What ends a transactional test leaves the permissions, which no test changes: making them anew takes longest."""
    from django.core.management.commands import flush
    from django.db.backends.base.introspection import BaseDatabaseIntrospection

    from dashboard.accounts.roles import sync_roles

    tables, kept = BaseDatabaseIntrospection.django_table_names, {"auth_permission", "django_content_type"}

    def tables_but(introspection: BaseDatabaseIntrospection, **options: bool) -> list[str]:
        return [table for table in tables(introspection, **options) if table not in kept]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseIntrospection, "django_table_names", tables_but)
        patch.setattr(flush, "emit_post_migrate_signal", lambda verbosity, interactive, database: sync_roles(database))
        yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that tests marked `browser` drive."""
    path = find_chromium()
    assert path
    return path


@cache
def places(path: Path) -> set[str]:
    """A file of tests and the directories around it."""
    place = path.relative_to(TESTS)
    return {*map(str, [place, *place.parents])}


@pytest.hookimpl(wrapper=True)  # before -m chooses, and after the order is found
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Marks what is about the database (the rest says the same beside every one), and what is slow by nature. The
    longest test comes first, or one core would wait for it at the end.
    """
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        is_slow = marks & {"browser", "postgresql_server"} or places(item.path) & SLOW
        if is_slow and "postgresql" not in marks:  # slow ones run beside SQLite alone
            item.add_marker("slow")
        asks_for = marks | {*getattr(item, "fixturenames", ())}
        if asks_for & {"django_db", "db", "transactional_db"} and not places(item.path) & ONE_DATABASE:
            item.add_marker("database")
    yield
    items.sort(key=lambda item: "benchmarks" not in places(item.path))


@pytest.fixture(autouse=True)
def own_pace() -> None:
    """No test waits for the requests of the one before."""
    pace_of.cache_clear()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not find_chromium():
        pytest.skip("there is no Chromium: install one, or name it in CHROMIUM")
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("it needs PostgreSQL: name one in TEST_DATABASE_URL")
    if item.get_closest_marker("postgresql_server") and not postgresql.programs():
        pytest.skip("there is no PostgreSQL whose server could be started: install one")
    if item.get_closest_marker("sqlite") and connection.vendor != "sqlite":
        pytest.skip("it needs SQLite: leave TEST_DATABASE_URL out")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With REQUIRE_ALL=1 a test that would be skipped fails: a CI that lost its Chromium must not stay green."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1, but {item.nodeid} would be skipped: {reason}"
    return report
