"""SIGTERM in the middle of a refresh leaves a clean state: with real processes, a worker's and gunicorn's."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from inventory.sandbox import SANDBOX_KEY, Sandbox
from tests.processes import ONCE, Site, site, stop, until

pytestmark = pytest.mark.sqlite  # the processes have a database of their own
PATIENT = '{"QUO_TIMEOUT": 30}'  # a time-out that comes after the test
FIRST = "Refresh.objects.exclude(scope='people').values_list('state', 'phase', 'error_title').first()"


@pytest.fixture
def silent() -> Iterator[Sandbox]:
    """Takes the question, and does not answer."""
    with Sandbox(numbers=40, requests_per_second=None, fault="timeout") as server:
        yield server


def clean(where: Site) -> None:
    assert where.ask("PhoneNumber.objects.count(), Change.objects.count()") == "(0, 0)"
    assert where.ask("Refresh.objects.filter(state__in=['queued', 'running']).count()") == "0"
    log = where.log.read_text()
    assert SANDBOX_KEY not in log
    assert where.environment["SECRET_KEY"] not in log


def test_a_worker_gives_its_refresh_up(silent: Sandbox, tmp_path: Path) -> None:
    with site(tmp_path, silent.url, TASKS="database", TEST_SETTINGS=PATIENT, LOG_FORMAT="json") as where:
        where.web()
        worker = where.worker()
        session = where.signed_in()
        answer = where.refresh(session)
        assert answer.status_code == 302
        until(lambda: where.is_refreshing)
        assert stop(worker) < 10
        assert where.ask(FIRST) == "('interrupted', '', 'Interrupted')"
        clean(where)
        assert not where.answers("/readyz")
        assert where.answers("/healthz")
        assert f'"request": "{answer.headers["X-Request-ID"]}"' in where.log.read_text()
        # The next worker does the next refresh as if nothing had been.
        silent.fault = None
        where.worker()
        where.refresh(session)
        until(lambda: where.ask("PhoneNumber.objects.count()") == "40")


def test_gunicorn_ends_a_refresh_in_a_thread_of_it(silent: Sandbox, tmp_path: Path) -> None:
    with site(tmp_path, silent.url, TASKS="immediate", TEST_SETTINGS=PATIENT) as where:
        web = where.web("--graceful-timeout", "15")
        session = where.signed_in()
        answers: list[requests.Response] = []
        asking = threading.Thread(target=lambda: answers.append(where.refresh(session)))
        asking.start()
        until(lambda: where.is_refreshing)
        assert stop(web) < 20
        asking.join()
        assert where.ask(FIRST) == "('interrupted', '', 'Interrupted')"
        clean(where)
        assert answers[0].status_code == 302, "who asked is told"


def test_gunicorn_lets_a_short_refresh_finish(tmp_path: Path) -> None:
    with (
        Sandbox(numbers=40, requests_per_second=None, latency=1) as sandbox,
        site(tmp_path, sandbox.url, TASKS="immediate") as where,
    ):
        web = where.web()
        session = where.signed_in()
        answers: list[requests.Response] = []
        asking = threading.Thread(target=lambda: answers.append(where.refresh(session)))
        asking.start()
        until(lambda: where.is_refreshing)
        assert stop(web) < 30
        asking.join()
        assert where.ask(FIRST) == "('succeeded', '', '')"
        assert where.ask("PhoneNumber.objects.count()") == "40"


def test_several_processes_add_up_their_figures_and_serve_static_files(tmp_path: Path) -> None:
    token = "a-token-of-some-length"
    with site(tmp_path, "http://127.0.0.1:9", METRICS_TOKEN=token, LOG_LEVEL="DEBUG", WEB_CONCURRENCY="2") as where:
        web = where.web()
        for _ in range(30):
            requests.get(f"{where.url}/accounts/login/", headers=ONCE, timeout=30)
        headers = ONCE | {"Authorization": f"Bearer {token}"}
        text = requests.get(f"{where.url}/metrics", headers=headers, timeout=30).text
        name = 'quo_http_request_duration_seconds_count{method="GET",place="login",status="200"} '
        assert text.partition(name)[2].splitlines()[0] == "30.0"
        page = requests.get(f"{where.url}/accounts/login/", headers=ONCE, timeout=30)
        style = page.text.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
        static = requests.get(where.url + style, headers=ONCE, timeout=30)
        assert static.status_code == 200
        assert "immutable" in static.headers["Cache-Control"]
        assert static.headers.get("Content-Encoding") == "gzip"
        log = where.log.read_text()
        assert f"request={page.headers['X-Request-ID']}" in log
        assert all(line.startswith("time=") for line in log.splitlines()), log
        forged = ONCE | {"X-Forwarded-Host": "evil.example", "Script-Name": "/evil", "SCRIPT_NAME": "/evil"}
        assert "evil" not in requests.get(f"{where.url}/accounts/login/", headers=forged, timeout=30).text
        assert requests.get(where.url, headers=ONCE | {"Host": "evil.example"}, timeout=30).status_code == 400
        assert stop(web) < 10
