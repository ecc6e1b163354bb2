"""Removals that the guard holds: shown on every page, decided by who may."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inventory.choices import Removals
from inventory.models import PhoneNumber, Refresh, WorkspaceUser
from inventory.quo.records import UserRecord
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import html_of, is_page, read, text_of
from tests.inventory.refreshing.helpers import answer_of, refresh_people, refresh_with


@pytest.fixture
def held(workspace: Workspace) -> Refresh:
    """A refresh that holds the removal of twenty numbers."""
    return refresh_with(answer_of(workspace.numbers[:20]))


def decide(client: Client, held: Refresh, decision: str | None) -> Any:
    fields = {"decision": decision, "confirmed": str(held.held_waiting)} if decision is not None else {}
    return client.post(reverse("refresh-removals", args=[held.pk]), fields, follow=True)


def test_every_page_says_that_removals_wait(held: Refresh, viewer: Client) -> None:
    for name in ("numbers", "users", "groups", "changes", "refreshes"):
        assert "20 removals waiting for a decision." in text_of(viewer.get(reverse(name)))


def test_the_notice_leads_to_those_that_would_be_removed(held: Refresh, workspace: Workspace, viewer: Client) -> None:
    notice = read(viewer.get(reverse("users"))).soup.select_one("#held a")
    assert notice is not None
    page = read(viewer.get(str(notice["href"])))
    listed = {link for link in page.links if link.startswith("/numbers/PN")}
    assert listed == {reverse("number", args=[number["id"]]) for number in workspace.numbers[20:]}


def test_no_page_calls_all_numbers_confirmed_while_removals_are_held(held: Refresh, viewer: Client) -> None:
    overview = viewer.get(reverse("overview"))
    assert "20 of 40 refreshed just now" in text_of(overview)
    assert "Last refreshed" not in text_of(overview)
    assert 'class="freshness waiting"' in html_of(overview)
    listed = viewer.get(reverse("numbers"), {"unverified": "yes"})
    assert "20 of 40" in text_of(listed)
    assert held.held[0] in html_of(listed)
    assert "missing from Quo’s last response" in text_of(viewer.get(reverse("number", args=[held.held[0]])))


def test_a_hold_that_a_later_refresh_settled_says_how_many_it_held(
    held: Refresh, workspace: Workspace, viewer: Client
) -> None:
    later = refresh_with(answer_of(workspace.numbers))
    assert f"20 removals: settled by refresh {later.pk}" in text_of(viewer.get(reverse("refresh", args=[held.pk])))
    assert "Last refreshed just now" in text_of(viewer.get(reverse("overview")))


def test_nothing_is_removed_before_somebody_decides(held: Refresh, viewer: Client) -> None:
    assert "40 of 40" in text_of(viewer.get(reverse("numbers")))


def test_its_page_lists_them_and_offers_both_ways(held: Refresh, workspace: Workspace, owner: Client) -> None:
    response = owner.get(reverse("refresh", args=[held.pk]))
    text = text_of(response)
    assert "20 removals: held" in text
    assert "Remove 20 numbers" in text
    assert "Keep them" in text
    for number in workspace.numbers[20:]:
        assert reverse("number", args=[number["id"]]) in response.content.decode()


def test_who_may_not_decide_is_told_so(held: Refresh, viewer: Client) -> None:
    text = text_of(viewer.get(reverse("refresh", args=[held.pk])))
    assert "Only an administrator can decide this." in text
    assert "Remove 20" not in text


def test_accepting_removes_them(held: Refresh, owner: Client) -> None:
    response = decide(owner, held, "accept")
    assert response.redirect_chain == [(reverse("refresh", args=[held.pk]), 302)]
    assert "20 numbers removed. Their history stays." in text_of(response)
    assert "20 removals: accepted by owner" in text_of(response)
    assert PhoneNumber.objects.current().count() == 20
    assert "20 of 20" in text_of(owner.get(reverse("numbers")))


@pytest.mark.parametrize("confirmed", ["", "19", "yes"])
def test_removing_many_numbers_takes_a_confirmation(confirmed: str, held: Refresh, owner: Client) -> None:
    where = reverse("refresh-removals", args=[held.pk])
    page = read(owner.post(where, {"decision": "accept", "confirmed": confirmed}))
    assert "Remove 20 numbers?" in page.text
    assert PhoneNumber.objects.current().count() == 40
    form = page.soup.select_one(f'main form[action="{where}"]')
    assert form is not None
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input, button")}
    owner.post(where, sent)
    assert PhoneNumber.objects.current().count() == 20


def test_dismissing_keeps_them(held: Refresh, owner: Client) -> None:
    assert "Kept. Nothing was removed." in text_of(decide(owner, held, "dismiss"))
    assert PhoneNumber.objects.current().count() == 40
    assert "waiting for a decision" not in text_of(owner.get(reverse("numbers")))


@pytest.mark.parametrize("decision", [None, "", "maybe", "ACCEPT", "\x00"])
def test_another_decision_is_none(decision: str | None, held: Refresh, owner: Client) -> None:
    response = decide(owner, held, decision)
    assert response.status_code == 400
    assert is_page(response)
    held.refresh_from_db()
    assert held.removals == Removals.HELD


def test_what_was_decided_stays_decided(held: Refresh, owner: Client) -> None:
    decide(owner, held, "dismiss")
    assert "settled meanwhile" in text_of(decide(owner, held, "accept"))
    assert PhoneNumber.objects.current().count() == 40


def test_held_users_are_listed_and_removed(workspace: Workspace, owner: Client) -> None:
    everybody = [user["id"] for number in workspace.numbers for user in number["users"]]
    refresh_people([*everybody, *(UserRecord(f"USgone{place}") for place in range(20))])
    held = refresh_people(everybody)
    page = owner.get(reverse("refresh", args=[held.pk]))
    assert "20 users are missing from Quo’s response." in text_of(page)
    assert {reverse("user", args=[id]) for id in held.held_users} <= {*read(page).links}
    asked = owner.post(reverse("refresh-removals", args=[held.pk]), {"decision": "accept"})
    assert "Remove 20 users?" in text_of(asked)
    assert "20 users removed. Their history stays." in text_of(decide(owner, held, "accept"))
    gone = WorkspaceUser.objects.removed().values_list("id", flat=True)
    assert {*gone} == {f"USgone{place}" for place in range(20)}
    lines = text_of(owner.get(reverse("changes"), {"kind": "user-removed", "refresh": str(held.pk)}))
    assert "USgone7 was removed from the workspace" in lines
