"""The list of people, and one person: who they are, what they hold, and what only they hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dashboard.audit.models import AuditEntry
from inventory.models import Change, WorkspaceUser
from inventory.quo.records import UserRecord
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import HTMX, Reader, read, text_of
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_people, refresh_with

ADA, BOB = a_user("US1", firstName="Ada", role="admin"), a_user("US2", firstName="Bob", lastName="Éluard")


@pytest.fixture
def two_people(db: None) -> None:
    numbers = [
        a_number("PN1", name="Hers alone", users=[ADA], forward="+12025550199", portingStatus="pending"),
        a_number("PN2", name="Shared", users=[ADA, BOB]),
        a_number("PN3", name="Nobody’s", users=[]),
    ]
    refresh_with(answer_of(numbers))


def list_of(client: Client, **query: str) -> Reader:
    return read(client.get(reverse("users"), query), spoken=True)


def names(page: Reader) -> list[str]:
    return [row[1] for row in page.rows[1:]]


def test_the_list_shows_each_person_with_what_they_hold(two_people: None, viewer: Client) -> None:
    assert [row[1:] for row in list_of(viewer).rows[1:]] == [
        ["Ada", "US1@example.com", "Admin", "Numbers 2", "Sole user of 1"],
        ["Bob Éluard", "US2@example.com", "Member", "Numbers 1", "Sole user of –"],
    ]


def test_the_list_shows_what_the_api_said(workspace: Workspace, viewer: Client) -> None:
    page = list_of(viewer, per_page="250")
    seen = {user["id"]: user for number in workspace.numbers for user in number["users"]}
    for user in seen.values():
        held = sum(any(one["id"] == user["id"] for one in number["users"]) for number in workspace.numbers)
        row = next(row for row in page.rows if row[2] == user["email"])
        assert row[3:5] == [user["role"].capitalize(), f"Numbers {held}"]
    assert len(page.rows) == len(seen) + 1


def test_a_removed_number_is_held_by_nobody(two_people: None, viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN2", name="Shared", users=[ADA, BOB])]))
    assert list_of(viewer).rows[1][4:] == ["Numbers 1", "Sole user of –"]


@pytest.mark.parametrize(
    ("q", "found"), [("ada", ["Ada"]), ("ÉLUARD", ["Bob Éluard"]), ("us2@", ["Bob Éluard"]), ("zz", [])]
)
def test_people_are_found_by_name_and_email(q: str, found: list[str], two_people: None, viewer: Client) -> None:
    assert names(list_of(viewer, q=q)) == found


def test_people_are_found_by_role(two_people: None, viewer: Client) -> None:
    assert names(list_of(viewer, role="admin")) == ["Ada"]


def test_nobody_found_is_said(two_people: None, viewer: Client) -> None:
    assert "No results." in list_of(viewer, q="nobody at all").text


@pytest.mark.parametrize("sort", ["name", "email", "role", "held", "alone"])
def test_every_column_sorts_both_ways(sort: str, two_people: None, viewer: Client) -> None:
    up, down = list_of(viewer, sort=sort), list_of(viewer, sort=f"-{sort}")
    # Nobody is the sole user of nothing: who is of none comes last either way.
    assert names(up) == (names(down) if sort == "alone" else names(down)[::-1])
    assert [given["aria-sort"] for _, given in up.tags if "aria-sort" in given] == ["ascending"]
    assert [given["aria-sort"] for _, given in down.tags if "aria-sort" in given] == ["descending"]


def person(client: Client, id: str = "US1") -> Reader:
    return read(client.get(reverse("user", args=[id])), spoken=True)


def test_the_page_says_who_it_is(two_people: None, viewer: Client) -> None:
    page = person(viewer)
    assert "Admin · US1@example.com · US1" in page.text


def test_the_page_lists_their_numbers_and_marks_those_nobody_else_holds(two_people: None, viewer: Client) -> None:
    page = person(viewer)
    rows = [row[0] for row in page.rows[1:]]
    assert rows == ["Hers alone sole user", "Shared"]
    assert "If Ada left, 1 number would be unassigned." in page.text


def test_the_page_shows_what_the_api_said(workspace: Workspace, viewer: Client) -> None:
    user = next(number["users"][0] for number in workspace.numbers if number["users"])
    page = person(viewer, user["id"])
    theirs = [n for n in workspace.numbers if any(one["id"] == user["id"] for one in n["users"])]
    assert len(page.rows) == len(theirs) + 1
    for number in theirs:
        assert reverse("number", args=[number["id"]]) in page.links
    assert user["email"] in page.text


def lines_of(response: HttpResponseBase) -> list[str]:
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response).decode().splitlines()


def offboarding(client: Client, id: str = "US1") -> list[str]:
    response = client.get(reverse("offboarding", args=[id]))
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"  # it holds names as they came
    return lines_of(response)


def test_the_offboarding_checklist_puts_first_what_is_to_be_reassigned(two_people: None, viewer: Client) -> None:
    assert offboarding(viewer) == [
        "Offboarding Ada (US1@example.com)",
        "2 numbers, 1 to reassign before offboarding",
        "",
        "Reassign before offboarding",
        "[ ] Hers alone, +12025550101, forwards to +12025550199, port pending",
        "",
        "Also assigned to others",
        "[ ] Shared, +12025550101",
    ]


def test_people_who_leave_together_have_one_checklist(two_people: None, viewer: Client) -> None:
    """What only they are assigned to has to be reassigned, also where it is assigned to several of them."""
    address = reverse("offboarding-of-several")
    assert lines_of(viewer.get(address, {"user": ["US2", "US1", "US2"]})) == [
        "Offboarding 2 people",
        "- Ada (US1@example.com)",
        "- Bob Éluard (US2@example.com)",
        "2 numbers, 2 to reassign before offboarding",
        "",
        "Reassign before offboarding",
        "[ ] Hers alone, +12025550101, forwards to +12025550199, port pending: Ada",
        "[ ] Shared, +12025550101: Ada, Bob Éluard",
    ]
    response = viewer.get(address, {"user": ["US2"], "format": "csv"})
    assert response.headers["Content-Disposition"].startswith('attachment; filename="offboarding-')
    assert lines_of(response)[1:] == ["no,+12025550101,Shared,PN2,Bob Éluard,US2,Ada,,"]
    details = list(AuditEntry.objects.order_by("id").values_list("action", "detail"))[-2:]
    assert details == [
        ("export", "offboarding checklist as txt: US1, US2"),
        ("export", "offboarding checklist as csv: US2"),
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"user": ""}, 400),
        ({"user": [f"US{n}" for n in range(251)]}, 400),
        ({"user": "US1", "format": "pdf"}, 400),
        ({"user": ["US1", "USnobody"]}, 404),
        ({"user": "\x00"}, 404),
    ],
    ids=str,
)
def test_no_checklist_for_nobody_too_many_or_strangers(
    query: dict[str, str], status: int, two_people: None, viewer: Client
) -> None:
    assert viewer.get(reverse("offboarding-of-several"), query).status_code == status


def test_the_page_leads_to_the_offboarding_checklist_and_the_audit_knows(two_people: None, viewer: Client) -> None:
    assert reverse("offboarding", args=["US1"]) in person(viewer).links
    offboarding(viewer)
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.detail) == ("export", "offboarding checklist as txt: US1")
    assert viewer.get(reverse("offboarding", args=["USnobody"])).status_code == 404


def test_nothing_is_left_out_of_many_numbers(viewer: Client) -> None:
    """The last by name are held by Ada alone: a list that is cut would miss them first."""
    shared = [a_number(f"PN{place}", name=f"A{place:04}", users=[ADA, BOB]) for place in range(510)]
    alone = [a_number(f"PNz{place}", name=f"Z{place:04}", users=[ADA]) for place in range(520)]
    refresh_with(answer_of([*shared, *alone]))
    page = person(viewer)
    assert "If Ada left, 520 numbers would be unassigned." in page.text
    assert "1–50 of 1,030" in page.text
    lines = offboarding(viewer)
    assert lines[1] == "1,030 numbers, 520 to reassign before offboarding"
    assert lines.index("Also assigned to others") - lines.index("Reassign before offboarding") == 522
    assert len({line for line in lines if line.startswith("[ ]")}) == 1030
    last = read(viewer.get(reverse("user", args=["US1"]), {"page": "21"}), spoken=True)
    assert [row[0] for row in last.rows[1:]] == [f"Z{place:04} sole user" for place in range(490, 520)]


def test_somebody_who_holds_nothing_any_more_keeps_a_page(two_people: None, viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1", users=[BOB]), a_number("PN2", users=[BOB]), a_number("PN3", users=[])]))
    assert "Ada is not assigned to any number." in person(viewer).text


def test_the_list_of_numbers_can_be_narrowed_to_them(two_people: None, viewer: Client) -> None:
    link = next(link for link in person(viewer).links if link.startswith(reverse("numbers") + "?"))
    page = read(viewer.get(link))
    assert len([row for row in page.rows if row]) == 3
    assert "Assigned to Ada" in page.text


def test_the_refresh_button_names_this_person(two_people: None, owner: Client) -> None:
    page = person(owner)
    fields = {given["name"]: given["value"] for tag, given in page.tags if tag == "input" and "value" in given}
    assert (fields["scope"], fields["target"]) == ("user", "US1")


def refresh_both(numbers: list[dict[str, Any]], *people: UserRecord) -> None:
    refresh_with(answer_of(numbers))
    refresh_people(people)


def test_users_without_numbers_are_listed_found_and_offered(viewer: Client) -> None:
    refresh_both([a_number(users=[ADA])], UserRecord("US1"))
    refresh_both([a_number(users=[ADA])], UserRecord("US1"), UserRecord("US9", first_name="Grace"))
    assert names(list_of(viewer)) == ["Ada", "Grace"]
    assert "List of people last confirmed just now" in list_of(viewer).text
    lacking = list_of(viewer, numbers="none")
    assert names(lacking) == ["Grace"]
    assert {"No numbers (1)", "With numbers (1)"} <= {*option_texts(lacking)}
    assert viewer.get(reverse("find"), {"q": "grace"}).headers["Location"] == reverse("user", args=["US9"])
    assert "Grace" in read(viewer.get(reverse("suggest-users"), {"text": "gra"}, headers=HTMX)).text
    assert "Grace is not assigned to any number." in person(viewer, "US9").text
    assert "Grace was added to the workspace" in read(viewer.get(reverse("changes"), {"user": "US9"})).text


def option_texts(page: Reader) -> list[str]:
    return [page.text_of(option) for option in page.soup.select("select option")]


def test_removed_users_are_shown_where_they_are_requested_and_keep_their_page(viewer: Client) -> None:
    refresh_both([], UserRecord("US1", first_name="Ada"), UserRecord("US9", first_name="Grace"))
    refresh_both([], UserRecord("US1", first_name="Ada"))
    assert names(list_of(viewer)) == ["Ada"]
    assert names(list_of(viewer, state="removed")) == ["Grace removed <1 min ago"]
    assert names(list_of(viewer, state="all")) == ["Ada", "Grace removed <1 min ago"]
    assert {"Removed only (1)", "Include removed (2)"} <= {*option_texts(list_of(viewer))}
    assert "Grace" not in read(viewer.get(reverse("find"), {"q": "grace"})).text.replace("“grace”", "")
    assert "Grace" not in option_texts(read(viewer.get(reverse("numbers"))))
    page = person(viewer, "US9")
    assert "Quo no longer lists this user." in page.text
    assert "This user was removed from the workspace" in page.text


@pytest.mark.parametrize("query", [{"numbers": "many"}, {"state": "gone"}])
def test_an_invalid_filter_is_said(query: dict[str, str], two_people: None, viewer: Client) -> None:
    response = viewer.get(reverse("users"), query)
    assert response.status_code == 400
    assert "This link contains an invalid filter." in read(response).text


def test_the_counts_of_the_menus_follow_a_refresh(two_people: None, viewer: Client) -> None:
    fragment = viewer.get(reverse("users"), headers={"HX-Request": "true", "HX-Trigger": "results"})
    assert read(fragment).soup.select_one('#facets[hx-swap-oob="true"] select[name=numbers]') is not None
    shown = {"HX-Request": "true", "HX-Trigger": "sort-name", "HX-Current-URL": "http://testserver/users/"}
    assert read(viewer.get(reverse("users"), headers=shown)).soup.select_one("#facets") is None


def test_a_leaver_s_page_lists_what_was_theirs_and_who_has_it_now(viewer: Client) -> None:
    numbers = [
        a_number(f"PN{place}", name=f"Line {place}", users=[ADA, BOB] if place == 2 else [ADA]) for place in range(5)
    ]
    refresh_with(answer_of(numbers))
    numbers[0]["users"] = [BOB]
    refresh_with(answer_of(numbers))
    Change.objects.update(at=timezone.now() - timedelta(days=40))  # long before they left
    numbers[1]["users"], numbers[2]["users"], numbers[3]["users"] = [], [BOB], [BOB]
    refresh_with(answer_of(numbers[:4]))
    refresh_people(["US2"])
    page = read(viewer.get(reverse("user", args=["US1"])))
    rows = [page.text_of(row) for row in page.soup.select("[aria-labelledby=h-had] li")]
    assert [row.partition(",")[0] for row in rows] == [f"Line {place} (202) 555-0101" for place in (1, 2, 3, 4)]
    assert [row.partition(". ")[2] for row in rows] == [
        "Nobody has it now.", "Now assigned to Bob Éluard.", "Now assigned to Bob Éluard.", "It was removed.",
    ]  # fmt: skip


def test_people_who_left_sort_by_when(viewer: Client) -> None:
    everybody = [a_user(f"US{place}", firstName=f"P{place}") for place in range(4)]
    refresh_with(answer_of([a_number(users=everybody)]))
    for place, days in ((0, 5), (1, 1), (2, 9)):
        WorkspaceUser.objects.filter(pk=f"US{place}").update(removed_at=timezone.now() - timedelta(days=days))
    found = [name.partition(" ")[0] for name in names(list_of(viewer, state="all", sort="-removed"))]
    assert found == ["P1", "P0", "P2", "P3"]


def test_as_many_people_as_a_page_shows_are_offboarded_at_once(viewer: Client) -> None:
    """Selected ones are posted: their ids are too long for an address."""
    people = [a_user(f"US{place}") for place in range(250)]
    refresh_with(answer_of([a_number("PN1", users=people)]))
    ids = [person["id"] for person in people]
    response: Any = viewer.post(reverse("offboarding-of-several"), {"user": ids, "format": "csv"})
    assert response.status_code == 200
    assert b"US249" in b"".join(response)
    refused = viewer.post(reverse("offboarding-of-several"), {"user": [*ids, "US251"]})
    assert "Select between one and 250 people." in text_of(refused)


def test_all_that_a_filter_finds_are_offboarded_at_once(two_people: None, viewer: Client) -> None:
    address = reverse("offboarding-of-several")
    response: Any = viewer.get(address, {"role": "admin", "format": "csv"})
    assert b"US1" in b"".join(response)
    assert viewer.get(address, {"numbers": "many"}).status_code == 400
    assert viewer.get(address, {"state": "removed"}).status_code == 400


def test_a_name_that_is_cut_has_its_whole_as_title(viewer: Client) -> None:
    long, fits = "Maximiliane Featherstonehaugh".ljust(70, "x"), "F" * 60
    people = {"US1": long, "US2": fits}
    refresh_with(
        answer_of(
            [
                a_number(f"PN{id}", name=name, users=[a_user(id, firstName=name, lastName="")])
                for id, name in people.items()
            ]
        )
    )
    for place in ("users", "numbers"):
        links = read(viewer.get(reverse(place))).soup.select("a[data-row]")
        titles = {link.get_text(): (link.select_one("[title]") or link).get("title") for link in links}
        assert titles == {long[:59] + "…": long, fits: None}
