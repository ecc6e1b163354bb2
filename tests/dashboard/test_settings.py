"""A configuration that makes no sense is refused at start-up, in a sentence that names the variable."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "enough-different-letters-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "numbers.example.com",
    "QUO_API_KEY": "some-key",
    "TRUSTED_PROXIES": "127.0.0.1",
}


def variables(environment: dict[str, str | None]) -> dict[str, str]:
    """These and those that are needed. None leaves one out."""
    wanted = {"PATH": os.environ["PATH"], **GOOD, **environment}
    return {name: value for name, value in wanted.items() if value is not None}


def run(*arguments: str, **environment: str | None) -> "subprocess.CompletedProcess[str]":
    """Runs Python in an environment of nothing but these variables."""
    return subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, *arguments], cwd=ROOT, env=variables(environment), capture_output=True, text=True, timeout=60
    )


def check(**environment: str | None) -> "subprocess.CompletedProcess[str]":
    return run("manage.py", "check", **environment)


def settings(**environment: str | None) -> SimpleNamespace:
    """The settings in an environment of nothing but these variables, read anew. Raises ImproperlyConfigured."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", variables(environment))
        return SimpleNamespace(**vars(global_settings) | runpy.run_path(str(ROOT / "dashboard" / "settings.py")))


def refusal(**environment: str | None) -> str:
    """What is wrong with it."""
    with pytest.raises(ImproperlyConfigured) as refused:
        settings(**environment)
    return str(refused.value)


def test_a_good_configuration_is_accepted_and_another_refused_without_a_traceback() -> None:
    result = check()
    assert result.returncode == 0, result.stderr
    result = check(SECRET_KEY=None)
    assert result.returncode == 1
    assert result.stderr.startswith("Not configured: SECRET_KEY is not set.")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_requirement_is_named(name: str, value: str | None) -> None:
    assert refusal(**{name: value}).startswith(f"{name} is not set.")


def test_debugging_needs_no_configuration() -> None:
    assert settings(DEBUG="on", SECRET_KEY=None, ALLOWED_HOSTS=None).DEBUG is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "ture"),
        ("HTTPS", "maybe"),
        ("QUO_STALE_AFTER", "ten"),
        ("QUO_STALE_AFTER", "0"),
        ("QUO_STALE_AFTER", "nan"),
        ("QUO_STALE_AFTER", "inf"),
        ("TASKS", "celery"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: str) -> None:
    said = refusal(**{name: value})
    assert said.startswith(f"{name} is ")
    assert value in said


@pytest.mark.parametrize(
    "url", ["mysql://root@localhost/quo", "db.sqlite3", "postgres://me:secret@db:port/quo", "postgres://me:secret@db"]
)
def test_a_database_url_of_another_kind_is_refused_without_showing_its_password(url: str) -> None:
    said = refusal(DATABASE_URL=url)
    assert said.startswith("DATABASE_URL takes ")
    assert "secret" not in said


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("", "sqlite3", str(ROOT / "db.sqlite3")),
        ("sqlite:///other.sqlite3", "sqlite3", str(ROOT / "other.sqlite3")),
        ("sqlite:////srv/a%20b/numbers.sqlite3", "sqlite3", "/srv/a b/numbers.sqlite3"),
        ("postgres://me:p%40ss@db.example.com:5433/quo", "postgresql", "quo"),
        ("postgresql://db.example.com/quo", "postgresql", "quo"),
    ],
)
def test_the_database_url_says_which_database(url: str, engine: str, name: str) -> None:
    found = settings(DATABASE_URL=url).DATABASES["default"]
    assert (found["ENGINE"].rpartition(".")[2], str(found["NAME"])) == (engine, name)


def test_the_database_password_is_decoded() -> None:
    url = "postgres://me:p%40ss@db.example.com:5433/quo"
    assert settings(DATABASE_URL=url).DATABASES["default"]["PASSWORD"] == "p@ss"


def test_production_is_served_over_tls_unless_said_otherwise() -> None:
    for found, is_secure in ((settings(), True), (settings(HTTPS="off"), False)):
        flags = {found.SECURE_SSL_REDIRECT, found.SESSION_COOKIE_SECURE, found.CSRF_COOKIE_SECURE}
        assert flags == {is_secure}


def test_a_missing_key_is_a_warning_because_the_pages_work_without() -> None:
    result = check(QUO_API_KEY=None)
    assert result.returncode == 0
    assert "QUO_API_KEY is not set" in result.stderr


def test_gunicorn_takes_its_settings_from_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("BIND=127.0.0.1:8765\nWEB_CONCURRENCY='7'\n")
    gunicorn = ("-m", "gunicorn", "--config", "dashboard/gunicorn_conf.py", "--print-config", "dashboard.wsgi")
    result = run(*gunicorn, ENV_FILE=str(tmp_path / "env"))
    assert result.returncode == 0, result.stderr
    found = dict(re.findall(r"^(\w+) += (.+)$", result.stdout, re.MULTILINE))
    assert found["bind"] == "['127.0.0.1:8765']"
    assert found["workers"] == "7"
    (tmp_path / "env").write_text("WEB_CONCURRENCY=many\n")
    refused = run(*gunicorn, ENV_FILE=str(tmp_path / "env"))
    assert refused.returncode == 1
    assert refused.stderr == "Not configured: WEB_CONCURRENCY is 'many', but takes a whole number from 1 up.\n"
