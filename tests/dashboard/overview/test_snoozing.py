"""Attention items that are snoozed: by whom, until when, and what ends it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dashboard.audit.models import AuditEntry
from dashboard.overview import snoozing
from dashboard.overview.models import Note, Snooze
from dashboard.overview.snoozing import snooze_choices
from inventory.choices import State
from inventory.models import CacheState, PhoneNumber
from inventory.quo.records import A2PMessage, A2PRecord
from inventory.reports import attention
from tests.dashboard.reading import read, text_of
from tests.inventory.refreshing.helpers import (
    REGIONS,
    a_number,
    a_user,
    answer_of,
    let_time_pass,
    refresh_with,
    some_numbers,
)

from .test_overview import failed_refresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def unassigned(db: None) -> None:
    """Two numbers without a user, and one that has two."""
    none: dict[str, Any] = {"users": []}
    refresh_with(answer_of([a_number("PN1", **none), a_number("PN2", **none), a_number("PN3", users=two_users())]))


def two_users() -> list[dict[str, Any]]:
    return [a_user(), a_user("US2")]


def snooze(client: Client, item: str = "unassigned", until: str = "tomorrow", **more: str) -> str:
    """Snoozes it by the form on the overview, as far as there is one, and returns where that leads."""
    fields = {"item": item, "until": until} | more
    response = client.post(reverse("snooze"), fields if "seen" in more else fields | {"seen": seen(client, item)})
    assert response.status_code == 302
    return str(response["Location"])


def told(client: Client, item: str = "unassigned", until: str = "tomorrow", **more: str) -> str:
    """What the page says that follows a snooze."""
    return text_of(client.get(snooze(client, item, until, **more)))


def seen(client: Client, item: str) -> str:
    for form in read(client.get(reverse("overview"))).soup.select(f"form[action='{reverse('snooze')}']"):
        fields = {field["name"]: field.get("value", "") for field in form.select("input")}
        if fields["item"] == item:
            return str(fields["seen"])
    return ""


def lists(client: Client) -> tuple[list[str], list[str]]:
    """What needs attention, and what is snoozed: the titles."""
    card = read(client.get(reverse("overview"))).soup.select("section[aria-labelledby=h-attention]")[0]
    awake = [each.get_text() for each in card.select("section > .attention strong")]
    return awake, [each.get_text() for each in card.select(".snoozed strong")]


def audited() -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.filter(action__in=("snooze", "unsnooze", "note")).order_by("pk")
    return list(entries.values_list("who", "action", "detail"))


def at_midnight(days: int) -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)


# Snoozing and waking


def test_an_item_is_hidden_from_everybody_until_it_is_woken(unassigned: None, admin: Client, viewer: Client) -> None:
    page = told(admin, note="Ordered for the new office")
    assert "Snoozed until" in page
    assert lists(viewer) == ([], ["2 numbers are unassigned"])
    shown = text_of(viewer.get(reverse("overview")))
    assert "Needs attention 0 Nothing else needs attention. 1 snoozed" in shown
    assert "Snoozed by ada just now, until" in shown
    assert "“Ordered for the new office”" in shown
    admin.post(reverse("unsnooze"), {"item": "unassigned"})
    assert lists(viewer) == (["2 numbers are unassigned"], [])
    (_, _, snoozed), (_, _, woken) = audited()
    assert [(who, action) for who, action, _ in audited()] == [("ada", "snooze"), ("ada", "unsnooze")]
    assert snoozed.startswith("“2 numbers are unassigned” until ")
    assert snoozed.endswith(": Ordered for the new office")
    assert woken == "“unassigned”"


def test_a_viewer_snoozes_and_wakes_nothing(unassigned: None, admin: Client, viewer: Client) -> None:
    assert "Snooze" not in text_of(viewer.get(reverse("overview")))
    assert viewer.post(reverse("snooze"), {"item": "unassigned", "until": "tomorrow"}).status_code == 403
    snooze(admin)
    assert viewer.post(reverse("unsnooze"), {"item": "unassigned"}).status_code == 403
    assert Snooze.objects.count() == 1


# Until a day


def test_it_wakes_at_the_start_of_its_day_whatever_happens(unassigned: None, admin: Client) -> None:
    snooze(admin)
    assert Snooze.objects.get().until == at_midnight(1)
    refresh_with(answer_of([a_number("PN1", users=[]), a_number("PN3", users=two_users())]))
    assert lists(admin) == ([], ["1 number is unassigned"])
    Snooze.objects.update(until=timezone.now())  # as if the day had come
    assert lists(admin) == (["1 number is unassigned"], [])


def test_what_comes_later_is_shown_and_what_was_seen_is_not(unassigned: None, admin: Client) -> None:
    snooze(admin)
    refresh_with(answer_of([a_number(id, users=[]) for id in ("PN1", "PN2", "PN4", "PN5")]))
    assert lists(admin) == (["2 numbers are unassigned"], ["4 numbers are unassigned"])
    page = read(admin.get(reverse("overview")))
    assert "2 more since it was snoozed." in page.text
    link = next(str(row["href"]) for row in page.soup.select(".attention .row") if "id=" in str(row["href"]))
    listed = read(admin.get(link)).soup.select("tbody th a")
    assert [str(row["href"])[-4:-1] for row in listed] == ["PN4", "PN5"]
    snooze(admin, day=at_midnight(9).date().isoformat())  # those, too
    assert lists(admin) == ([], ["4 numbers are unassigned"])
    assert Snooze.objects.get().until == at_midnight(9)


def test_a_failed_port_after_a_snooze_is_shown(admin: Client) -> None:
    failed = a_number(portingStatus="rejected", users=two_users())
    refresh_with(answer_of([failed]))
    snooze(admin, "ports-failed")
    another = a_number("PN2", portingStatus="failed", users=two_users())
    refresh_with(answer_of([failed, another]))
    assert lists(admin)[0] == ["1 port was rejected or failed"]
    refresh_with(answer_of([failed | {"portingStatus": "failed"}, another]))
    assert lists(admin)[0] == ["2 ports were rejected or failed"], "in another state it is another one"


def test_removals_that_are_held_after_a_snooze_are_shown(admin: Client) -> None:
    refresh_with(answer_of(some_numbers(30)))
    refresh_with(answer_of(some_numbers(4)))
    snooze(admin, "removals-held")
    refresh_with(answer_of(some_numbers(2)))
    assert "2 removals waiting for a decision" in lists(admin)[0]
    assert lists(admin)[1] == ["28 removals waiting for a decision"]


def test_what_goes_and_comes_again_is_new(unassigned: None, admin: Client) -> None:
    snooze(admin)
    for users in (two_users(), []):
        refresh_with(answer_of([a_number("PN1", users=[]), a_number("PN2", users=users)]))
    assert lists(admin) == (["1 number is unassigned"], ["2 numbers are unassigned"])


def test_another_failure_is_shown_though_one_is_snoozed(admin: Client) -> None:
    refresh_with(answer_of([a_number(users=two_users())]))
    failed = failed_refresh()
    snooze(admin, "refresh-failed")
    failed_refresh()
    assert lists(admin)[0] == [], "the same again"
    failed.pk, failed.error_summary, failed.finished_at = None, "Quo refused the API key.", timezone.now()
    failed.save()
    assert lists(admin)[0] == ["The last refresh failed"]
    row = read(admin.get(reverse("overview"))).soup.select(".attention .row")[0]
    assert row["href"] == reverse("refresh", args=[failed.pk])


def test_a_day_ends_early_where_the_registration_changes(admin: Client) -> None:
    blocked = a_number(
        users=two_users(), restrictions={"calling": REGIONS, "messaging": REGIONS | {"US": "restricted"}}
    )
    refresh_with(answer_of([blocked]))
    snooze(admin, "cannot-text-us")
    CacheState.objects.update(a2p_status="rejected")
    assert lists(admin)[0] == ["1 number cannot text the US"]


@pytest.mark.parametrize(("today", "monday"), [("2026-11-28", True), ("2026-11-29", False), ("2026-11-30", True)])
def test_monday_is_offered_once(today: str, monday: bool) -> None:
    offered = snooze_choices(date.fromisoformat(today))
    assert (offered["next_monday"] is not None) == monday


# Notes


def test_a_note_hides_nothing_says_who_and_when_and_goes_when_the_item_does(
    unassigned: None,
    admin: Client,
    owner: Client,
    viewer: Client,
) -> None:
    assert "The note is kept." in told(admin, until="no", note="Ada looks into it")
    assert lists(viewer) == (["2 numbers are unassigned"], [])
    assert "“Ada looks into it” ada, just now" in text_of(viewer.get(reverse("overview")))
    snooze(owner)
    assert "“Ada looks into it” ada, just now" in text_of(viewer.get(reverse("overview"))), "a snooze keeps it"
    refresh_with(answer_of([a_number("PN1", users=[], name="New"), a_number("PN2", users=[])]))
    assert Note.objects.exists()
    refresh_with(answer_of([a_number(users=two_users())]))
    assert not Note.objects.exists()
    assert audited()[0] == ("ada", "note", "“unassigned”: Ada looks into it")


def test_a_note_on_the_data_goes_with_the_refresh_that_mends_it(admin: Client) -> None:
    refresh_with(answer_of([a_number(users=two_users())]))
    let_time_pass(timedelta(hours=3))
    snooze(admin, "data-out-of-date", until="no", note="Quo is down")
    refresh_with(answer_of([a_number(users=two_users())]))  # which changes nothing
    assert not Note.objects.exists()


def test_an_empty_note_takes_it_away(unassigned: None, admin: Client, viewer: Client) -> None:
    snooze(admin, until="no", note="Mine")
    snooze(admin, until="no", note=" ")
    assert not Note.objects.exists()
    assert viewer.post(reverse("snooze"), {"item": "unassigned", "until": "no", "note": "x"}).status_code == 403
    assert "This no longer needs attention." in told(admin, "nonsense", "no", note="x")


def test_next_week_begins_on_monday(unassigned: None, admin: Client) -> None:
    snooze(admin, until="next-week")
    until = timezone.localtime(Snooze.objects.get().until)
    assert until.weekday() == 0
    assert timedelta(0) < until - timezone.now() <= timedelta(days=7)


def test_a_day_counts_more_than_what_else_is_chosen(unassigned: None, admin: Client) -> None:
    snooze(admin, until="change", day=at_midnight(40).date().isoformat())
    assert Snooze.objects.get().until == at_midnight(40)


def test_a_day_that_cannot_be_is_refused(unassigned: None, admin: Client) -> None:
    form = seen(admin, "unassigned")
    for day, words in (
        ("2020-01-01", "Choose a day after today."),
        ("today", "This is no date."),
        ("2026-02-30", "This is no date."),
        ("9999-12-31", "at most."),
        ("\x00", "This is no date."),
        ("1" * 10_000, "This is no date."),
    ):
        assert words in told(admin, seen=form, day=day), day[:20]
    assert not Snooze.objects.exists()
    assert audited() == []


def test_today_is_too_early_and_a_choice_is_needed(unassigned: None, admin: Client) -> None:
    form = seen(admin, "unassigned")
    assert "Choose a day after today." in told(admin, seen=form, day=timezone.localdate().isoformat())
    for until in ("", "doomsday"):
        assert "Choose until when to snooze it." in told(admin, until=until, seen=form)


# Until it changes


def test_it_wakes_when_what_it_counts_changes(unassigned: None, admin: Client) -> None:
    snooze(admin, until="change")
    refresh_with(answer_of([a_number(id, users=[], name="New") for id in ("PN1", "PN2")]))
    assert lists(admin) == ([], ["2 numbers are unassigned"])
    refresh_with(answer_of([a_number("PN1", users=[]), a_number("PN2"), a_number("PN4", users=[])]))
    assert lists(admin) == (["2 numbers are unassigned"], []), "as many as before, but others"


def test_a_port_that_goes_on_is_a_change(admin: Client) -> None:
    refresh_with(answer_of([a_number(portingStatus="rejected", users=two_users())]))
    snooze(admin, "ports-failed", "change")
    assert lists(admin)[1] == ["1 port was rejected or failed"]
    refresh_with(answer_of([a_number(portingStatus="failed", users=two_users())]))
    assert lists(admin)[0] == ["1 port was rejected or failed"]


def test_a_port_that_stalls_meanwhile_is_a_change(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time does it: the cache stays as it is."""
    numbers = [a_number(id, portingStatus="pending", users=two_users()) for id in ("PN1", "PN2")]
    refresh_with(answer_of(numbers))
    PhoneNumber.objects.filter(pk="PN1").update(porting_since=timezone.now() - timedelta(days=14))
    PhoneNumber.objects.filter(pk="PN2").update(porting_since=timezone.now() - timedelta(days=9))
    snooze(admin, "ports-stalled", "change")
    assert lists(admin)[1] == ["1 port stalled for 10 days or more"]
    monkeypatch.setattr(attention, "stalled_before", lambda: timezone.now() - timedelta(days=8))  # two days later
    assert lists(admin)[0] == ["2 ports stalled for 10 days or more"]


def test_what_changes_and_changes_back_stays_awake(unassigned: None, admin: Client) -> None:
    snooze(admin, until="change")
    refresh_with(answer_of([a_number("PN1", users=[]), a_number("PN2"), a_number("PN3", users=two_users())]))
    assert not Snooze.objects.exists()
    assert audited()[-1] == ("", "unsnooze", "“unassigned”, snoozed by ada, as it has changed")
    refresh_with(answer_of([a_number("PN1", users=[]), a_number("PN2", users=[]), a_number("PN3", users=two_users())]))
    assert lists(admin)[0][0] == "2 numbers are unassigned"


def test_a_refresh_whose_end_is_not_kept_wakes_nothing(
    unassigned: None, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are one transaction: a process that is killed leaves the snooze as it was, and so does the next refresh."""
    snooze(admin, until="change")
    changed = answer_of([a_number("PN1", users=[]), a_number("PN2"), a_number("PN3", users=two_users())])
    with transaction.atomic():
        refresh_with(changed)
        assert not Snooze.objects.exists()
        transaction.set_rollback(True)
    assert Snooze.objects.exists()


def test_a_fault_of_snoozing_is_none_of_the_refresh(
    unassigned: None, admin: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    snooze(admin, until="change")

    def broken(*_: object) -> None:
        Snooze.objects.create(item="unassigned", by="twice")

    monkeypatch.setattr(snoozing, "all_conditions", broken)
    assert refresh_with(answer_of([a_number(users=two_users())])).state == State.SUCCEEDED
    assert "the snoozes could not follow a refresh" in caplog.text


def test_a_registration_that_changes_and_changes_back_stays_awake(admin: Client) -> None:
    """Only what Quo says of the workspace changes: the numbers stay as they are."""
    blocked = a_number(
        users=two_users(), restrictions={"calling": REGIONS, "messaging": REGIONS | {"US": "restricted"}}
    )
    refresh_with(answer_of([blocked]))

    def registration(status: str) -> None:
        refresh_with(replace(answer_of([blocked]), a2p=A2PRecord("A", status, status_messages=(A2PMessage("E1"),))))

    registration("rejected")
    snooze(admin, "cannot-text-us", "change")
    registration("rejected")
    assert lists(admin)[1] == ["1 number cannot text the US"]
    registration("pending")
    assert not Snooze.objects.exists()
    registration("rejected")
    assert lists(admin)[0] == ["1 number cannot text the US"]


def test_a_refresh_that_changes_something_else_wakes_nothing(unassigned: None, admin: Client) -> None:
    snooze(admin, until="change")
    refresh_with(answer_of([a_number("PN1", users=[], name="New"), a_number("PN2", users=[])]))
    assert lists(admin)[1] == ["2 numbers are unassigned"]


def test_who_waits_for_a_change_waits_for_one_of_what_was_seen(unassigned: None, admin: Client) -> None:
    before = seen(admin, "unassigned")
    refresh_with(answer_of([a_number(id, users=[]) for id in ("PN1", "PN2", "PN4")]))
    page = told(admin, until="change", seen=before)
    assert "The numbers have changed meanwhile. It is now: 3 numbers are unassigned." in page
    assert not Snooze.objects.exists()


# What is wrong with the data


@pytest.mark.parametrize("item", ["refresh-failed", "data-out-of-date", "removals-held"])
def test_the_data_itself_is_snoozed_until_a_day_only(item: str, admin: Client) -> None:
    refresh_with(answer_of(some_numbers(30, users=two_users())))
    if item == "removals-held":
        refresh_with(answer_of(some_numbers(4, users=two_users())))
    if item == "data-out-of-date":
        let_time_pass(timedelta(hours=3))
    if item == "refresh-failed":
        failed_refresh()
    assert len(lists(admin)[0]) == 1
    assert "Until it changes" not in text_of(admin.get(reverse("overview")))
    form = seen(admin, item)
    assert "This can be snoozed until a day only." in told(admin, item, "change", seen=form)
    assert "at most." in told(admin, item, seen=form, day=at_midnight(32).date().isoformat())
    assert not Snooze.objects.exists()
    snooze(admin, item, day=at_midnight(31).date().isoformat())
    assert [len(titles) for titles in lists(admin)] == [0, 1]


# Bad input


def test_an_item_that_is_gone_is_said(unassigned: None, admin: Client) -> None:
    for item in ("", "left-with-one-user", "nonsense", "\x00", "x" * 10_000):
        assert "This no longer needs attention." in told(admin, item, seen="")
        response = admin.post(reverse("unsnooze"), {"item": item}, follow=True)
        assert "It is no longer snoozed." in text_of(response)
    assert audited() == []


def test_a_note_is_text(unassigned: None, admin: Client) -> None:
    assert "A note has at most 500 characters." in told(admin, note="x" * 10_000)
    assert not Snooze.objects.exists()
    snooze(admin, note="\x00<script>alert(1)</script>\x00")
    assert Note.objects.get().text == "<script>alert(1)</script>"
    assert "“<script>alert(1)</script>”" in text_of(admin.get(reverse("overview")))


def test_who_comes_second_is_told_who_was_first(unassigned: None, admin: Client, owner: Client) -> None:
    form = seen(owner, "unassigned")
    snooze(admin, note="Mine")
    assert "ada has snoozed it already, until" in told(owner, until="next-week", seen=form, note="Also mine")
    assert Note.objects.get().text == "Mine"
    assert [who for who, *_ in audited()] == ["ada"]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_snoozes_it(unassigned: None, admin: Client, owner: Client) -> None:
    form, together, answers = seen(admin, "unassigned"), Barrier(2), []

    def post(client: Client) -> None:
        together.wait()
        fields = {"item": "unassigned", "until": "tomorrow", "seen": form}
        answers.append(client.post(reverse("snooze"), fields).status_code)
        connection.close()

    threads = [Thread(target=post, args=[client]) for client in (admin, owner)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Snooze.objects.count() == 1
    assert [action for _, action, _ in audited()] == ["snooze"]


def test_a_snooze_that_is_over_makes_room_for_another(unassigned: None, admin: Client, owner: Client) -> None:
    snooze(admin)
    Snooze.objects.update(until=timezone.now())
    snooze(owner, until="change")
    assert Snooze.objects.get().by == "owner"
    assert lists(admin)[1] == ["2 numbers are unassigned"]


def test_waiting_for_a_change_costs_no_query_once_it_is_known(
    unassigned: None, admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lists(admin)
    with CaptureQueriesContext(connection) as without:
        lists(admin)
    as_before = len(without)
    told(admin, until="change")
    with django_assert_num_queries(as_before):
        lists(admin)
