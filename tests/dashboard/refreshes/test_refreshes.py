"""Pressing Refresh, against the sandbox over real sockets: the result, and each failure over what is still shown."""

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from inventory.choices import Scope, State
from inventory.models import PhoneNumber, Refresh, Worker
from inventory.refreshing.request import request_refresh
from inventory.sandbox import GENERATIONS, SANDBOX_KEY, Sandbox
from tests.dashboard.reading import HTMX, Reader, html_of, is_page, read, text_of
from tests.inventory.refreshing.helpers import (
    a_number,
    answer_of,
    asked_for_numbers,
    dump,
    let_time_pass,
    refresh_with,
    running_refresh,
    taken_back,
)

pytestmark = pytest.mark.django_db


def press(client: Client, headers: dict[str, str] | None = None, **fields: str) -> Any:
    """Presses Refresh; with htmx unless told otherwise."""
    return client.post(reverse("refreshes"), fields, headers=HTMX if headers is None else headers)


# All well


def test_the_result_stands_in_a_line(sandbox: Sandbox, owner: Client) -> None:
    response = press(owner)
    assert "40 checked, 40 added, 0 changed, 0 removed, 12 users added, just now. Details" in text_of(response)
    assert not is_page(response)
    assert PhoneNumber.objects.count() == 40


def test_a_workspace_of_214_is_checked_in_one_go(sandbox: Sandbox, owner: Client, settings: Settings) -> None:
    with Sandbox(requests_per_second=None) as large:
        settings.QUO_API_URL = large.url
        assert "214 checked, 214 added, 0 changed, 0 removed" in text_of(press(owner))
        assert "214 checked, 0 changed, 0 removed, just now" in text_of(press(owner))
        assert asked_for_numbers(large) == ["/v1/phone-numbers"] * 2
    assert "214 of 214" in text_of(owner.get(reverse("numbers")))


def test_the_line_is_announced_and_the_page_renews_what_it_shows(sandbox: Sandbox, owner: Client) -> None:
    response = press(owner)
    line = read(response).tags[0][1]
    assert (line["id"], line["role"], line["aria-live"]) == ("refresh-status", "status", "polite")
    assert "hx-get" not in line  # nothing to wait for any more
    assert "refreshed" in json.loads(response["HX-Trigger"])


def test_the_freshness_in_the_frame_is_renewed_along(sandbox: Sandbox, owner: Client) -> None:
    response = press(owner)
    renewed = {given["id"] for _, given in read(response).tags if given.get("hx-swap-oob") == "true"}
    assert renewed == {"freshness", "held"}
    assert "Last refreshed just now" in text_of(response)


def test_one_number_is_refreshed_alone(imported: Sandbox, owner: Client) -> None:
    number = imported.workspace.numbers[3]
    number["name"] = "Renamed in Quo"
    assert "1 checked, 1 changed, 0 removed, just now" in text_of(press(owner, scope="number", target=number["id"]))
    assert [call.path for call in imported.requests] == [f"/v1/phone-numbers/{number['id']}"]
    assert "Renamed in Quo" in text_of(owner.get(reverse("number", args=[number["id"]])))


def test_one_person_is_refreshed_alone(imported: Sandbox, owner: Client) -> None:
    number = next(number for number in imported.workspace.numbers if number["users"])
    person = number["users"][0]["id"]
    number["name"] = "Renamed in Quo"
    assert "1 changed, 0 removed, just now" in text_of(press(owner, scope="user", target=person))
    assert f"userId={person}" in imported.requests[0].path
    assert "Renamed in Quo" in text_of(owner.get(reverse("user", args=[person])))


def test_without_javascript_it_leads_to_the_page_that_follows_it(sandbox: Sandbox, owner: Client) -> None:
    response = press(owner, headers={})
    assert (response.status_code, response["Location"]) == (302, reverse("refresh", args=[the_refresh().pk]))
    assert "40 checked, 40 added, 0 changed, 0 removed" in text_of(owner.get(response["Location"]))


def the_refresh() -> Refresh:
    """The latest one of numbers."""
    return Refresh.objects.in_lane(people=False).latest("id")


def test_the_refresh_says_who_asked_for_it(sandbox: Sandbox, owner: Client) -> None:
    press(owner)
    refresh = the_refresh()
    assert refresh.requested_by_name == "owner"
    assert refresh.requested_by is not None
    assert "requested by owner" in text_of(owner.get(reverse("refresh", args=[refresh.pk])))
    assert "owner" in read(owner.get(reverse("refreshes"))).rows[2]


# Something wrong


@dataclass(frozen=True)
class Said:
    ours: str
    title: str = ""
    code: str = ""
    status: str = ""


FAULTS = {
    "unauthorized": Said("refused the API key", status="401", code="0400401", title="Unauthorized"),
    "payment-required": Said("subscription", status="402", code="0400402", title="Payment Required"),
    "forbidden": Said("does not let this API key", status="403", code="0400403", title="Forbidden"),
    "bad-request": Said("refused the request", status="400", code="0400400", title="Bad Request"),
    "rate-limited": Said("too many requests", status="429", code="0400429", title="Too Many Requests"),
    "server-error": Said("could not answer", status="500", code="0401500", title="Unknown"),
    "bad-gateway": Said("could not answer", status="502"),
    "html": Said("A web page titled", status="200", title="Sign in to the guest network"),
    "truncated-json": Said("ends in the middle", status="200"),
    "data-null": Said("should be a list, not null", status="200"),
    "empty-body": Said("with nothing in it", status="200"),
    "reset": Said("was cut"),
}


def with_fault(name: str) -> Callable[[Sandbox, Settings], None]:
    def arrange(sandbox: Sandbox, settings: Settings) -> None:
        sandbox.fault = name

    return arrange


def refused(sandbox: Sandbox, settings: Settings) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.QUO_API_URL = f"http://127.0.0.1:{nobody.getsockname()[1]}"


def key_is(key: str) -> Callable[[Sandbox, Settings], None]:
    def arrange(sandbox: Sandbox, settings: Settings) -> None:
        settings.QUO_API_KEY = key

    return arrange


TROUBLES: dict[str, tuple[Callable[[Sandbox, Settings], None], Said]] = {
    **{name: (with_fault(name), said) for name, said in FAULTS.items()},
    "refused connection": (refused, Said("refused the connection")),
    "missing key": (key_is(""), Said("No API key yet")),
    "key with a newline": (key_is("secret-part\nother-part"), Said("line break")),
    "wrong key": (key_is("secret-part-of-another"), Said("refused the API key", status="401")),
}
SECRETS = (SANDBOX_KEY, "secret-part", "other-part")


def test_a_failure_is_said_over_what_is_still_shown(imported: Sandbox, owner: Client, settings: Settings) -> None:
    before, rows = dump(), read(owner.get(reverse("numbers"))).rows
    url, key = settings.QUO_API_URL, settings.QUO_API_KEY
    for arrange, said in TROUBLES.values():
        settings.QUO_API_URL, settings.QUO_API_KEY, imported.fault = url, key, None
        arrange(imported, settings)
        with taken_back():
            response = press(owner)
            assert response.status_code == 200, "htmx swaps it in like any other"
            assert_it_is_said(said, read(response))
            assert dump() == before
            shown = owner.get(reverse("numbers"))
            assert read(shown).rows == rows
            for seen in (response, shown, owner.get(reverse("refreshes"))):
                assert not any(secret in html_of(seen) for secret in SECRETS)


def assert_it_is_said(said: Said, page: Reader) -> None:
    assert said.ours in page.text
    assert "The numbers shown are from an earlier refresh." in page.text
    assert "last refresh failed" in page.text
    for term, value in (("Title", said.title), ("Code", said.code), ("Status", said.status)):
        assert not value or page.facts[term] == value
    if said.code:
        latest = the_refresh()
        assert latest.error_trace
        assert page.facts["Trace ID"] == f"{latest.error_trace} Copy"
        assert page.text.count(latest.error_message) == 1


@pytest.mark.parametrize("trouble", ["unauthorized", "html", "refused connection", "missing key"])
def test_without_javascript_a_failure_is_on_the_page_that_follows_it(
    trouble: str, imported: Sandbox, owner: Client, settings: Settings
) -> None:
    arrange, said = TROUBLES[trouble]
    arrange(imported, settings)
    response = owner.post(reverse("refreshes"), {"next": reverse("numbers")}, follow=True)
    text = text_of(response)
    assert said.ours in text
    assert not said.title or said.title in text
    assert the_refresh().error_trace in text
    assert not any(secret in html_of(response) for secret in SECRETS)


def test_the_attempt_keeps_what_went_wrong(imported: Sandbox, viewer: Client, owner: Client) -> None:
    imported.fault = "forbidden"
    press(owner)
    refresh = the_refresh()
    page = read(viewer.get(reverse("refresh", args=[refresh.pk])))
    assert page.facts["Trace ID"] == f"{refresh.error_trace} Copy"
    assert page.facts["Code"] == "0400403"
    assert "Failed" in page.text
    listed = read(viewer.get(reverse("refreshes"))).rows[1]
    assert "Failed" in listed
    assert any("does not let this API key" in cell for cell in listed)


def test_the_frame_says_that_the_last_try_failed_until_one_succeeds(imported: Sandbox, owner: Client) -> None:
    imported.fault = "server-error"
    press(owner)
    assert "last refresh failed" in text_of(owner.get(reverse("users")))
    imported.fault = None
    press(owner)
    assert "last refresh failed" not in text_of(owner.get(reverse("users")))


def test_a_failed_first_refresh_does_not_pretend_to_have_data(sandbox: Sandbox, owner: Client) -> None:
    sandbox.fault = "unauthorized"
    assert "The numbers shown" not in text_of(press(owner))
    assert "Not refreshed yet" in text_of(owner.get(reverse("numbers")))


def test_a_failed_first_refresh_says_why_where_the_numbers_would_be(sandbox: Sandbox, owner: Client) -> None:
    sandbox.fault = "unauthorized"
    press(owner)
    for url in (reverse("overview"), reverse("numbers")):
        text = text_of(owner.get(url))
        assert "No numbers loaded yet" not in text
        assert "No refresh has succeeded yet. The last one failed: Quo refused the API key" in text


def test_a_record_that_cannot_be_read_is_shown_with_its_reason(imported: Sandbox, owner: Client) -> None:
    imported.fault = "wrong-type"
    assert "1 unreadable" in text_of(press(owner))
    text = text_of(owner.get(reverse("refresh", args=[the_refresh().pk])))
    assert "Rejected records 1" in text
    assert "Raw record" in text


def test_a_record_that_breaks_the_contract_is_a_warning(imported: Sandbox, owner: Client) -> None:
    imported.fault = "unknown-restriction"
    assert "1 warning" in text_of(press(owner))
    text = text_of(owner.get(reverse("refresh", args=[the_refresh().pk])))
    assert "neither restricted nor unrestricted" in text


# What makes no sense


@pytest.mark.parametrize(
    ("scope", "target"),
    [
        ("everything", ""),
        ("", ""),
        ("user", ""),
        ("user", "PN1"),
        ("user", "us1"),
        ("number", "US1"),
        ("number", "PN" + "x" * 300),
        ("number", "PN\x001"),
        ("user", "US<script>alert(1)</script>" * 40),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_refresh_of_nonsense_is_refused(scope: str, target: str, headers: dict[str, str], owner: Client) -> None:
    response = press(owner, headers=headers, scope=scope, target=target)
    assert response.status_code == 400
    assert "<script>alert" not in html_of(response)
    assert is_page(response) is not bool(headers)
    assert not Refresh.objects.exists()


# Freshness


def test_every_page_of_cached_data_says_how_fresh_it_is(imported: Sandbox, viewer: Client) -> None:
    number = next(number for number in imported.workspace.numbers if number["users"])
    places = [reverse("number", args=[number["id"]]), reverse("user", args=[number["users"][0]["id"]])]
    for place in places:
        assert "Last refreshed just now" in text_of(viewer.get(place))
    for name in ("numbers", "users", "groups", "changes", "refreshes"):
        assert "Last refreshed just now" in text_of(viewer.get(reverse(name)))


def test_the_age_of_the_data_is_in_words(imported: Sandbox, viewer: Client) -> None:
    let_time_pass(timedelta(minutes=4, seconds=10))
    place = reverse("number", args=[imported.workspace.numbers[0]["id"]])
    text = text_of(viewer.get(place))
    assert "Last refreshed 4 min ago" in text
    assert "out of date" not in text


def test_old_data_is_called_old(imported: Sandbox, viewer: Client, settings: Settings) -> None:
    let_time_pass(timedelta(minutes=settings.QUO_STALE_AFTER + 1))
    assert "Last refreshed 16 min ago, out of date" in text_of(viewer.get(reverse("numbers")))


def test_a_page_may_ask_only_when_the_data_is_due(imported: Sandbox, owner: Client) -> None:
    response = press(owner, due="1")
    assert response.status_code == 204
    let_time_pass(timedelta(hours=1))
    assert "40 checked" in text_of(press(owner, due="1"))


# One under way


def test_one_under_way_is_joined_and_shown_with_its_progress(owner: Client) -> None:
    earlier, now = refresh_with(answer_of([a_number()])), timezone.now()
    Refresh.objects.filter(pk=earlier.pk).update(started_at=now - timedelta(seconds=2000), finished_at=now)
    running = running_refresh()
    assert read(press(owner)).tags[0][1]["hx-get"] == reverse("refresh-status", args=[running.pk])
    Refresh.objects.filter(pk=running.pk).update(
        progress_done=50, progress_total=200, phase="comparing", started_at=now - timedelta(seconds=501)
    )
    response = owner.get(reverse("refresh-status", args=[running.pk]), headers=HTMX)
    page = read(response)
    assert "Refreshing all numbers: Comparing, 50 of 200 records" in page.text
    assert page.tags[0][1]["hx-get"] == reverse("refresh-status", args=[running.pk])
    assert [given["value"] for tag, given in page.tags if tag == "progress"] == ["25"]
    assert "HX-Trigger" not in response
    assert Refresh.objects.filter(state=State.RUNNING).count() == 1


def test_without_javascript_one_under_way_is_followed_on_its_own_page(owner: Client) -> None:
    running = running_refresh()
    response = press(owner, headers={})
    assert response["Location"] == reverse("refresh", args=[running.pk])
    assert 'http-equiv="refresh"' in html_of(owner.get(response["Location"]))


def test_every_page_shows_one_under_way(workspace: object, owner: Client) -> None:
    running = running_refresh()
    assert "Refreshing all numbers: Contacting Quo" in text_of(owner.get(reverse("users")))
    assert reverse("refresh-status", args=[running.pk]) in html_of(owner.get(reverse("users")))


def test_its_status_is_polled_until_its_end(owner: Client) -> None:
    running = running_refresh()
    status = reverse("refresh-status", args=[running.pk])
    assert "HX-Trigger" not in owner.get(status, headers=HTMX)
    Refresh.objects.filter(pk=running.pk).update(state=State.SUCCEEDED, finished_at=timezone.now(), checked=7)
    response = owner.get(status, headers=HTMX)
    assert "7 checked, 0 changed, 0 removed, just now" in text_of(response)
    assert "refreshed" in response["HX-Trigger"]
    assert not is_page(response)


def test_a_status_asked_for_without_htmx_leads_to_the_attempt(owner: Client) -> None:
    running = running_refresh()
    response = owner.get(reverse("refresh-status", args=[running.pk]))
    assert response["Location"] == reverse("refresh", args=[running.pk])


def test_one_whose_worker_died_is_told_by_the_status(owner: Client) -> None:
    running = running_refresh()
    Refresh.objects.filter(pk=running.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))
    text = text_of(owner.get(reverse("refresh-status", args=[running.pk]), headers=HTMX))
    assert "stopped before its end" in text


@pytest.mark.parametrize("name", ["list", "detail"])
def test_one_whose_worker_died_runs_on_no_page(name: str, viewer: Client) -> None:
    running = running_refresh()
    Refresh.objects.filter(pk=running.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))
    url = reverse("refreshes") if name == "list" else reverse("refresh", args=[running.pk])
    page = read(viewer.get(url))
    for form in page.soup.select("#filters"):
        form.decompose()
    text = page.text
    assert "Interrupted" in text
    assert "Running" not in text


def test_one_under_way_can_be_cancelled(owner: Client) -> None:
    running = running_refresh()
    response = owner.post(reverse("refresh-cancel", args=[running.pk]), headers=HTMX)
    assert "Cancelled by owner. Nothing was changed. (just now) Details" in text_of(response)
    running.refresh_from_db()
    assert running.state == State.CANCELLED


def test_without_javascript_cancelling_leads_to_the_attempt(owner: Client) -> None:
    running = running_refresh()
    response = owner.post(reverse("refresh-cancel", args=[running.pk]), follow=True)
    assert response.redirect_chain == [(reverse("refresh", args=[running.pk]), 302)]
    assert "Cancelled by owner" in text_of(response)


def test_one_that_ended_cannot_be_cancelled(owner: Client) -> None:
    ended = refresh_with(answer_of([a_number()]))
    response = owner.post(reverse("refresh-cancel", args=[ended.pk]), follow=True)
    assert "could not be cancelled" in text_of(response)
    ended.refresh_from_db()
    assert ended.state == State.SUCCEEDED


def test_one_cancelled_too_late_says_so_at_once_and_not_on_the_next_page(owner: Client) -> None:
    ended = refresh_with(answer_of([a_number()]))
    response = owner.post(reverse("refresh-cancel", args=[ended.pk]), headers=HTMX)
    assert "could not be cancelled" in text_of(response)
    assert "could not be cancelled" not in text_of(owner.get(reverse("users")))


# One that waits


def queued(waited: timedelta) -> Refresh:
    """A refresh that has waited so long for somebody to run it."""
    requested_at = timezone.now() - waited
    return Refresh.objects.create(scope="workspace", requested_by_name="a test", requested_at=requested_at)


def status_of(client: Client, refresh: Refresh) -> str:
    return text_of(client.get(reverse("refresh-status", args=[refresh.pk]), headers=HTMX))


def test_no_worker_running_is_said_only_where_it_is_so(owner: Client, settings: Settings) -> None:
    settings.TASKS_MODE = "database"
    waiting = queued(timedelta(seconds=45))
    assert "No worker is running." in status_of(owner, waiting)
    Worker.objects.create(name="one", seen_at=timezone.now())
    assert "No worker" not in status_of(owner, waiting)
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    running = Refresh.objects.get(pk=running_refresh(Scope.NUMBER, "PN1").pk)
    assert "No worker" not in status_of(owner, waiting)
    running.delete()
    assert "No worker is running." in status_of(owner, waiting)
    Refresh.objects.filter(pk=waiting.pk).update(requested_at=timezone.now())
    assert "No worker" not in status_of(owner, waiting)


def test_without_workers_one_whose_process_has_ended_is_run_when_its_page_asks(sandbox: Sandbox, owner: Client) -> None:
    waiting = queued(timedelta(minutes=2))
    assert "No worker" not in status_of(owner, waiting)
    assert "40 checked" in status_of(owner, waiting)


def test_looking_writes_nothing(owner: Client, settings: Settings) -> None:
    settings.TASKS_MODE = "database"
    dead = running_refresh(Scope.NUMBER, "PN1")
    Refresh.objects.filter(pk=dead.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))
    waiting = queued(timedelta(seconds=2))
    with CaptureQueriesContext(connection) as queries:
        assert "stopped before its end" in status_of(owner, dead)
        assert "Queued" in status_of(owner, waiting)
        assert "Interrupted" in text_of(owner.get(reverse("refreshes")))
        assert "Interrupted" in text_of(owner.get(reverse("refresh", args=[dead.pk])))
    assert [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))] == []
    assert Refresh.objects.filter(pk=dead.pk, state=State.RUNNING).exists()


def test_one_that_saves_is_given_time(owner: Client) -> None:
    saving = running_refresh()
    Refresh.objects.filter(pk=saving.pk).update(phase="saving", heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert "Saving" in status_of(owner, saving)
    Refresh.objects.filter(pk=saving.pk).update(heartbeat_at=timezone.now() - timedelta(hours=1))
    assert "stopped before its end" in status_of(owner, saving)


@pytest.mark.parametrize("version", GENERATIONS)
def test_its_page_says_which_version_of_quos_api_answered(
    version: str, sandbox: Sandbox, owner: Client, settings: Settings
) -> None:
    settings.QUO_API_VERSION = version
    refresh = request_refresh("workspace", requested_by_name="x")
    assert f", Quo API {version}" in text_of(owner.get(reverse("refresh", args=[refresh.pk])))
