"""Each secret may come from a file, and a file that cannot be read is named, without its content."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.test_settings import ROOT, refusal, run, settings

# How each secret shows up in the settings.
SECRETS: dict[str, tuple[Callable[[Any], str], str]] = {
    "SECRET_KEY": (lambda found: found.SECRET_KEY, "a-key-that-signs-0123456789-abcdefghijklmnopqrstuvwxyz"),
    "DATABASE_URL": (lambda found: found.DATABASES["default"]["PASSWORD"], "a-database-password"),
    "QUO_API_KEY": (lambda found: found.QUO_API_KEY, "k3y-that-nobody-may-ever-see-0123456789"),
    "OIDC_CLIENT_SECRET": (lambda found: found.OIDC_CLIENT_SECRET, "a-secret-of-the-providers"),
    "METRICS_TOKEN": (lambda found: found.METRICS_TOKEN, "a-token-of-some-length"),
    "ALERT_WEBHOOK_SECRET": (lambda found: found.ALERT_WEBHOOK_SECRET, "whsec_YSBzZWNyZXQgb2Ygd2ViaG9va3M="),
    "ALERT_CHANNEL_OPS": (lambda found: found.ALERT_CHANNELS["ops"], "slack://tokenA/tokenB/tokenC"),
    "EMAIL_URL": (lambda found: found.EMAIL_HOST_PASSWORD, "a-password-of-mail"),
}


def content(name: str) -> str:
    value = SECRETS[name][1]
    urls = {"DATABASE_URL": "postgres://quo:{}@db.example.com/quo", "EMAIL_URL": "smtps://quo:{}@mail.example.com"}
    return urls.get(name, "{}").format(value)


def test_these_are_all_secrets() -> None:
    calls = ast.walk(ast.parse((ROOT / "dashboard/settings.py").read_text()))
    readers = ("env.secret", "env.database", "env.mail_server")
    read = {ast.literal_eval(call.args[0]) for call in calls
            if isinstance(call, ast.Call) and ast.unparse(call.func) in readers}  # fmt: skip
    assert read | {"ALERT_CHANNEL_OPS"} == set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_comes_from_a_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f" {content(name)}\n")
    shown, value = SECRETS[name]
    assert shown(settings(**{name: None, f"{name}_FILE": str(tmp_path / "secret")})) == value


@pytest.mark.parametrize(("name", "text"), [("SECRET_KEY", None), ("DATABASE_URL", ""), ("QUO_API_KEY", " \n")])
def test_a_file_without_a_secret_is_named(name: str, text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "secret").write_text(text)
    said = refusal(**{name: None, f"{name}_FILE": str(tmp_path / "secret")})
    assert said.startswith(f"{name}_FILE names a file that ")


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_two_places_for_one_secret_are_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("another-secret")
    said = refusal(**{name: content(name), f"{name}_FILE": str(tmp_path / "secret")})
    assert said.startswith(f"{name} and {name}_FILE are both set.")
    assert SECRETS[name][1] not in said
    assert "another-secret" not in said


def test_gunicorn_collects_times_where_the_token_comes_from_a_file(tmp_path: Path) -> None:
    load = "import os, runpy; runpy.run_path('dashboard/gunicorn_conf.py')"
    code = f"{load}; print('PROMETHEUS_MULTIPROC_DIR' in os.environ)"
    assert run("-c", code, TMPDIR=str(tmp_path)).stdout == "False\n"
    assert run("-c", code, TMPDIR=str(tmp_path), METRICS_TOKEN_FILE="/run/secrets/token").stdout == "True\n"


# The file that all settings may come from


@pytest.mark.parametrize(
    "command", [("manage.py", "check"), ("-m", "gunicorn", "-c", "dashboard/gunicorn_conf.py", "x")]
)
def test_an_env_file_that_cannot_be_read_is_named(command: tuple[str, ...], tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        result = run(*command, ENV_FILE=str(path), SECRET_KEY=None)
        assert result.returncode == 1
        assert result.stderr.startswith(f"Not configured: {path} cannot be read (")
        assert "Traceback" not in result.stderr
