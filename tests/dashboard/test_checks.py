"""`manage.py check` names every misconfiguration in words. Single settings that make no sense end the start."""

import json
import os
import re
import shutil
import stat
from pathlib import Path

import pytest
from django.core.checks import CheckMessage, run_checks
from django.test import override_settings

from dashboard.checks import _others_can_read
from tests.dashboard.test_settings import refusal, run, settings
from tests.processes import template

OIDC = {
    "OIDC_ISSUER": "https://sso.example.com/realms/staff",
    "OIDC_CLIENT_ID": "numbers",
    "OIDC_CLIENT_SECRET": "a-secret-of-theirs",
    "OIDC_VIEWER_GROUP": "staff",
}


SEVERAL_AT_ONCE: list[tuple[dict[str, str], dict[str, str]]] = [
    (
        {
            **OIDC,
            "OIDC_CLIENT_SECRET": "",
            "SESSION_MAX_HOURS": "1",
            "METRICS_TOKEN": "short",
            "CSRF_TRUSTED_ORIGINS": "http://x.example",
            "ALERT_CHANNEL_X": "https://x.example/s3cret",
            "EMAIL_URL": "smtps://u:s3cret@x.example",
            "QUO_API_VERSION": "v9",
        },
        {
            "dashboard.E001": "SESSION_MAX_HOURS is shorter than SESSION_IDLE_MINUTES",
            "dashboard.E002": "METRICS_TOKEN is shorter",
            "dashboard.E003": "http://x.example",
            "dashboard.E004": "OIDC_CLIENT_SECRET missing",
            "dashboard.E011": "ALERT_WEBHOOK_SECRET",
            "dashboard.E013": "EMAIL_FROM",
            "inventory.E001": "QUO_API_VERSION",
        },
    ),
    (
        {
            "OIDC_ADMIN_GROUP": "admins",
            "ALERT_WEBHOOK_SECRET": "whsec_#",
            "ALERT_CHANNEL_X": "mailto:s3cret@x.example",
            "QUO_API_URL": "http://api.example.com",
        },
        {
            "dashboard.E004": "OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET",
            "dashboard.E011": "ALERT_WEBHOOK_SECRET",
            "dashboard.E012": "EMAIL_URL names no mail server",
            "inventory.E002": "unencrypted",
        },
    ),
    (
        OIDC | {"OIDC_ISSUER": "http://sso.example.com"},
        {"dashboard.E005": "OIDC_ISSUER is not an https:// address"},
    ),
]


def said(environment: dict[str, str], *, deploy: bool = False) -> list[CheckMessage]:
    """What the checks say where the settings are what this environment makes of them."""
    usual, found = vars(settings()), vars(settings(**environment))
    changed = {name for name in found if name.isupper() and found[name] != usual.get(name)}
    with override_settings(**{name: found[name] for name in changed | {"HTTPS", "QUO_API_KEY"}}):
        return run_checks(include_deployment_checks=deploy)


@pytest.mark.parametrize(("environment", "told"), SEVERAL_AT_ONCE)
def test_what_cannot_work_is_an_error(environment: dict[str, str], told: dict[str, str]) -> None:
    messages = said(environment)
    errors = {message.id: message.msg for message in messages if message.is_serious()}
    assert errors.keys() == told.keys()
    for id, words in told.items():
        assert words in errors[id]
    assert not re.search("a-secret-of-theirs|s3cret", "".join(map(str, messages)))


def test_what_is_unwise_is_a_warning() -> None:
    email = {"EMAIL_URL": "smtp://u:p@x.example", "EMAIL_FROM": "a@x.example"}
    messages = said(OIDC | email | {"ALLOWED_HOSTS": "*", "OIDC_VIEWER_GROUP": ""})
    assert {message.id for message in messages} == {"dashboard.W001", "dashboard.W002", "dashboard.W007"}
    assert not any(message.is_serious() for message in messages)


@pytest.mark.parametrize(
    ("environment", "ids"),
    [
        ({"TRUSTED_PROXIES": "127.0.0.1,0.0.0.0/0"}, {"dashboard.W005"}),  # every address
        # And a socket in which it does not trust
        ({"TRUSTED_PROXIES": "127.0.0.1,::/0", "BIND": "unix:/run/quo.sock"}, {"dashboard.W005", "dashboard.W006"}),
    ],
)
def test_what_is_unwise_about_a_proxy_is_warned_of_at_deployment(environment: dict[str, str], ids: set[str]) -> None:
    told = {message.id for message in said(environment, deploy=True)}
    assert told & {"dashboard.W005", "dashboard.W006"} == ids


@pytest.mark.parametrize(
    "environment",
    [{"BIND": "127.0.0.1:8000"}, {"BIND": "unix:/run/quo.sock", "TRUSTED_PROXIES": "unix,10.0.0.0/8"}],
    ids=["port", "socket"],
)
def test_a_good_configuration_passes_the_deployment_checks(environment: dict[str, str], tmp_path: Path) -> None:
    static = str(template(tmp_path) / "static")
    elsewhere = {"STATIC_ROOT": static, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **environment, **elsewhere)
    assert result.returncode == 0, result.stderr


def test_secrets_that_others_can_read_are_warned_of_at_deployment(tmp_path: Path) -> None:
    for directory in (tmp_path, *tmp_path.parents):
        if directory.stat().st_uid == os.geteuid() and directory != Path("/"):
            directory.chmod(directory.stat().st_mode | stat.S_IXOTH)
    environment, key, database = (tmp_path / name for name in ("env", "key", "db.sqlite3"))
    environment.write_text("WORKSPACE_NAME=x\n")
    key.write_text("a-key-of-quos")
    database.touch()
    variables = {
        "ENV_FILE": str(environment),
        "QUO_API_KEY": "",
        "QUO_API_KEY_FILE": str(key),
        "DATABASE_URL": f"sqlite:///{database}",
    }

    def warned() -> set[Path]:
        told = run("manage.py", "check", "--deploy", **variables).stderr
        return {path for path in (environment, key, database) if f"(dashboard.W004) {path} can be read" in told}

    for path in (environment, key, database):
        path.chmod(0o644)
    assert warned() == {environment, key, database}
    for path in (environment, key, database):
        path.chmod(0o640)  # of this account's own group
    assert warned() == set()
    key.chmod(0o644)
    tmp_path.chmod(0o700)  # which keeps others from it
    assert warned() == set()


@pytest.mark.parametrize(("account", "group", "warns"), [(1, 1, True), (1, 0, False), (0, 1, False)])
def test_a_group_counts_as_others_unless_it_is_the_sites_which_root_cannot_tell(
    account: int, group: int, warns: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root installs the settings for the site's group, and checks them: not to warn of what the guide says."""
    secret = tmp_path / "env"
    secret.touch()
    secret.chmod(0o640)
    own = secret.stat().st_gid
    monkeypatch.setattr(os, "geteuid", lambda: account)
    monkeypatch.setattr(os, "getegid", lambda: own + group)
    monkeypatch.setattr(os, "getgroups", lambda: [own + group])
    assert _others_can_read(secret) is warns


def test_a_database_that_migrate_makes_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = tmp_path / "db.sqlite3"
    made = run("manage.py", "migrate", "auth", "zero", DATABASE_URL=f"sqlite:///{database}")
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_static_files_that_were_not_collected_are_an_error_at_deployment(tmp_path: Path) -> None:
    command = ("manage.py", "check", "--deploy")
    result = run(*command, STATIC_ROOT=str(tmp_path))
    assert result.returncode == 1
    assert "dashboard.E007" in result.stderr
    # An upgrade brought a file, and nobody collected it.
    shutil.copytree(template(tmp_path) / "static", tmp_path, dirs_exist_ok=True)
    manifest = tmp_path / "staticfiles.json"
    known = json.loads(manifest.read_text())
    del known["paths"]["css/base.css"]
    manifest.write_text(json.dumps(known))
    assert "dashboard.E007" in run(*command, STATIC_ROOT=str(tmp_path)).stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "proxy.example.com"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("LOG_FORMAT", "xml"),
        ("SESSION_IDLE_MINUTES", "0"),
        ("SESSION_MAX_HOURS", "soon"),
    ],
)
def test_nonsense_ends_the_start_by_name(name: str, value: str) -> None:
    assert refusal(**{name: value}).startswith(f"{name} is ")


def test_single_sign_on_is_on_with_all_three_and_off_with_none() -> None:
    assert settings(**OIDC).OIDC_ON is True
    assert settings().OIDC_ON is False
