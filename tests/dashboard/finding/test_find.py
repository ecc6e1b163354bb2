"""One box finds numbers and people."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from inventory.models import PhoneNumber, WorkspaceUser
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import HTMX, Reader, read, text_of
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db


def test_it_finds_people_and_their_numbers(owner: Client, workspace: Workspace) -> None:
    person = WorkspaceUser.objects.exclude(last_name="")[0]
    page = text_of(owner.get(reverse("find"), {"q": person.last_name[:4]}, follow=True))
    assert person.name in page


def test_a_single_number_opens_at_once(owner: Client, workspace: Workspace) -> None:
    number = PhoneNumber.objects.all()[0]
    response = owner.get(reverse("find"), {"q": number.number})
    assert response.headers["Location"] == reverse("number", args=[number.pk])


def test_a_persons_email_opens_the_person(owner: Client, workspace: Workspace) -> None:
    person = WorkspaceUser.objects.exclude(email="")[0]
    response = owner.get(reverse("find"), {"q": person.email}, follow=True)
    assert person.name in text_of(response)


def test_only_what_was_found_takes_room(owner: Client) -> None:
    refresh_with(answer_of([a_number(id, name=f"Warehouse {id}", users=[]) for id in ("PN1", "PN2")]))
    headings = [each.get_text() for each in read(owner.get(reverse("find"), {"q": "warehouse"})).soup.select("main h2")]
    assert headings == ["Numbers"]


@pytest.mark.parametrize("text", ["zzzzzz", "<script>", "'; drop table", "x" * 10_000, "\x00", "%", "\u202ezzz"])
def test_what_is_not_there_is_said(text: str, owner: Client, workspace: Workspace) -> None:
    response = owner.get(reverse("find"), {"q": text})
    assert response.status_code == 200
    assert ("No results." in text_of(response)) is bool(text.replace("\x00", ""))
    assert "<script>" not in response.content.decode().split("<main", 1)[1].replace("<script src", "")


def test_nothing_typed_explains_itself(owner: Client) -> None:
    assert "Find a number or person" in text_of(owner.get(reverse("find")))


# What the box suggests as one types


def suggestions(client: Client, text: str) -> dict[str, list[str]]:
    """By heading, the label of each."""
    page = suggested(client, text)
    found = {}
    for group in page.soup.select("[role=group]"):
        labels = [page.text_of(label) for label in group.select("[role=option] .name")]
        found[page.text_of(group.select_one(".heading"))] = labels
    return found


def suggested(client: Client, text: str) -> Reader:
    return read(client.get(reverse("find"), {"q": text}, headers=HTMX))


@pytest.fixture
def lines(db: None) -> None:
    """A person, and lines that are called like her, like a page, and like part of either."""
    ada = a_user("US1", firstName="Ada", lastName="Byron")
    numbers = [
        a_number("PN1", name="Ada Byron (direct)", users=[ada], groupId="GRa"),
        a_number("PN2", name="Changes", number="+12125550142", users=[], groupId="GRa"),
        a_number("PN3", name="A line for changes", users=[], groupId="GRb"),
        a_number("PN4", name="2125550142 (old)", users=[], groupId=None),
    ]
    refresh_with(answer_of(numbers))


def test_the_sort_with_an_exact_match_comes_first(lines: None, owner: Client) -> None:
    assert suggestions(owner, "ada byron") == {"People": ["Ada Byron"], "Numbers": ["Ada Byron (direct)"]}
    assert [*suggestions(owner, "ada").items()] == [("Numbers", ["Ada Byron (direct)"]), ("People", ["Ada Byron"])]
    found = suggestions(owner, "changes")
    assert [*found] == ["Numbers", "Pages"]
    assert found == {"Numbers": ["Changes", "A line for changes"], "Pages": ["Changes"]}
    assert [*suggestions(owner, "refreshes")] == ["Pages"]


def test_a_whole_number_comes_before_names_that_hold_it(lines: None, owner: Client) -> None:
    for text in ("(212) 555-0142", "+12125550142", "212-555-0142"):
        assert suggestions(owner, text)["Numbers"][0] == "Changes"


def test_groups_are_found_by_the_beginning_of_their_id(lines: None, owner: Client) -> None:
    page = suggested(owner, "GR")
    options = page.soup.select('[role=group] a[href^="/groups/GR"]')
    assert [page.text_of(option) for option in options] == [
        "GRa Ada Byron (direct) 2 numbers",
        "GRb A line for changes 1 number",
    ]


def test_an_empty_box_offers_what_the_role_may_do(lines: None, owner: Client, viewer: Client) -> None:
    for_owner, for_viewer = suggestions(owner, ""), suggestions(viewer, "")
    assert [*for_owner] == ["Pages", "Actions"]
    assert set(for_owner["Pages"]) - set(for_viewer["Pages"]) == {"Audit log", "Accounts", "Administration"}
    assert set(for_owner["Actions"]) - set(for_viewer["Actions"]) == {"Refresh all numbers"}
    for client in (owner, viewer):
        page, offered = read(client.get(reverse("groups"))), suggested(client, "")
        for link in offered.soup.select("a[role=option]"):
            response = client.get(str(link["href"]))
            assert response.status_code == 200
            assert list(response)  # also those that are streamed
        actions = [str(option["data-action"]) for option in offered.soup.select("[data-action]")]
        assert "appearance" in actions
        for action in actions:  # a button of every page, in a form of its own that is posted with a token
            form = page.soup.select(f'[data-does="{action}"]')[0].find_parent("form")
            assert form is not None
            assert form["method"] == "post"
            assert form.select('[name="csrfmiddlewaretoken"]')


@pytest.mark.parametrize("text", ["zzzzzz", "<script>", "x" * 10_000, "\x00q9", "%", "\u202ezzzq", "\U0010ffff"])
def test_no_suggestion_is_said(text: str, workspace: Workspace, owner: Client) -> None:
    page = suggested(owner, text)
    assert page.soup.select("[role=option], script") == []
    assert "No results for" in page.text


@pytest.mark.parametrize(
    ("text", "label"),
    [("stalled", "Stalled ports"), ("rejected", "Failed ports"), ("unassigned", "Unassigned numbers"),
     ("cannot text US", "Cannot text the US"), ("sessions", "Sessions"), ("second factor", "Second factor")],
)  # fmt: skip
def test_it_knows_filters_and_pages_of_the_account(text: str, label: str, owner: Client) -> None:
    assert label in text_of(owner.get(reverse("find"), {"q": text}, headers=HTMX))


@pytest.mark.parametrize("label", ["Change password", "Second factor"])
def test_what_is_about_passwords_is_offered_only_where_they_are_used(
    label: str, owner: Client, settings: Settings
) -> None:
    def offers() -> bool:
        return label in text_of(owner.get(reverse("find"), {"q": label.split()[1]}, headers=HTMX))

    assert offers()
    settings.PASSWORDS = False
    assert not offers()
    settings.PASSWORDS = True
    account = User.objects.get(username="owner")
    account.set_unusable_password()
    account.save()
    owner.force_login(account)
    assert not offers()


def test_no_second_factor_is_offered_where_it_is_off(owner: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"
    assert "Second factor" not in text_of(owner.get(reverse("find"), {"q": "factor"}, headers=HTMX))
