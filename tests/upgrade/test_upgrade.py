"""A database of the first version comes through `migrate` with everything it holds.

first_version.sql was dumped from a database that the first version made and used: refreshes of every scope, a failure,
removals accepted, dismissed and held, an unreadable record, roles, a permission given by hand, saved views, the audit.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DUMP = Path(__file__).with_name("first_version.sql")
# Where the first version's tables are now. All others have kept their names.
MOVED = {
    "dashboard_auditentry": "audit_auditentry",
    "dashboard_provideraccount": "accounts_provideraccount",
    "dashboard_savedview": "numbers_savedview",
    "dashboard_preferences": "numbers_preferences",
}
OURS = ("inventory_", "dashboard_", "auth_user", "auth_group")
# Emptied by the upgrade, so that the next refresh reads every record with this version's eyes.
DIGESTS = {("inventory_phonenumber", "digest")}

# The role Admin gains what this version lets Admins do, and the audit log says so: rows after those that there were.
GROWN = {"auth_group_permissions", "dashboard_auditentry"}


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """The database as it was, and as it is after `migrate`."""
    directory = tmp_path_factory.mktemp("upgrade")
    old = sqlite3.connect(directory / "old.sqlite3")
    new = sqlite3.connect(directory / "new.sqlite3")
    for database in (old, new):
        database.executescript(DUMP.read_text())
        database.row_factory = sqlite3.Row
    manage(directory, "migrate", "--verbosity", "0")
    return old, new


def manage(directory: Path, *arguments: str) -> str:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ} | {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "an-example-for-tests-only-0123456789-abcdefghijklmnop",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": f"sqlite:///{directory / 'new.sqlite3'}",
    }
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(database: sqlite3.Connection, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY 1")]  # noqa: S608 - names of ours


def tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if name.startswith(OURS)]


def test_every_row_of_the_first_version_is_still_there(
    databases: tuple[sqlite3.Connection, sqlite3.Connection],
) -> None:
    old, new = databases
    assert set(MOVED) <= set(tables(old))
    for table in tables(old):
        before, after = rows(old, table), rows(new, MOVED.get(table, table))
        if table in GROWN:
            assert len(before) < len(after) <= len(before) + 2, table
            after = after[: len(before)]
        assert len(before) == len(after), table
        kept = {name for name in before[0] if name in after[0] and (table, name) not in DIGESTS} if before else set()
        for was, now in zip(before, after, strict=True):
            assert {name: was[name] for name in kept} == {name: now[name] for name in kept}, table


def test_columns_that_were_renamed_hold_what_they_held(
    databases: tuple[sqlite3.Connection, sqlite3.Connection],
) -> None:
    """A column that is gone has a successor with the same values."""
    old, new = databases
    for table in tables(old):
        before, after = rows(old, table), rows(new, MOVED.get(table, table))
        after = after[: len(before)] if table in GROWN else after
        for name in set(before[0]) - set(after[0]) if before else ():
            values = [row[name] for row in before]
            assert values in [[row[other] for row in after] for other in after[0]], f"{table}.{name}"


def test_permissions_follow_their_models(databases: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    _, new = databases
    given = new.execute(
        "SELECT c.app_label || '.' || p.codename FROM auth_user_user_permissions g "
        "JOIN auth_permission p ON p.id = g.permission_id JOIN django_content_type c ON c.id = p.content_type_id "
        "JOIN auth_user u ON u.id = g.user_id WHERE u.username = 'auditor'"
    )
    assert {name for (name,) in given} == {"audit.view_auditentry", "inventory.view_phonenumber"}
    admins = new.execute(
        "SELECT c.app_label || '.' || p.codename FROM auth_group_permissions g "
        "JOIN auth_permission p ON p.id = g.permission_id JOIN django_content_type c ON c.id = p.content_type_id "
        "JOIN auth_group r ON r.id = g.group_id WHERE r.name = 'Admin'"
    )
    assert {name for (name,) in admins} >= {
        "audit.view_auditentry",
        "inventory.view_phonenumber",
        "inventory.start_refresh",
        "inventory.accept_removals",
        "numbers.share_savedview",
        "overview.snooze_attention",
    }
    stale = new.execute("SELECT model FROM django_content_type WHERE app_label = 'dashboard'")
    assert stale.fetchall() == []
