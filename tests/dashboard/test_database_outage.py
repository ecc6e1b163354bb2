"""A database that goes away and comes back, under real processes: a server that is stopped, one that is frozen."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import requests

from inventory.sandbox import Sandbox
from tests.postgresql import Server, server_with_tables
from tests.processes import ROOT, Site, site, until

pytestmark = pytest.mark.sqlite  # the processes have databases of their own
AT_ONCE = 12  # requests


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server_with_tables(tmp_path_factory.getbasetemp()) as ours:
        yield ours


@contextmanager
def running(directory: Path, url: str, **settings: str) -> Iterator[Site]:
    """A site of one process, and a worker."""
    with (
        Sandbox(numbers=40, requests_per_second=None) as sandbox,
        site(directory, sandbox.url, DATABASE_URL=url, TASKS="database", **settings) as where,
    ):
        where.web()
        where.worker()
        yield where


@pytest.fixture(scope="module")
def where(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site"), postgresql.url) as found:
        yield found


def timed(get: Callable[..., requests.Response], url: str, **options: object) -> tuple[int, float]:
    began = time.monotonic()
    status = get(url, timeout=60, **options).status_code
    return status, time.monotonic() - began


def at_once(session: requests.Session, url: str, count: int = AT_ONCE) -> list[tuple[int, float]]:
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(lambda _: timed(session.get, url), range(count)))


def refresh_command(where: Site) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", "refresh"],
        cwd=ROOT,
        env=where.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.postgresql_server
def test_the_site_answers_during_an_outage_and_works_at_once_after_it(postgresql: Server, where: Site) -> None:
    session = where.signed_in()
    worker = where.processes[-1]
    numbers = f"{where.url}/numbers/"
    assert [status for status, _ in at_once(session, numbers)] == [200] * AT_ONCE  # all threads have a connection

    postgresql.stop()
    try:
        for _ in range(3):
            for status, seconds in at_once(session, numbers):
                assert status == 503
                assert seconds < 2
            for probe in ("/healthz", "/readyz"):
                status, seconds = timed(requests.get, where.url + probe)
                assert (status, seconds < 1) == (503, True), seconds
        page = session.get(numbers, timeout=60)
        assert page.headers["Retry-After"]
        assert "The database does not answer" in page.text
        for style in re.findall(r'href="(/static/[^"]+)"', page.text):
            assert requests.get(where.url + style, timeout=60).status_code == 200
        refused = refresh_command(where)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
        assert refused.stderr.startswith("The database failed (")
    finally:
        postgresql.start()

    back = time.monotonic()
    until(lambda: timed(session.get, numbers)[0] == 200)
    assert time.monotonic() - back < 3
    assert [status for status, _ in at_once(session, numbers)] == [200] * AT_ONCE
    assert where.answers("/healthz")
    assert where.answers("/readyz")
    assert where.refresh(session).status_code == 302
    until(lambda: "+1" in session.get(numbers, timeout=60).text, worker)  # the same worker goes on
    assert "Traceback" not in where.log.read_text()


@pytest.mark.postgresql_server
def test_a_frozen_server_is_told_by_probes_and_commands_and_pages_go_on_after_it(
    postgresql: Server, where: Site
) -> None:
    session = where.signed_in()
    page: list[tuple[int, float]] = []
    asking = threading.Thread(target=lambda: page.append(timed(session.get, f"{where.url}/numbers/")))
    postgresql.freeze()
    try:
        asking.start()  # it waits for as long as this lasts, if its thread has a connection
        for probe in ("/healthz", "/readyz"):
            status, seconds = timed(requests.get, where.url + probe)
            assert (status, seconds < 4) == (503, True), seconds
        refused = refresh_command(where)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "timeout" in refused.stderr
        assert all(status == 503 and seconds < 4 for status, seconds in page)
    finally:
        postgresql.thaw()
    asking.join()
    assert page[0][0] in (200, 503)
    assert where.answers("/readyz")


@pytest.mark.postgresql_server
def test_slow_statements_end_in_time_and_leave_connections_for_the_others(postgresql: Server, tmp_path: Path) -> None:
    with running(
        tmp_path, postgresql.url, GUNICORN_CMD_ARGS="--threads 12", TEST_SETTINGS='{"DATABASE_STATEMENT_TIMEOUT": 4}'
    ) as where:
        session = where.signed_in()
        with psycopg.connect(postgresql.url) as other:
            other.execute("LOCK TABLE inventory_phonenumber IN ACCESS EXCLUSIVE MODE")
            assert where.refresh(session).status_code == 302  # its worker waits for the lock too
            slow: list[tuple[int, float]] = []
            reading = threading.Thread(target=lambda: slow.extend(at_once(session, f"{where.url}/numbers/", 11)))
            reading.start()
            until(lambda: waiting(other) >= 11)
            status, seconds = timed(requests.get, f"{where.url}/healthz")
            reading.join()
            assert (status, seconds < 1) == (200, True), seconds
            assert {status for status, _ in slow} == {503}
            assert all(3 < seconds < 7 for _, seconds in slow)
        until(lambda: "+1" in session.get(f"{where.url}/numbers/", timeout=60).text)  # the refresh waited longer


def waiting(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    assert row
    return int(row[0])


@pytest.mark.postgresql_server
def test_a_page_that_is_being_made_when_the_server_stops_says_so(postgresql: Server, where: Site) -> None:
    session = where.signed_in()
    other = psycopg.connect(postgresql.url)
    other.execute("LOCK TABLE inventory_phonenumber IN ACCESS EXCLUSIVE MODE")
    found: list[tuple[int, float]] = []
    asking = threading.Thread(target=lambda: found.append(timed(session.get, f"{where.url}/numbers/")))
    asking.start()
    until(lambda: waiting(other) == 1)
    postgresql.stop()
    stopped = time.monotonic()
    try:
        asking.join()
        assert time.monotonic() - stopped < 2
        assert found[0][0] == 503
    finally:
        other.close()
        postgresql.start()


def test_sqlite_that_cannot_be_opened_is_told_as_well(tmp_path: Path) -> None:
    with site(tmp_path, "http://127.0.0.1:9") as where:
        where.web()
        session = where.signed_in()
        file, away = tmp_path / "db.sqlite3", tmp_path / "away"
        file.rename(away)
        file.mkdir()
        assert timed(session.get, f"{where.url}/numbers/")[0] == 503
        assert timed(requests.get, f"{where.url}/healthz")[0] == 503
        refused = refresh_command(where)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        file.rmdir()
        away.rename(file)
        assert timed(session.get, f"{where.url}/numbers/")[0] == 200
        assert "Traceback" not in where.log.read_text()
