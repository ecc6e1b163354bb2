"""A database that fails in the middle of writing: the cache stays as it was, and the row says so once it can."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, OperationalError, connection, connections, transaction
from django.utils import timezone

from inventory.choices import Scope, State
from inventory.models import Change, Refresh
from inventory.models.refreshes import lease_timeout
from inventory.refreshing import apply as applying
from inventory.refreshing import run as running
from inventory.refreshing.lease import release_stale_leases
from inventory.refreshing.request import request_refresh
from inventory.runtime.database import failure
from inventory.sandbox import Sandbox

from .helpers import dump

pytestmark = pytest.mark.django_db(transaction=True)

WRITES = ["_write_users", "_write_numbers", "_write_assignments", "mark_unverified", "_settle_held", "succeed"]
IS_SQLITE = "connection.vendor == 'sqlite'"


@pytest.fixture
def changed(imported: Sandbox) -> Sandbox:
    """The cache is full, and meanwhile every number was renamed, and one removed, in Quo."""
    for number in imported.workspace.numbers:
        number["name"] += " (new)"
    imported.workspace.numbers.pop()
    return imported


def refresh() -> Refresh:
    return request_refresh(Scope.WORKSPACE, requested_by_name="a test")


def failing_after(function: Any, error: Exception) -> Any:
    def first_works_then_fails(*arguments: Any, **options: Any) -> None:
        function(*arguments, **options)
        raise error

    return first_works_then_fails


def assert_it_is_told_and_nothing_changed(outcome: Refresh, before: Any) -> None:
    assert dump() == before
    assert outcome.state == State.FAILED
    assert outcome.error_title == "Database failure"
    assert "Nothing was changed" in outcome.error_summary
    assert outcome.error_advice == "Refresh again. If this repeats, check that the database runs and has room."
    assert (outcome.checked, outcome.changed, outcome.held) == (0, 0, [])


def test_a_write_that_fails_takes_all_others_back(changed: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump()
    errors = cycle([OperationalError("disk I/O error"), IntegrityError("UNIQUE constraint failed")])
    for step, error in zip(WRITES, errors, strict=False):
        with monkeypatch.context() as patch:
            patch.setattr(applying, step, failing_after(getattr(applying, step), error))
            outcome = refresh()
        assert str(error) in outcome.error_summary, step
        assert_it_is_told_and_nothing_changed(outcome, before)
    assert refresh().removed == 1


def test_a_real_constraint_that_breaks_takes_all_back(changed: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump()

    def names_nobody(plan: Any, now: Any) -> None:
        plan.assign[changed.workspace.numbers[0]["id"], "USnobody"] = "GR1"

    with monkeypatch.context() as patch:
        patch.setattr(applying, "_write_users", names_nobody)
        outcome = refresh()
    assert_it_is_told_and_nothing_changed(outcome, before)


@contextmanager
def another_writer() -> Iterator[None]:
    """Somebody else holds SQLite's one lock for writing."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQLite waits a moment for its lock, not its 20 seconds."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    yield
    connection.close()


@pytest.mark.sqlite  # its one lock for writing
def test_a_lock_that_comes_and_goes_is_a_failure_that_is_told(
    changed: Sandbox, short_patience: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump()

    def while_locked(*arguments: Any) -> None:
        with another_writer():
            applying.apply(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("inventory.refreshing.run.apply", while_locked)
        outcome = refresh()
    assert "database is locked" in outcome.error_summary
    assert_it_is_told_and_nothing_changed(outcome, before)


@pytest.mark.sqlite
def test_a_lock_that_stays_leaves_a_row_that_tells_it_later(
    changed: Sandbox, short_patience: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump()
    lock = another_writer()

    def from_now_on_locked(*arguments: Any) -> None:
        lock.__enter__()
        applying.apply(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("inventory.refreshing.run.apply", from_now_on_locked)
        outcome = refresh()
    assert outcome.state == State.RUNNING  # nothing could be written about it
    lock.__exit__(None, None, None)
    assert dump() == before
    Refresh.objects.filter(pk=outcome.pk).update(heartbeat_at=timezone.now() - lease_timeout() * 2)
    assert release_stale_leases() == 1
    outcome.refresh_from_db()
    assert outcome.state == State.INTERRUPTED
    assert "Nothing was changed" in outcome.error_summary
    assert refresh().removed == 1


def test_a_failure_that_cannot_be_written_either_is_logged(
    changed: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("the server is away")

    changed.fault = "unauthorized"
    monkeypatch.setattr(running, "fail", away)
    assert refresh().state == State.RUNNING
    (record,) = [record for record in caplog.records if "could not be written" in record.message]
    assert "refused the API key" in record.message
    assert "the server is away" in record.message
    assert not record.exc_info


@pytest.mark.sqlite
def test_the_command_says_it_in_one_line(
    changed: Sandbox, short_patience: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with another_writer(), pytest.raises(SystemExit) as end:
        call_command("refresh")
    assert end.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        f"The database failed (database is locked: {connection.settings_dict['NAME']}). "
        "Check that it runs, can be written, and has room."
    ]


@pytest.mark.parametrize("sql", ["SELECT * FROM nowhere", "SELECT colour FROM inventory_refresh"])
def test_a_database_that_is_not_migrated_is_told_what_to_do(sql: str, db: None) -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError) as unknown, transaction.atomic():
        cursor.execute(sql)
    assert failure(unknown.value) == "The database lacks what this version needs. Run manage.py migrate."


@pytest.mark.postgresql  # its server can end a connection
def test_a_connection_that_the_server_ends_takes_all_back(changed: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump()

    def cut_off(*arguments: Any) -> None:
        applying_write(*arguments)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        other = connections.create_connection("default")
        with closing(other), other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

    applying_write = applying._write_assignments
    with monkeypatch.context() as patch:
        patch.setattr(applying, "_write_assignments", cut_off)
        outcome = refresh()
    assert_it_is_told_and_nothing_changed(outcome, before)
    assert refresh().removed == 1


def test_a_process_that_is_told_to_stop_frees_the_place_at_once(
    changed: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump()

    def told_to_stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(applying, "_write_assignments", told_to_stop)
        with pytest.raises(KeyboardInterrupt):
            refresh()
    assert dump() == before
    row = Refresh.objects.latest("id")
    assert row.state == State.INTERRUPTED
    assert "Nothing was changed" in row.error_summary
    assert refresh().removed == 1
    assert Change.objects.filter(refresh=row).count() == 0
