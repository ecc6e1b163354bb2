"""One number's page and its rows in lists: what Quo said, field by field."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inventory.choices import ChangeKind
from inventory.models import Change, PhoneNumber, Refresh
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import HTMX, Reader, html_of, read, text_of
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, let_time_pass, refresh_with

WAYS = [
    (use, region, noun, place)
    for use, noun in (("calling", "Calling"), ("messaging", "Messaging"))
    for region, place in (("US", "the US"), ("CA", "Canada"), ("Intl", "international numbers"))
]


def page_of(client: Client, id: str, spoken: bool = True) -> Reader:
    return read(client.get(reverse("number", args=[id])), spoken)


def show(client: Client, **fields: Any) -> Reader:
    """The page of a number that Quo describes so."""
    refresh_with(answer_of([a_number(**fields)]))
    return page_of(client, "PN1")


def written_times(page: Reader) -> list[str]:
    return [given["datetime"] for tag, given in page.tags if tag == "time"]


def test_the_page_shows_what_the_api_said(workspace: Workspace, viewer: Client) -> None:
    for record in workspace.numbers[::3]:
        response = viewer.get(reverse("number", args=[record["id"]]))
        check_page(read(response, spoken=True), record)
        seen = text_of(response)
        assert (record["symbol"] or "") in seen
        assert f'"id": "{record["id"]}"' in seen


def check_page(page: Reader, record: dict[str, Any]) -> None:
    facts = page.facts
    assert record["name"] in page.text
    assert facts["Number"] == record["number"]
    assert facts["Quo’s format"] == (record["formattedNumber"] or "–")
    assert facts["Group"] == record["groupId"]
    assert facts["Quo ID"] == record["id"]
    for user in record["users"]:
        full_name = f"{user['firstName'] or ''} {user['lastName'] or ''}".strip() or user["email"]
        row = next(row for row in page.rows if row[0].startswith(full_name) and row[2] == user["groupId"])
        assert user["email"] in row[0]
        assert row[1] == user["role"].capitalize()
    assert ("Unassigned." in page.text) is (not record["users"])
    assert ("Not forwarding." in page.text) is (record["forward"] is None)
    assert ("Not porting." in page.text) is (record["portingStatus"] is None)
    if record["forward"]:
        assert record["forward"] in page.text
    if record["portingStatus"]:
        assert facts["Status"] == record["portingStatus"].replace("-", " ").capitalize()
        assert facts["Port request"] == record["portRequestId"]
    for column in ("createdAt", "updatedAt"):
        moment = datetime.fromisoformat(record[column].strip(" '"))
        assert moment.isoformat(timespec="seconds") in written_times(page)
    rows = {row[0]: row[1:] for row in page.rows if row[0] in ("Calling", "Messaging")}
    for use, heading in (("calling", "Calling"), ("messaging", "Messaging")):
        said = [record["restrictions"][use][region].capitalize() for region in ("US", "CA", "Intl")]
        assert rows[heading] == said


def test_the_row_in_the_list_shows_what_the_api_said(workspace: Workspace, viewer: Client) -> None:
    """As a screen reader says it."""
    page = read(viewer.get(reverse("numbers"), {"per_page": 100}), spoken=True)
    rows = {str(row["href"]): page.text_of(row.find_parent("tr")) for row in page.soup.select("tbody th a")}
    assert len(rows) == 40
    for record in workspace.numbers[::3]:
        row = rows[reverse("number", args=[record["id"]])]
        assert record["name"][:59] in row
        assert (record["formattedNumber"] or record["number"])[-4:] in row
        for use, region, noun, where in WAYS:
            assert f"{noun} {where}: {record['restrictions'][use][region]}." in row
        for user in record["users"]:
            assert (user["lastName"] or user["firstName"] or user["email"]) in row
        assert ("unassigned" in row) is (not record["users"])
        assert ("not porting" in row) is (record["portingStatus"] is None)
        if record["portingStatus"]:
            assert record["portingStatus"].replace("-", " ").capitalize() in row


@pytest.mark.parametrize(("use", "region", "noun", "where"), WAYS)
def test_a_restriction_is_readable_without_colour(use: str, region: str, noun: str, where: str, viewer: Client) -> None:
    open_ways = {"US": "unrestricted", "CA": "unrestricted", "Intl": "unrestricted"}
    restrictions = {"calling": dict(open_ways), "messaging": dict(open_ways)}
    restrictions[use][region] = "restricted"
    refresh_with(answer_of([a_number(restrictions=restrictions)]))
    spoken = read(viewer.get(reverse("numbers")), spoken=True).text
    assert f"{noun} {where}: restricted." in spoken
    assert spoken.count(": restricted.") == 1
    struck = read(viewer.get(reverse("numbers"))).soup.select(".ways i[class]")
    assert [tag.text for tag in struck] == [region]  # and its group says so, above


@pytest.mark.parametrize("restrictions", [None, {}, {"calling": None, "messaging": None}])
def test_restrictions_that_quo_leaves_out_are_not_guessed(restrictions: Any, viewer: Client) -> None:
    page = show(viewer, restrictions=restrictions)
    assert "nrestricted" not in " ".join(" ".join(row) for row in page.rows[:3])
    listed = read(viewer.get(reverse("numbers")), spoken=True).text
    assert listed.count("Quo did not say.") == 6


def test_an_unknown_restriction_shows_as_it_came(viewer: Client) -> None:
    ways = {"US": "limited", "CA": "unrestricted", "Intl": "restricted"}
    page = show(viewer, restrictions={"calling": ways, "messaging": ways})
    assert "limited" in " ".join(" ".join(row) for row in page.rows)
    assert "Calling the US: limited." in read(viewer.get(reverse("numbers")), spoken=True).text


def test_a_number_without_a_port_plainly_says_so(viewer: Client) -> None:
    page = show(viewer, portingStatus=None, portRequestId=None)
    assert "Not porting." in page.text
    assert "Status" not in page.facts


def test_a_port_without_a_request_says_what_is_missing(viewer: Client) -> None:
    page = show(viewer, portingStatus="pending", portRequestId=None)
    assert (page.facts["Status"], page.facts["Port request"]) == ("Pending", "Quo gives none")
    assert "Not porting." not in page.text


def test_a_request_without_a_status_is_a_port_too(viewer: Client) -> None:
    page = show(viewer, portingStatus=None, portRequestId="abc123")
    assert (page.facts["Status"], page.facts["Port request"]) == ("Quo gives none", "abc123")
    assert "Requested" in read(viewer.get(reverse("numbers"))).text


def test_a_status_nobody_has_heard_of_shows_as_it_came(viewer: Client) -> None:
    assert show(viewer, portingStatus="awaiting_the_moon").facts["Status"] == "Awaiting the moon"


def change(refresh: Refresh, count: int, **fields: str) -> None:
    """So many later changes of the number PN1."""
    one = Change(refresh=refresh, at=timezone.now(), kind=ChangeKind.NUMBER_CHANGED, number_id="PN1", **fields)
    Change.objects.bulk_create([copy(one) for _ in range(count)])


def steps(client: Client) -> list[list[str]]:
    """The rows of the port's steps."""
    page = page_of(client, "PN1")
    return [[page.text_of(cell) for cell in row.select("th, td")] for row in page.soup.select(".steps tbody tr")]


@pytest.mark.parametrize(("updated", "first"), [(47, "16 d"), (None, "at least 9 d")])
def test_a_port_tells_its_steps_and_how_long_each_took(updated: int | None, first: str, viewer: Client) -> None:
    """The first began where the list said so: when Quo had last updated the number as it was first seen."""
    updated_at = updated and (timezone.now() - timedelta(days=updated)).isoformat()
    refresh_with(answer_of([a_number(portingStatus="draft", updatedAt=updated_at)]))
    assert steps(viewer) == [], "one status is no history"
    for status in ("submitted", "rejected", "submitted"):
        refresh_with(answer_of([a_number(portingStatus=status)]))
    let_time_pass(timedelta(days=40))
    now = timezone.now()
    for days, change_of_status in zip((3, 10, 31), Change.objects.filter(field="porting_status"), strict=True):
        Change.objects.filter(pk=change_of_status.pk).update(at=now - timedelta(days=days))
    PhoneNumber.objects.update(porting_since=now - timedelta(days=3))
    assert [(status, length) for status, _, length in steps(viewer)] == [
        ("Submitted", "3 d so far"), ("Rejected", "7 d"), ("Submitted", "21 d"), ("Draft", first),
    ]  # fmt: skip
    assert steps(viewer)[-1][1].startswith("first seen ") == (updated is None)


def test_the_last_step_of_a_removed_number_ends_with_it(viewer: Client) -> None:
    refresh_with(answer_of([a_number(portingStatus="draft"), a_number("PN2")]))
    refresh_with(answer_of([a_number(portingStatus="submitted"), a_number("PN2")]))
    refresh_with(answer_of([a_number("PN2")]))
    PhoneNumber.objects.filter(pk="PN1").update(porting_since=timezone.now() - timedelta(days=9))
    PhoneNumber.objects.filter(pk="PN1").update(removed_at=timezone.now() - timedelta(days=4))
    assert steps(viewer)[0][2] == "5 d"


def test_the_latest_steps_are_told_however_much_else_has_changed_since(viewer: Client) -> None:
    refresh_with(answer_of([a_number(portingStatus="draft")]))
    moved = refresh_with(answer_of([a_number(portingStatus="submitted")]))
    change(moved, 60, field="name", old="A", new="B")
    assert [status for status, *_ in steps(viewer)] == ["Submitted", "Draft"]
    assert "Earlier ones" not in page_of(viewer, "PN1").text
    change(moved, 20, field="porting_status", old="submitted", new="pending")
    assert len(steps(viewer)) == 20
    assert "at least" not in page_of(viewer, "PN1").text
    assert "Earlier ones are among all its changes." in page_of(viewer, "PN1").text
    link = next(link for link in page_of(viewer, "PN1").links if "kind=number-changed" in link)
    assert "of 81" in read(viewer.get(link)).text


def test_what_quo_leaves_out_is_said(viewer: Client) -> None:
    page = show(viewer, name=None, users=[], createdAt=None, updatedAt=None, groupId=None, formattedNumber=None)
    assert "No name" in page.text
    assert "Unassigned." in page.text
    assert page.facts["Created"] == page.facts["Updated"] == "Quo did not say"
    assert page.facts["Group"] == "–"


def test_a_person_without_names_is_known_by_email_or_id(viewer: Client) -> None:
    nameless = [
        a_user("US1", firstName=None, lastName=None, email="someone@example.com", role=None),
        a_user("US2", firstName=None, lastName=None, email=None, groupId=None),
    ]
    page = show(viewer, users=nameless)
    assert next(row for row in page.rows if row[0].startswith("someone@example.com"))[1:] == ["", "GR1"]
    assert next(row for row in page.rows if row[0] == "US2")[1:] == ["Member", "–"]


def test_group_mates_are_named(viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2", name="Its mate"), a_number("PN3", groupId="GR2")]))
    page = page_of(viewer, "PN1")
    assert "Its mate" in page.text
    assert "Line PN3" not in page.text
    assert reverse("number", args=["PN2"]) in page.links


def test_a_group_too_big_for_the_page_is_linked(viewer: Client) -> None:
    refresh_with(answer_of([a_number(f"PN{place}") for place in range(21)]))
    assert "All numbers of the group" not in page_of(viewer, "PN1").text
    refresh_with(answer_of([a_number(f"PN{place}") for place in range(22)]))
    assert "All numbers of the group" in page_of(viewer, "PN1").text


def test_everything_on_the_page_leads_somewhere(workspace: Workspace, viewer: Client) -> None:
    for link in set(page_of(viewer, workspace.numbers[0]["id"]).links):
        if link.startswith("/"):
            assert viewer.get(link, follow=True).status_code == 200


def test_the_raw_record_is_as_quo_sent_it(viewer: Client) -> None:
    refresh_with(answer_of([a_number() | {"somethingNew": [1, {"a": None}]}]))
    assert "somethingNew" in page_of(viewer, "PN1").text


def test_the_refresh_button_names_this_number(workspace: Workspace, owner: Client) -> None:
    id = workspace.numbers[0]["id"]
    page = page_of(owner, id)
    fields = {given["name"]: given["value"] for tag, given in page.tags if tag == "input" and "value" in given}
    assert (fields["scope"], fields["target"]) == ("number", id)
    assert "Refresh this number" in page.text


def test_the_fragment_can_replace_itself_after_a_refresh(workspace: Workspace, owner: Client) -> None:
    address = reverse("number", args=[workspace.numbers[0]["id"]])
    part = html_of(owner.get(address, headers=HTMX))
    assert f'hx-get="{address}"' in part
    assert "refreshed from:body" in part


def test_a_warning_stays_until_a_record_without_it_comes(viewer: Client) -> None:
    odd = a_number("PN1", restrictions={"calling": {"US": "limited", "CA": "restricted", "Intl": "restricted"}})
    other = a_number("PN2", number="+12025550102")
    for _ in range(2):
        refresh_with(answer_of([odd, other]))
        page = page_of(viewer, "PN1")
        assert "restrictions.calling.US limited neither restricted nor unrestricted" in page.text
    assert "1 number has warnings" in text_of(viewer.get(reverse("overview")))
    assert "1 of 2" in text_of(viewer.get(reverse("numbers"), {"warnings": "yes"}))
    assert "Warnings" not in page_of(viewer, "PN2").text
    refresh_with(answer_of([a_number("PN1"), other]))
    assert "Warnings" not in page_of(viewer, "PN1").text
    assert "warnings" not in text_of(viewer.get(reverse("overview")))


def test_a_number_whose_record_could_not_be_read_is_not_called_confirmed(viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2", number="+12025550102")]))
    let_time_pass(timedelta(minutes=5))
    refresh_with(answer_of([a_number("PN1"), a_number("PN2", name=42)]))
    assert "Last refreshed just now" in page_of(viewer, "PN1").text
    assert "Last refreshed 5 min ago, missing from Quo’s last response" in page_of(viewer, "PN2").text
    assert "1 of 2 refreshed just now" in text_of(viewer.get(reverse("overview")))
    assert "1 of 2 numbers refreshed just now" in text_of(viewer.get(reverse("user", args=["US1"])))


def test_a_removed_number_is_not_called_confirmed(viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2", number="+12025550102")]))
    refresh_with(answer_of([a_number("PN1")]))
    page = page_of(viewer, "PN2")
    assert "Quo no longer lists this number." in page.text
    assert ["Last refreshed" in page.text_of(part) for part in page.soup.select(".confirmed")] == [False]


def test_forwarding_is_linked_in_both_directions(viewer: Client) -> None:
    source = a_number("PNsource", number="+12025550111", name="Front desk", forward="+12025550122")
    target = a_number("PNtarget", number="+12025550122", name="Night line")
    refresh_with(answer_of([source, target, a_number("PNother", number="+12025550133", forward="+442079460018")]))
    assert reverse("number", args=["PNtarget"]) in page_of(viewer, "PNsource").links
    page = page_of(viewer, "PNtarget")
    assert [page.text_of(item) for item in page.soup.select("#forwarded-from li")] == ["Front desk (202) 555-0111"]
    assert reverse("number", args=["PNsource"]) in page.links
    assert page_of(viewer, "PNother").soup.select("#forwarded-from, #h-porting ~ p a") == []


def test_the_page_links_to_the_number_in_quo(viewer: Client, settings: Any) -> None:
    refresh_with(answer_of([a_number("PN1")]))
    assert "https://my.quo.com/inbox/PN1" in page_of(viewer, "PN1").links
    settings.QUO_APP_URL = ""
    assert "Open in Quo" not in page_of(viewer, "PN1").text


def test_all_is_offered_only_where_not_all_that_forward_here_are_listed(viewer: Client, db: None) -> None:
    """Beside the number that this one forwards to, which is not among them."""
    here = a_number("PN0", number="+12025550100", forward="+12025550199")
    others = [a_number(f"PN{n}", number=f"+120255502{n:02}", forward="+12025550100") for n in range(1, 22)]
    for count, offered in ((20, False), (21, True)):
        refresh_with(answer_of([here, a_number("PN99", number="+12025550199"), *others[:count]]))
        assert ("All of them" in text_of(viewer.get(reverse("number", args=["PN0"])))) is offered
