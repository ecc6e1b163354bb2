"""`make image-test`: the image, as compose.yaml runs it. Apart from the other tests: it takes minutes, and root."""

import time
from pathlib import Path

import pytest
import requests

from dashboard import __version__
from tests.image import engine
from tests.image.conftest import Database, Services, until

LARGEST = 250  # MB
PASSWORD = "a-password-of-this-test"
WRITABLE = "find / -xdev -writable -not -type l -not -path '/proc/*' -not -path '/dev/*' -not -path '/tmp*' 2>/dev/null"


def test_it_is_small() -> None:
    assert engine.inspect(engine.IMAGE)["Size"] < LARGEST * 1e6


def test_it_says_what_it_is_and_runs_as_nobody_in_particular() -> None:
    found = engine.inspect(engine.IMAGE)
    assert found["Labels"]["org.opencontainers.image.version"] == __version__
    assert found["User"] == "10001:10001"
    assert found["Healthcheck"]["Test"] == ["CMD", "python", "deploy/healthcheck.py"]


def test_it_holds_no_tool_that_installs_or_compiles() -> None:
    assert run_quietly("command -v pip pip3 gcc cc make uv; python -c 'import pip'") == ""
    assert run_quietly("python -c 'import setuptools'") == ""


def test_its_user_may_write_nothing() -> None:
    assert run_quietly(WRITABLE) == ""


def test_it_holds_nothing_that_is_not_the_product() -> None:
    found = set(run_quietly("ls -A /app").split())
    assert found == {".venv", "dashboard", "deploy", "inventory", "manage.py", "requirements.txt", "static",
                     "staticfiles", "templates"}  # fmt: skip


def test_the_areas_and_zones_of_numbers_survive_the_trimming() -> None:
    code = "from inventory.numbering import *; print(derive('+12012001234').area, time_zones('+12012001234'))"
    assert engine.run("python", "-c", code) == "Jersey City, NJ ['America/New_York']\n"


def run_quietly(script: str) -> str:
    return engine.run("sh", "-c", f"({script}) 2>/dev/null || true")


@pytest.fixture(scope="session")
def running(services: Services) -> dict[str, str]:
    """The names of the containers, by service, once the site is ready."""
    assert "Applying" in services.run("migrate")
    services.run(
        "migrate", "python", "manage.py", "createsuperuser", "--noinput", "--username", "root", "--email", "",
        options=("--env", f"DJANGO_SUPERUSER_PASSWORD={PASSWORD}"),
    )  # fmt: skip
    names = {service: services.start(service) for service in ("web", "worker")}
    until(lambda: services.answers("/readyz"), "the site is ready")
    return names


@pytest.fixture(scope="session")
def session(running: dict[str, str], services: Services) -> requests.Session:
    return services.signed_in(PASSWORD)


def test_the_configuration_passes_the_deployment_checks(services: Services) -> None:
    services.run("web", "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")


def test_the_health_check_passes_and_tells_why_it_fails(running: dict[str, str], services: Services) -> None:
    assert services.run("web", "python", "deploy/healthcheck.py") == "ok\n"
    dead = ("--env", "BIND=127.0.0.1:9")
    with pytest.raises(AssertionError, match="the site does not answer"):
        services.run("web", "python", "deploy/healthcheck.py", options=dead)


def test_a_refresh_from_a_page_runs_in_the_worker(session: requests.Session, services: Services) -> None:
    started = services.post("/refreshes/", session, scope="workspace")
    assert started.status_code == 302
    until(lambda: "/numbers/PN" in services.get("/numbers/", session).text, "the numbers are there")
    assert services.get("/numbers/", session).status_code == 200


def test_the_scheduled_refresh_refreshes_and_ends_when_told_to(running: dict[str, str], services: Services) -> None:
    name = services.start("refresh")
    until(lambda: " checked, " in services.logs(name), "it has refreshed")
    assert stop(name) < 10


def test_the_site_survives_a_restart_of_its_database(
    session: requests.Session, services: Services, database: Database
) -> None:
    database.stop()
    until(lambda: not services.answers("/healthz"), "the site notices")
    database.start()
    until(lambda: services.answers("/readyz"), "the site and its worker are back")
    assert services.get("/numbers/", session).status_code == 200


def test_no_secret_stands_where_others_look(running: dict[str, str], services: Services) -> None:
    shown = engine.podman("history", "--no-trunc", engine.IMAGE) + engine.podman("inspect", engine.IMAGE)
    for name in services.started:
        shown += engine.podman("inspect", name) + services.logs(name)
    assert "/readyz" not in shown  # the log holds no request unless asked to
    assert [name for name, value in services.secrets.items() if value in shown] == []
    (environment,) = Path(f"/proc/{engine.inspect(running['web'])['State']['Pid']}").glob("environ")
    assert not [value for value in services.secrets.values() if value.encode() in environment.read_bytes()]


def test_everything_ends_within_ten_seconds_of_sigterm(running: dict[str, str]) -> None:
    assert {service: stop(name) < 10 for service, name in running.items()} == dict.fromkeys(running, True)
    # 0 says that it ended by itself; 137 would be SIGKILL.
    assert {service: engine.inspect(name)["State"]["ExitCode"] for service, name in running.items()} == {
        "web": 0,
        "worker": 0,
    }


def stop(name: str) -> float:
    began = time.monotonic()
    engine.podman("stop", "--time", "30", name)
    return time.monotonic() - began
