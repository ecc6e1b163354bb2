"""What whoever runs it watches: logs with request ids, figures behind a token, readiness that tells what is missing."""

import json
import logging
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard import __version__
from dashboard.alerts.models import Delivery, Rule
from dashboard.monitoring.logs import Json, Line
from inventory.choices import State
from inventory.models import Refresh, Worker
from inventory.refreshing.request import request_refresh
from inventory.runtime import tracing, workers
from inventory.sandbox import GENERATIONS, Sandbox
from tests.dashboard.reading import text_of

TOKEN = "a-token-of-some-length"


def line(text: str, formatter: logging.Formatter, **extra: str) -> str:
    return formatter.format(logging.LogRecord("some.logger", logging.INFO, "", 1, text, (), None))


def test_a_line_has_keys_and_values_and_is_one_line() -> None:
    with tracing.request("request-0001"):
        text = line('She said "hi"\nlevel=ERROR forged\u2028=\x1b[31m', Line())
    assert "\n" not in text
    assert 'request=request-0001 message="She said \\"hi\\"\\nlevel=ERROR forged\\u2028=\\u001b[31m"' in text
    assert text.startswith("time=20")
    assert " level=INFO logger=some.logger " in text


def test_json_is_an_object_a_line() -> None:
    text = line("a\nb", Json())
    assert "\n" not in text
    assert json.loads(text)["message"] == "a\nb"
    assert "request" not in json.loads(text)


def test_an_error_brings_its_traceback_in_the_same_line() -> None:
    try:
        raise ValueError("oh")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "it broke", (), (ValueError, error, error.__traceback__))
    assert "\n" not in Line().format(record)
    assert "ValueError: oh" in json.loads(Json().format(record))["error"]


@pytest.mark.parametrize("good", ["abcdefgh", "0af7651916cd43dd8448eb211c80319c", "a.b_c-D9" * 8])
def test_a_well_formed_request_id_of_the_proxys_is_kept(good: str, outsider: Client, settings: Settings) -> None:
    assert outsider.get("/healthz", headers={"X-Request-ID": good}).headers["X-Request-ID"] != good, "from anybody"
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert outsider.get("/healthz", headers={"X-Request-ID": good}).headers["X-Request-ID"] == good


@pytest.mark.parametrize(
    "bad", ["", "short", "x" * 65, "with space1", 'quote"quote', "new\nline-xx", "ünïcödé-x", "a" * 9 + "\n"]
)
def test_any_other_is_replaced(bad: str, outsider: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    given = outsider.get("/healthz", headers={"X-Request-ID": bad}).headers["X-Request-ID"]
    assert given != bad
    assert len(given) == 32


def test_a_refresh_carries_the_id_into_the_workers_log(
    sandbox: Sandbox, admin: Client, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    seen: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(tracing.current())

    log = logging.getLogger("inventory")
    listener = Listener()
    log.addHandler(listener)
    caplog.set_level(logging.INFO, "inventory")
    try:
        admin.post(reverse("refreshes"), {"scope": "workspace"}, headers={"X-Request-ID": "from-the-proxy"})
    finally:
        log.removeHandler(listener)
    assert set(seen) == {"from-the-proxy"}
    assert {*Refresh.objects.values_list("request_id", flat=True)} == {"from-the-proxy"}
    assert tracing.current() == ""


# Figures


def test_there_are_no_figures_without_a_token(outsider: Client, admin: Client) -> None:
    assert outsider.get("/metrics").status_code == admin.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ü"]
)
def test_the_token_has_to_be_right(header: str, outsider: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    response = outsider.get("/metrics", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert b"quo_" not in response.content


def statistics(client: Client) -> dict[str, float]:
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_the_figures_tell_how_it_goes(sandbox: Sandbox, admin: Client, outsider: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    admin.post(reverse("refreshes"), {"scope": "workspace"})
    sandbox.fault = "unauthorized"
    admin.post(reverse("refreshes"), {"scope": "workspace"})
    Refresh.objects.create(scope="user", target="US1", requested_by_name="x")
    found = statistics(outsider)
    assert found["quo_numbers"] == 40
    assert 0 <= found["quo_cache_age_seconds"] < 60
    assert found["quo_refresh_queue"] == 1
    assert found['quo_refreshes_24h{state="succeeded"}'] >= 1
    assert found['quo_refreshes_24h{state="failed"}'] == 1
    assert found['quo_api_calls_24h{status="200"}'] == 2  # numbers and people
    assert found['quo_api_calls_24h{status="401"}'] == 1
    assert found['quo_http_request_duration_seconds_count{method="POST",place="refreshes",status="302"}'] >= 2
    assert not [name for name in found if "PN" in name or "US1" in name or "@" in name]


def test_durations_run_from_start_to_end_on_the_page_and_in_the_figures(
    viewer: Client, outsider: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = TOKEN
    end = timezone.now()
    for seconds in (1, 4):
        start = end - timedelta(seconds=seconds)
        Refresh.objects.create(
            scope="workspace", requested_by_name="x", state=State.SUCCEEDED, started_at=start, finished_at=end
        )
    found = statistics(outsider)
    assert found['quo_refresh_seconds_mean_24h{state="succeeded"}'] == 2.5
    assert found['quo_refresh_seconds_max_24h{state="succeeded"}'] == 4
    assert "4.0 s" in viewer.get(reverse("refreshes")).content.decode()
    assert "duration 4.0 s" in text_of(viewer.get(reverse("refresh", args=[Refresh.objects.latest("pk").pk])))


def test_old_refreshes_do_not_count(db: None, outsider: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    then = timezone.now() - timedelta(days=2)
    Refresh.objects.create(
        scope="workspace", requested_by_name="x", state=State.FAILED, started_at=then, finished_at=then
    )
    assert statistics(outsider)['quo_refreshes_24h{state="failed"}'] == 0


# Readiness


def test_it_is_ready_with_its_database_and_migrations(outsider: Client) -> None:
    response = outsider.get("/readyz")
    assert (response.status_code, response.content) == (200, f"ok\nversion {__version__}\nquo api v1\n".encode())


@pytest.mark.parametrize("version", GENERATIONS)
def test_monitors_are_told_which_version_of_quos_api_answered(
    version: str, outsider: Client, sandbox: Sandbox, settings: Settings
) -> None:
    settings.QUO_API_VERSION = version
    request_refresh("workspace", requested_by_name="x")
    settings.QUO_API_VERSION = "v1"
    assert f"quo api v1, last answered by {version}\n" in outsider.get("/readyz").content.decode()
    settings.METRICS_TOKEN = TOKEN
    assert statistics(outsider)[f'quo_api_info{{version="{version}"}}'] == 1


def test_it_needs_a_worker_where_refreshes_run_in_one(outsider: Client, settings: Settings) -> None:
    settings.TASKS_MODE = "database"
    assert outsider.get("/readyz").content.startswith(b"no worker gives a sign of life: run manage.py db_worker\n")
    worker = Worker.objects.create(name="w", seen_at=timezone.now())
    assert outsider.get("/readyz").status_code == 200
    worker.seen_at -= timedelta(minutes=2)
    worker.save()
    assert outsider.get("/readyz").status_code == 503


def test_alerts_that_are_not_taken_are_told_and_those_that_nobody_sends_are_an_obstacle(
    outsider: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = TOKEN
    rule, now = Rule.objects.create(name="A rule"), timezone.now()
    for state in ("sent", "failed", "failed"):
        Delivery.objects.create(rule=rule, data={}, state=state, ended_at=now, attempts=9)
    refused = Delivery.objects.create(
        rule=rule, data={}, attempts=3, next_attempt_at=now, decided_at=now - timedelta(hours=1)
    )
    ready = outsider.get("/readyz")
    assert (ready.status_code, ready.content.splitlines()[:2]) == (
        200, [b"ok", b"1 alert could not be sent in several attempts"],
    )  # fmt: skip
    found = statistics(outsider)
    names = (
        "quo_alerts_waiting",
        "quo_alerts_delayed",
        'quo_alerts_24h{state="sent"}',
        'quo_alerts_24h{state="failed"}',
    )
    assert [found[name] for name in names] == [1, 1, 1, 2]
    assert 3600 <= found["quo_alerts_oldest_seconds"] < 3700
    Delivery.objects.update(ended_at=now - timedelta(minutes=11))
    Delivery.objects.filter(state="waiting").update(ended_at=None)
    waiting = Delivery.objects.create(rule=rule, data={}, next_attempt_at=now - timedelta(minutes=11))
    refused.next_attempt_at = now + timedelta(minutes=1)
    refused.save()
    assert outsider.get("/readyz").status_code == 200  # the channel is slow
    refused.next_attempt_at = now - timedelta(minutes=1)
    refused.save()
    assert waiting.attempts == 0
    ready = outsider.get("/readyz")
    assert (ready.status_code, ready.content[:10]) == (503, b"alerts are")


def test_it_is_not_ready_where_a_migration_is_missing(outsider: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    response = outsider.get("/readyz")
    assert response.status_code == 503
    assert response.content.startswith(b"migrations are missing: run manage.py migrate\n")


def test_it_is_not_ready_without_its_static_files(
    outsider: Client, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr("dashboard.monitoring.health.staticfiles_storage", ManifestStaticFilesStorage())
    response = outsider.get("/readyz")
    assert response.status_code == 503
    assert response.content.startswith(b"static files are missing: run manage.py collectstatic, then restart")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_database_that_does_not_answer_is_told_without_its_words(
    path: str, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise DatabaseError("server host=db refused")

    with monkeypatch.context() as patch:
        patch.setattr("dashboard.monitoring.health.try_to_connect", broken)
        response = outsider.get(path)
    assert response.status_code == 503
    assert response.content.startswith(b"the database does not answer\n")


def test_why_the_database_does_not_answer_is_in_the_log(
    outsider: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise DatabaseError("the server refused\nand more")

    with monkeypatch.context() as patch:
        patch.setattr("dashboard.monitoring.health.try_to_connect", broken)
        outsider.get("/readyz")
    (record,) = [record for record in caplog.records if record.name == "dashboard.readiness"]
    assert record.getMessage() == "the database does not answer: the server refused and more"


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_seen_soon_after_an_outage_and_logs_one_line_of_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = iter([False, False, False, True])
    is_written = threading.Event()

    def write(heartbeat: workers.Heartbeat) -> bool:
        outcome = next(outcomes)
        if outcome:
            is_written.set()
        return outcome

    monkeypatch.setattr(workers, "RETRY", 0.01)
    monkeypatch.setattr(workers.Heartbeat, "_write", write)
    with workers.Heartbeat("a worker"):
        assert is_written.wait(workers.EVERY / 2)  # a beat later than the usual one would be too late
    assert caplog.text.count("the worker's heartbeat could not be written") == 1


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
@pytest.mark.parametrize("host", ["10.42.8.201:8000", "[fd00::5]:8000", "elsewhere.example", "no host at all"])
def test_a_probe_is_answered_whatever_host_it_names(
    path: str, host: str, outsider: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.METRICS_TOKEN = "a-token-of-some-length"
    response = outsider.get(path, headers={"Host": host, "Authorization": "Bearer a-token-of-some-length"})
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert [line for line in caplog.records if line.levelname in ("WARNING", "ERROR")] == []
    assert outsider.get("/numbers/", headers={"Host": host}).status_code in (301, 400)
