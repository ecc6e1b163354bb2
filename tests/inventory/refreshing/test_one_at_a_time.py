"""At most one refresh runs, in whatever thread or process; one that dies leaves no trace but its row.

Real threads, and real processes of `manage.py refresh`, on the tests' own database.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.utils import timezone
from pytest_django import Settings

from inventory.choices import Phase, Removals, Scope, State
from inventory.models import CacheState, Change, PhoneNumber, Refresh
from inventory.models.refreshes import lease_timeout
from inventory.refreshing.apply import apply
from inventory.refreshing.lease import LeaseLost, cancel, join_or_queue, take_next
from inventory.refreshing.plan import Plan
from inventory.refreshing.removals import NotNow, dismiss
from inventory.refreshing.request import request_refresh
from inventory.refreshing.run import ProgressReporter, run_all, store
from inventory.refreshing.snapshot import read_known
from inventory.sandbox import SANDBOX_KEY, Sandbox
from inventory.sandbox.http import Reply

from .helpers import answer_of, asked_for_numbers, dump, eventually, refresh_with, running_refresh, some_numbers

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]


def refresh(scope: str = Scope.WORKSPACE, target: str = "") -> Refresh:
    return request_refresh(scope, target, requested_by_name="a test")


class Gate:
    """Stands in the sandbox's door: holds every request until opened, and counts those inside at the same time."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.opened, self.entered = threading.Event(), threading.Event()
        self.inside, self.most_inside, self.lock = 0, 0, threading.Lock()
        self._answer: Callable[[str, Message], Reply] = sandbox.answer

    def answer(self, target: str, headers: Message) -> Reply:
        with self.lock:
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
        self.entered.set()
        try:
            assert self.opened.wait(30)
            return self._answer(target, headers)
        finally:
            with self.lock:
                self.inside -= 1


@pytest.fixture
def gate(sandbox: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    settings.QUO_TIMEOUT = settings.QUO_TIME_BUDGET = 30
    gate = Gate(sandbox)
    monkeypatch.setattr(sandbox, "answer", gate.answer)
    yield gate
    gate.opened.set()


@pytest.fixture
def threads() -> Iterator[Callable[..., "Future[Any]"]]:
    """Starts a function in a thread, which closes its connections at the end."""

    def and_close(function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return function(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        yield lambda function, *arguments: pool.submit(and_close, function, *arguments)


# -- Processes


def database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"] or ""), quote(database["PASSWORD"] or "")
    host, port = database["HOST"] or "localhost", database["PORT"] or 5432
    return f"postgres://{user}:{password}@{host}:{port}/{database['NAME']}"


@contextmanager
def a_process(sandbox: Sandbox, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """`manage.py refresh` in a process of its own, ended at the end."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.site_settings",
        "TEST_SETTINGS": '{"QUO_TIMEOUT": 30}',
        "DATABASE_URL": database_url(),
        "QUO_API_URL": sandbox.url,
        "QUO_API_KEY": SANDBOX_KEY,
        "DEBUG": "on",
    }
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "refresh", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Where this run was started with SIGINT ignored (`nohup … &`), a child would ignore it as well.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def the_running_row(process: "subprocess.Popen[str]", phase: str) -> Refresh:
    """The row of the process's refresh, once it is in this phase."""

    def is_there() -> bool:
        assert process.poll() is None, process.communicate()
        return Refresh.objects.filter(state=State.RUNNING, phase=phase).exists()

    eventually(is_there)
    return Refresh.objects.in_lane(people=False).get(state=State.RUNNING)


def age(row: Refresh) -> None:
    """As if its last sign of life were long ago."""
    Refresh.objects.filter(pk=row.pk).update(heartbeat_at=timezone.now() - lease_timeout() * 2)


# -- Joining and waiting


@pytest.mark.parametrize("turn", range(2))  # whoever is late by a hair's breadth is not so every time
def test_pressing_refresh_together_asks_quo_once(
    turn: int, sandbox: Sandbox, gate: Gate, threads: Callable[..., "Future[Refresh]"]
) -> None:
    together = threading.Barrier(6)

    def press() -> Refresh:
        together.wait(20)
        return refresh()

    presses = [threads(press) for _ in range(6)]
    eventually(lambda: sum(press.done() for press in presses) == 5)  # all but the one that runs it
    assert gate.entered.wait(20)
    gate.opened.set()
    rows = {press.result(20).pk for press in presses}
    assert len(rows) == 1
    assert asked_for_numbers(sandbox) == ["/v1/phone-numbers"]
    assert set(Refresh.objects.values_list("state", flat=True)) == {State.SUCCEEDED}


def test_the_others_wait_and_run_next_one_after_the_other(
    sandbox: Sandbox, gate: Gate, threads: Callable[..., "Future[Refresh]"]
) -> None:
    number, person = sandbox.workspace.numbers[0]["id"], sandbox.workspace.people[0]["id"]
    first = threads(refresh, Scope.NUMBER, number)
    assert gate.entered.wait(20)
    user, everything = refresh(Scope.USER, person), refresh()
    assert (user.state, everything.state) == (State.QUEUED, State.QUEUED)
    assert refresh(Scope.USER, person).pk == user.pk
    assert refresh(Scope.NUMBER, sandbox.workspace.numbers[1]["id"]).pk == everything.pk
    assert take_next() is None
    gate.opened.set()
    first.result(20)
    assert set(Refresh.objects.values_list("state", flat=True)) == {State.SUCCEEDED}
    assert asked_for_numbers(sandbox) == [
        f"/v1/phone-numbers/{number}",
        f"/v1/phone-numbers?userId={person}",
        "/v1/phone-numbers",
    ]
    assert gate.most_inside == 1


def test_many_at_once_of_all_scopes_run_one_by_one(
    sandbox: Sandbox, gate: Gate, threads: Callable[..., "Future[Refresh]"]
) -> None:
    gate.opened.set()
    numbers = [number["id"] for number in sandbox.workspace.numbers[:6]]
    for pressed in [threads(refresh, Scope.NUMBER, number) for number in numbers]:
        pressed.result(30)
    run_all()
    assert gate.most_inside == 1
    assert Refresh.objects.exclude(state=State.SUCCEEDED).count() == 0
    assert PhoneNumber.objects.filter(id__in=numbers).count() == 6


def test_processes_run_one_by_one_and_a_page_joins_them(sandbox: Sandbox, gate: Gate) -> None:
    number, person = sandbox.workspace.numbers[0]["id"], sandbox.workspace.people[0]["id"]
    with a_process(sandbox, "--number", number) as first:
        assert gate.entered.wait(20)
        waiting = Refresh.objects.filter(state=State.QUEUED)
        with a_process(sandbox, "--user", person) as second:
            eventually(lambda: waiting.count() == 1)
            assert refresh().state == State.QUEUED
            assert refresh(Scope.NUMBER, number).state == State.RUNNING
            gate.opened.set()
            outcomes = [process.communicate(timeout=30) for process in (first, second)]
            assert [process.returncode for process in (first, second)] == [0, 0], outcomes
    assert gate.most_inside == 1
    assert len(asked_for_numbers(sandbox)) == 3
    numbers = Refresh.objects.in_lane(people=False)
    assert list(numbers.values_list("state", flat=True)) == [State.SUCCEEDED] * 3
    assert PhoneNumber.objects.count() == 40


def test_an_account_that_is_deleted_while_it_asks_spoils_no_request(django_user_model: Any) -> None:
    account = django_user_model.objects.create_user("grace")
    django_user_model.objects.filter(pk=account.pk).delete()
    waiting = join_or_queue(Scope.WORKSPACE, "", requested_by_name="grace", requested_by=account)
    assert (waiting.state, waiting.requested_by_name, waiting.requested_by_id) == (State.QUEUED, "grace", None)
    assert Refresh.objects.get() == waiting


def test_a_row_that_the_database_refuses_is_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def refused(**fields: Any) -> None:
        tries.append(fields)
        raise IntegrityError("CHECK constraint failed")

    monkeypatch.setattr(Refresh.objects, "create", refused)
    with pytest.raises(IntegrityError):
        join_or_queue(Scope.WORKSPACE, "", requested_by_name="a test", requested_by=None)
    assert len(tries) == 5


def test_the_database_itself_holds_the_one_place() -> None:
    running_refresh()
    with pytest.raises(IntegrityError), transaction.atomic():
        running_refresh(Scope.USER, "US1")


@pytest.mark.parametrize("phase", [Phase.RECEIVING, Phase.PAGING, Phase.COMPARING, Phase.SAVING])
def test_one_that_quo_has_answered_already_is_not_joined(phase: Phase, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds may be older than the request."""
    monkeypatch.setattr("inventory.refreshing.request.wake", lambda: None)
    running = running_refresh()
    assert refresh().pk == running.pk
    Refresh.objects.filter(pk=running.pk).update(phase=phase)
    later = refresh()
    assert (later.pk != running.pk, later.state) == (True, State.QUEUED)
    assert refresh().pk == later.pk


@pytest.mark.parametrize("scope", [Scope.WORKSPACE, Scope.USER])
def test_a_heartbeat_that_cannot_be_written_discards_nothing(
    scope: Scope, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(refresh: Refresh, **fields: Any) -> None:
        raise OperationalError("the server is restarting")

    monkeypatch.setattr("inventory.refreshing.run.renew", fails)
    target = "" if scope == Scope.WORKSPACE else sandbox.workspace.numbers[0]["users"][0]["id"]
    assert refresh(scope, target).state == State.SUCCEEDED
    assert PhoneNumber.objects.exists()


# -- Dying


@contextmanager
def endless_writes() -> Iterator[None]:
    """The first change that is written, in the middle of a refresh's transaction, never comes to an end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER endless BEFORE INSERT ON inventory_change BEGIN SELECT count(*) FROM ("
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000000000) SELECT x FROM n"
                "); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION endless() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER endless BEFORE INSERT ON inventory_change FOR EACH ROW EXECUTE FUNCTION endless()"
            )
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER endless")
            else:
                # The server notices only at its next word that the client is gone.
                cursor.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                )
                cursor.execute("DROP FUNCTION endless CASCADE")


def somebody_is_writing() -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
            return bool(cursor.fetchone()[0])
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        other.execute("ROLLBACK")
        return False


@pytest.fixture
def changed(imported: Sandbox) -> Sandbox:
    """The cache is full, and meanwhile every number was renamed in Quo."""
    for number in imported.workspace.numbers:
        number["name"] += " (new)"
    return imported


def assert_the_next_request_goes_through(dead: Refresh, before: Any, sandbox: Sandbox) -> None:
    assert dump() == before
    waiting = refresh()  # for all that anybody knows, it still runs
    assert waiting.state in (State.QUEUED, State.RUNNING)
    age(dead)
    later = refresh()
    assert (later.pk != dead.pk, later.state, later.changed) == (True, State.SUCCEEDED, 40)
    dead.refresh_from_db()
    assert (dead.state, dead.phase) == (State.INTERRUPTED, "")
    assert "Nothing was changed" in dead.error_summary
    assert not Change.objects.filter(refresh=dead).exists()


def test_a_process_killed_while_it_fetches_leaves_the_cache_as_it_was(changed: Sandbox) -> None:
    before = dump()
    changed.fault = "timeout"
    with a_process(changed) as process:
        dead = the_running_row(process, Phase.ASKING)
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    changed.fault = None
    assert_the_next_request_goes_through(dead, before, changed)


def test_a_process_killed_while_it_saves_leaves_the_cache_as_it_was(changed: Sandbox) -> None:
    before = dump()
    with endless_writes(), a_process(changed) as process:
        dead = the_running_row(process, Phase.SAVING)
        assert not cancel(dead, "Ada")
        eventually(somebody_is_writing)
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    assert_the_next_request_goes_through(dead, before, changed)


def test_a_process_that_is_interrupted_frees_the_place_at_once(changed: Sandbox, gate: Gate) -> None:
    before = dump()
    with a_process(changed) as process:
        dead = the_running_row(process, Phase.ASKING)
        assert gate.entered.wait(30)  # from here on it waits for Quo
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == "Stopped.\n"
    dead.refresh_from_db()
    assert dead.state == State.INTERRUPTED
    assert dump() == before


def test_those_that_waited_behind_a_dead_one_run_with_the_next_request(sandbox: Sandbox) -> None:
    dead = running_refresh(Scope.NUMBER, "PN1")
    waiting = refresh(Scope.USER, sandbox.workspace.people[0]["id"])
    assert waiting.state == State.QUEUED
    age(dead)
    assert refresh().state == State.SUCCEEDED
    waiting.refresh_from_db()
    assert waiting.state == State.SUCCEEDED
    assert len(asked_for_numbers(sandbox)) == 2


def test_a_refresh_that_waited_already_is_woken_by_the_next_request_for_it(sandbox: Sandbox) -> None:
    waiting = join_or_queue(Scope.WORKSPACE, "", requested_by_name="a worker that is gone", requested_by=None)
    assert refresh().pk == waiting.pk
    waiting.refresh_from_db()
    assert waiting.state == State.SUCCEEDED


# -- Losing the place


def test_cancelling_ends_a_refresh_that_waits_for_quo(
    changed: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch, threads: Callable[..., "Future[Refresh]"]
) -> None:
    monkeypatch.setattr(ProgressReporter, "EVERY", 0.05)
    settings.QUO_TIMEOUT = settings.QUO_TIME_BUDGET = 30
    before = dump()
    changed.fault = "timeout"
    pressed = threads(refresh)
    eventually(lambda: Refresh.objects.filter(state=State.RUNNING).exists())
    assert cancel(Refresh.objects.get(state=State.RUNNING), "Ada")
    outcome = pressed.result(10)
    assert (outcome.state, outcome.error_summary) == (State.CANCELLED, "Cancelled by Ada. Nothing was changed.")
    assert outcome.finished_at is not None
    assert outcome.duration is not None
    assert dump() == before
    assert not cancel(outcome, "Grace")


def test_cancelling_a_waiting_refresh_takes_it_out_of_the_queue(sandbox: Sandbox) -> None:
    waiting = join_or_queue(Scope.WORKSPACE, "", requested_by_name="a test", requested_by=None)
    assert cancel(waiting, "Ada")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.duration) == (State.CANCELLED, None)
    assert waiting.finished_at is not None
    assert run_all() == 0
    assert sandbox.requests == []


def test_a_silent_refresh_still_gives_signs_of_life(
    sandbox: Sandbox,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
    threads: Callable[..., "Future[Refresh]"],
) -> None:
    monkeypatch.setattr(ProgressReporter, "EVERY", 0.05)
    pressed = threads(refresh)
    assert gate.entered.wait(20)
    first = Refresh.objects.get().heartbeat_at
    eventually(lambda: Refresh.objects.get().heartbeat_at != first)
    gate.opened.set()
    assert pressed.result(20).state == State.SUCCEEDED


@pytest.mark.postgresql  # SQLite's one lock for writing leaves no such moment
def test_a_dismissal_while_an_answer_settles_the_removals_is_told_that_it_is_late(
    monkeypatch: pytest.MonkeyPatch, threads: Callable[..., "Future[None]"]
) -> None:
    refresh_with(answer_of(some_numbers(20)))
    held = refresh_with(answer_of(some_numbers(5)))
    save = Refresh.save
    dismissals: list[Future[None]] = []

    def save_late(row: Refresh, **options: Any) -> None:
        if row.pk == held.pk and not dismissals:
            dismissals.append(threads(dismiss, Refresh.objects.get(pk=held.pk), "Ada"))
            eventually(lambda: dismissals[0].done() or somebody_waits_for_a_lock())
        save(row, **options)

    monkeypatch.setattr(Refresh, "save", save_late)
    later = refresh_with(answer_of(some_numbers(20)))
    with pytest.raises(NotNow):
        dismissals[0].result(20)
    held.refresh_from_db()
    assert (held.removals, held.removals_decided_by) == (Removals.SUPERSEDED, f"refresh {later.pk}")


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_zombie_whose_place_was_taken_writes_nothing() -> None:
    zombie = running_refresh()
    age(zombie)
    later = refresh_after_release(some_numbers(3))
    before = dump()
    with pytest.raises(LeaseLost):
        store(
            zombie,
            answer_of(some_numbers(30, name="Old")),
            ProgressReporter(zombie),
            read_known(Scope.WORKSPACE, ""),
        )
    with pytest.raises(LeaseLost):
        apply(Plan(remove={"PN0", "PN1"}), zombie, timezone.now(), CacheState.objects.get().version)
    assert dump() == before
    zombie.refresh_from_db()
    assert zombie.state == State.INTERRUPTED
    assert later.state == State.SUCCEEDED


def refresh_after_release(records: list[dict[str, Any]]) -> Refresh:
    assert take_next() is None  # nobody waits, but the dead one is released
    return refresh_with(answer_of(records))


def test_a_zombie_does_not_overwrite_its_own_end(
    changed: Sandbox, gate: Gate, threads: Callable[..., "Future[Refresh]"]
) -> None:
    pressed = threads(refresh)
    assert gate.entered.wait(20)
    zombie = Refresh.objects.get(state=State.RUNNING)
    age(zombie)
    assert take_next() is None
    before = dump()
    gate.opened.set()
    assert pressed.result(20).state == State.INTERRUPTED
    assert dump() == before
