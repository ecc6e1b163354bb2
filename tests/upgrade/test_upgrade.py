"""A database of the first schema comes through `migrate` with everything that it holds.

0.2.0.sql was dumped from an SQLite database that the product made and used: refreshes of every scope, one that failed,
one that holds removals, changes, accounts with roles, a saved view, the audit log.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from inventory.choices import restrictions_order

ROOT = Path(__file__).parents[2]
DUMP = Path(__file__).with_name("0.2.0.sql")
OURS = ("inventory_", "numbers_", "overview_", "audit_", "accounts_", "auth_user", "auth_group")


def manage(database: Path, *arguments: str) -> None:
    environment = os.environ | {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "an-example-for-tests-only-0123456789-abcdefghijklmnop",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


def contents(database: sqlite3.Connection) -> dict[str, list[dict[str, object]]]:
    """The rows of each table of ours, by column."""
    database.row_factory = sqlite3.Row
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {
        table: [dict(row) for row in database.execute(f'SELECT * FROM "{table}" ORDER BY 1')]  # noqa: S608 - our names
        for table in tables
        if table.startswith(OURS)
    }


def test_everything_comes_through(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        database.executescript(DUMP.read_text())
        before = contents(database)
    assert all(before[f"inventory_{name}"] for name in ("phonenumber", "change", "assignment", "refresh"))
    manage(tmp_path / "db.sqlite3", "migrate", "--verbosity", "0")  # which checks as well
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        after = contents(database)
    for table, rows in before.items():
        kept = [{name: row[name] for name in rows[0]} for row in after[table][: len(rows)]] if rows else []
        assert kept == rows, table
    check_orders(after)
    check_history(after)


def check_orders(after: dict[str, list[dict[str, object]]]) -> None:
    """Lists sort and search by these, which the next refresh would not fill: to it, the numbers are unchanged."""
    users = {row["id"]: (str(row["sort_name"]), str(row["search_text"])) for row in after["inventory_workspaceuser"]}
    people: dict[object, list[tuple[str, str]]] = {}
    for row in after["inventory_assignment"]:
        people.setdefault(row["number_id"], []).append(users[row["user_id"]])
    assert people
    for number in after["inventory_phonenumber"]:
        theirs = sorted(people.get(number["id"], []))
        assert number["sort_people"] == (theirs[0][0] if theirs else None)
        assert number["people_text"] == "\n".join(text for _, text in theirs)
        for use in ("calling", "messaging"):
            values = [str(number[f"{use}_{region}"]) for region in ("us", "ca", "intl")]
            assert number[f"{use}_order"] == restrictions_order(values)


def check_history(after: dict[str, list[dict[str, object]]]) -> None:
    """What a number was ends at each of its changes, and what it is began with the last of them."""
    kinds = ("number-changed", "number-removed", "number-restored")
    changes = [row for row in after["inventory_change"] if row["kind"] in kinds]
    assert changes
    for number in after["inventory_phonenumber"]:
        ends = {str(row["at"]) for row in changes if row["number_id"] == number["id"]}
        past = [row for row in after["inventory_pastnumber"] if row["id"] == number["id"]]
        assert ends <= {str(row["until"]) for row in past}
        assert str(number["since"]) >= max(ends, default=str(number["first_seen_at"]))
        assert [row["since"] for row in past][1:] == [row["until"] for row in past][:-1]
    assert {str(row["known_since"]) for row in after["inventory_cachestate"]} == {
        min(str(row["at"]) for row in after["inventory_change"])
    }
