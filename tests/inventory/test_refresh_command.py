"""`manage.py refresh`, as people and cron see it: one line, and an exit status that tells what to do."""

import logging
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from inventory.choices import Removals, Scope, State
from inventory.models import PhoneNumber, Refresh
from inventory.refreshing.lease import join_or_queue
from inventory.sandbox import SANDBOX_KEY, Sandbox

pytestmark = pytest.mark.django_db


class Said(NamedTuple):
    status: int
    out: list[str]
    err: list[str]


class Shell:
    """Runs the command, and keeps what it said."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self.captured = captured

    def __call__(self, *arguments: str) -> Said:
        self.captured.readouterr()
        status = 0
        try:
            call_command("refresh", *arguments)
        except SystemExit as end:
            status = int(end.code or 0)
        said = self.captured.readouterr()
        assert SANDBOX_KEY not in said.out + said.err
        return Said(status, said.out.splitlines(), said.err.splitlines())


@pytest.fixture
def refresh(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


def test_it_says_in_one_line_what_it_did(sandbox: Sandbox, refresh: Shell) -> None:
    assert refresh() == Said(0, ["40 checked, 40 added, 0 changed, 0 removed, 14 users added (Quo API v1)"], [])
    assert refresh() == Said(0, ["40 checked, 0 changed, 0 removed (Quo API v1)"], [])


def test_it_says_that_the_command_line_asked(sandbox: Sandbox, refresh: Shell) -> None:
    refresh()
    row = Refresh.objects.get(scope=Scope.WORKSPACE)
    assert (row.requested_by_name, row.requested_by, row.scope, row.target) == (
        "command line",
        None,
        Scope.WORKSPACE,
        "",
    )


def test_it_refreshes_one_number(sandbox: Sandbox, refresh: Shell) -> None:
    number, users = sandbox.workspace.numbers[0]["id"], sandbox.workspace.numbers[0]["users"]
    assert len(users) == 1
    assert refresh("--number", number) == Said(
        0, ["1 checked, 1 added, 0 changed, 0 removed, 1 user added (Quo API v1)"], []
    )
    assert [call.path for call in sandbox.requests] == [f"/v1/phone-numbers/{number}"]


def test_it_refreshes_one_person(sandbox: Sandbox, refresh: Shell) -> None:
    person = sandbox.workspace.people[0]["id"]
    assert refresh("--user", person).status == 0
    assert [call.path for call in sandbox.requests] == [f"/v1/phone-numbers?userId={person}"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--user", "PN123"),
        ("--user", ""),
        ("--user", "us1"),
        ("--number", "US123"),
        ("--number", "+12025550101"),
        ("--number", " PN1"),
        ("--number", "PN\0"),
        ("--number", "PN\udcff"),
        ("--number", "PN" + "x" * 254),
    ],
)
def test_a_bad_id_is_wrong_usage(arguments: tuple[str, ...], sandbox: Sandbox, refresh: Shell) -> None:
    said = refresh(*arguments)
    assert (said.status, said.out, len(said.err)) == (2, [], 1)
    assert "is not the id of a" in said.err[0]
    said.err[0].encode()
    assert sandbox.requests == []
    assert not Refresh.objects.exists()


def test_a_number_and_a_person_at_once_is_wrong_usage(sandbox: Sandbox) -> None:
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("refresh", "--user", "US1", "--number", "PN1")
    assert not Refresh.objects.exists()


def test_a_failure_says_what_happened_what_to_do_and_the_trace(sandbox: Sandbox, refresh: Shell) -> None:
    sandbox.fault = "unauthorized"
    said = refresh()
    trace = Refresh.objects.get().error_trace
    assert (said.status, said.out) == (1, [])
    assert said.err[0].startswith("Quo refused the API key (401")
    assert "Check QUO_API_KEY" in said.err[1]
    assert said.err[1].endswith(f"401 0400401 Unauthorized, trace {trace}")


@pytest.mark.parametrize(("fault", "level"), [("unauthorized", "ERROR"), (None, "INFO")])
def test_a_failure_is_an_error_in_the_log(
    fault: str | None, level: str, sandbox: Sandbox, refresh: Shell, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fault = fault
    caplog.set_level(logging.INFO, "inventory.refresh")
    refresh()
    record, *of_people = [record for record in caplog.records if record.name == "inventory.refresh"]
    assert len(of_people) == (fault is None)
    assert record.levelname == level
    assert record.getMessage().startswith(f"refresh {Refresh.objects.get(scope=Scope.WORKSPACE).pk} ")


def test_a_refused_request_says_what_quo_did_not_like(sandbox: Sandbox, refresh: Shell) -> None:
    sandbox.fault = "bad-request"
    assert "/userId: Unexpected value" in refresh().err[0]


def test_a_missing_key_is_a_failure(sandbox: Sandbox, settings: Settings, refresh: Shell) -> None:
    settings.QUO_API_KEY = ""
    said = refresh()
    assert (said.status, said.out) == (1, [])
    assert "QUO_API_KEY" in said.err[0]


def test_a_wrong_key_is_not_shown(sandbox: Sandbox, settings: Settings, refresh: Shell) -> None:
    settings.QUO_API_KEY = "a-wrong-secret"
    said = refresh()
    assert said.status == 1
    assert "a-wrong-secret" not in "".join(said.err)


def test_held_removals_have_a_status_of_their_own(imported: Sandbox, refresh: Shell) -> None:
    imported.fault = "shrunk"
    said = refresh()
    assert said.status == 3
    assert said.out == ["10 checked, 0 changed, 0 removed, 30 removals held (Quo API v1)"]
    assert "--accept-removals" in said.err[0]
    assert PhoneNumber.objects.current().count() == 40


def test_accept_removals_carries_them_out(imported: Sandbox, refresh: Shell) -> None:
    imported.fault = "shrunk"
    refresh()
    said = refresh("--accept-removals")
    assert said == Said(0, ["10 checked, 0 changed, 30 removed (Quo API v1)"], [])
    assert PhoneNumber.objects.current().count() == 10
    row = Refresh.objects.latest("id")
    assert (row.removals, row.removals_decided_by) == (Removals.ACCEPTED, "command line")
    assert not Refresh.objects.waiting_for_decision().exists()


def test_accept_removals_without_any_is_fine(sandbox: Sandbox, refresh: Shell) -> None:
    assert refresh("--accept-removals").status == 0


def test_a_refresh_that_waited_already_is_run(sandbox: Sandbox, refresh: Shell) -> None:
    waiting = join_or_queue(Scope.WORKSPACE, "", requested_by_name="a page", requested_by=None)
    assert refresh().status == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.requested_by_name) == (State.SUCCEEDED, "a page")
    assert Refresh.objects.in_lane(people=False).count() == 1


def test_the_list_of_people_follows_in_the_same_line(imported: Sandbox, refresh: Shell) -> None:
    Refresh.objects.update(requested_at=timezone.now() - timedelta(hours=2))
    del imported.workspace.people[:]
    said = refresh()
    assert said.out == ["40 checked, 0 changed, 0 removed, 2 removals held (Quo API v1)"]
    assert (said.status, "2 users" in said.err[0]) == (3, True)
    assert refresh("--accept-removals").status == 0


def test_a_list_of_people_that_fails_is_reported_and_is_no_failure_of_the_numbers(
    sandbox: Sandbox, refresh: Shell
) -> None:
    sandbox.fail_next("forbidden", on="^/v1/users", times=10)
    said = refresh()
    assert (said.status, said.out) == (0, ["40 checked, 40 added, 0 changed, 0 removed, 12 users added (Quo API v1)"])
    assert said.err[0] == "The numbers are refreshed, the list of people is not."
    assert "403" in said.err[1]


def test_warnings_and_unreadable_records_are_counted_and_are_no_failure(sandbox: Sandbox, refresh: Shell) -> None:
    sandbox.fault = "wrong-type"
    said = refresh()
    assert said.status == 0
    assert "39 added" in said.out[0]
    assert "1 unreadable" in said.out[0]
