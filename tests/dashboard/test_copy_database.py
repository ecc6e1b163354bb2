"""`manage.py copy_database`: from SQLite to PostgreSQL, with everything that was there and nothing that was not."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from inventory.sandbox import Sandbox
from tests.postgresql import Server, server_with_tables
from tests.processes import ROOT, Site, site

pytestmark = [pytest.mark.sqlite, pytest.mark.postgresql_server]  # the processes have databases of their own

CAST = """
import django; django.setup()
from datetime import datetime, UTC
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django_otp.plugins.otp_totp.models import TOTPDevice
from dashboard.audit.record import record
from dashboard.numbers.models import SavedView
ada = User.objects.create_user("ada", "ada@example.com", "a password of twelve letters")
ada.groups.set(Group.objects.filter(name="Admin")); Group.objects.create(name="Others").user_set.add(ada)
SavedView.objects.create(owner=ada, name="Stalled", query="porting=pending", is_pinned=True)
device = TOTPDevice.objects.create(user=ada, name="phone")
TOTPDevice.objects.filter(pk=device.pk).update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
record(None, "export", "something", who="ada")
call_command("refresh")
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server_with_tables(tmp_path_factory.getbasetemp()) as ours:
        yield ours


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with (
        Sandbox(numbers=1_200, drift=True, requests_per_second=None) as sandbox,
        site(tmp_path_factory.mktemp("site"), sandbox.url) as found,
    ):
        found.run("manage.py", "refresh")
        found.run("-c", CAST)
        yield found


@pytest.fixture
def new(where: Site, database: Server) -> Site:
    with psycopg.connect(database.url, autocommit=True) as owner:
        owner.execute("CREATE DATABASE quo TEMPLATE postgres")
    url = database.url.removesuffix("/postgres") + "/quo"
    with psycopg.connect(url) as new:
        new.execute("TRUNCATE auth_user CASCADE")
    return replace(where, environment=where.environment | {"DATABASE_URL": url})


def dump(where: Site) -> str:
    return where.run("manage.py", "dumpdata", "--format", "jsonl")


def copy(where: Site, source: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "copy_database", f"sqlite:///{source}"],
        cwd=ROOT, env=where.environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_what_does_not_fit_is_refused_and_what_fits_comes_over_and_work_goes_on(
    where: Site, new: Site, tmp_path: Path
) -> None:
    source = where.directory / "db.sqlite3"
    missing = copy(new, tmp_path / "missing.sqlite3")
    assert (missing.returncode, "There is no database" in missing.stderr) == (1, True)
    older = tmp_path / "older.sqlite3"
    with sqlite3.connect(source) as current, sqlite3.connect(older) as target:
        current.backup(target)
        target.execute("DELETE FROM django_migrations WHERE app = 'inventory'")
    refused = copy(new, older)
    assert (refused.returncode, "differ in their migrations" in refused.stderr) == (1, True)
    with psycopg.connect(new.environment["DATABASE_URL"]) as owner:
        assert owner.execute("SELECT count(*) FROM inventory_phonenumber").fetchone() == (0,)
    before = dump(where)
    copied = copy(new, source)
    assert copied.returncode == 0, copied.stderr
    assert sorted(dump(new).splitlines()) == sorted(before.splitlines())
    assert re.fullmatch(r"Copied \d{4} rows\.\n", copied.stdout)
    assert '"model": "audit.auditentry"' in before
    new.run("-c", CAST.replace("ada", "bob").replace("Others", "More"))  # new rows find free keys
    again = copy(new, source)
    assert (again.returncode, again.stdout) == (1, "")
    assert "This database is in use." in again.stderr
