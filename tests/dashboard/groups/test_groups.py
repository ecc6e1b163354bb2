"""The groups that Quo gives its numbers."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.dashboard.reading import Reader, read
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with


@pytest.fixture
def two_groups(db: None) -> None:
    numbers = [
        a_number("PN1", groupId="GR1", name="Sales"),
        a_number("PN2", groupId="GR1", name="Support", users=[a_user("US2", firstName="Bob")]),
        a_number("PN3", groupId="GR2", name="Zoo", users=[]),
        a_number("PN4", groupId=None, name="Alone"),
    ]
    refresh_with(answer_of(numbers))


def list_of(client: Client, **query: str) -> list[list[str]]:
    return read(client.get(reverse("groups"), query), spoken=True).rows[1:]


def group(client: Client, id: str) -> Reader:
    return read(client.get(reverse("group", args=[id])), spoken=True)


def test_the_list_shows_groups_by_the_numbers_they_hold(two_groups: None, viewer: Client) -> None:
    assert list_of(viewer) == [["Sales and 1 more", "GR1", "Numbers 2"], ["Zoo", "GR2", "Numbers 1"]]
    page = read(viewer.get(reverse("groups")))
    assert page.rows[0] == ["Number ↑", "Group", "Numbers"], "each heading stands over what it names"


@pytest.mark.parametrize(
    ("sort", "groups"), [("group", "GR1 GR2 GR3"), ("first", "GR2 GR3 GR1"), ("numbers", "GR3 GR1 GR2")]
)
def test_every_column_sorts_both_ways(sort: str, groups: str, viewer: Client) -> None:
    """Each column orders these groups in a way of its own."""
    sizes = {"GR1": ["C", "D"], "GR2": ["A", "E", "F"], "GR3": ["B"]}
    numbers = [a_number(f"PN{name}", groupId=group, name=name) for group, names in sizes.items() for name in names]
    refresh_with(answer_of(numbers))
    assert [row[1] for row in list_of(viewer, sort=sort)] == groups.split()
    assert [row[1] for row in list_of(viewer, sort=f"-{sort}")] == groups.split()[::-1]


def test_a_group_shows_its_numbers_and_its_people(two_groups: None, viewer: Client) -> None:
    page = group(viewer, "GR1")
    assert [row[0] for row in page.rows[1:]] == ["Sales", "Support"]
    assert reverse("user", args=["US2"]) in page.links


def test_a_group_of_many_people_says_that_it_names_some(viewer: Client) -> None:
    refresh_with(answer_of([a_number(users=[a_user(f"US{place}") for place in range(100)])]))
    assert "And more" not in group(viewer, "GR1").text
    refresh_with(answer_of([a_number(users=[a_user(f"US{place}") for place in range(101)])]))
    assert "And more: all numbers of the group name everybody." in group(viewer, "GR1").text


def test_a_group_without_people_says_so(two_groups: None, viewer: Client) -> None:
    assert "No users." in group(viewer, "GR2").text


def test_a_group_of_removed_numbers_is_in_no_list_and_still_has_a_page(two_groups: None, viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2"), a_number("PN4", groupId=None)]))
    assert [row[1] for row in list_of(viewer)] == ["GR1"]
    page = group(viewer, "GR2")
    assert "No current number is in this group." in page.text
    assert "Removed numbers 1" in page.text
    assert [row[0] for row in page.rows[1:]] == ["Zoo removed <1 min ago"]


def test_a_group_names_its_removed_numbers_beside_the_current_ones(two_groups: None, viewer: Client) -> None:
    assert "removed" not in group(viewer, "GR1").text
    refresh_with(answer_of([a_number("PN2", name="Support"), a_number("PN3", groupId="GR2", users=[])]))
    page = group(viewer, "GR1")
    assert [row[0] for row in page.rows[1:]] == ["Support"]
    assert "1 removed number" in page.text
    link = next(link for link in page.links if "state=removed" in link)
    assert [row[1] for row in read(viewer.get(link), spoken=True).rows[1:]] == ["Sales removed <1 min ago"]


def test_a_group_that_never_was_is_not_found(two_groups: None, viewer: Client) -> None:
    response = viewer.get(reverse("group", args=["GRnone"]))
    assert response.status_code == 404
    assert "No number is or was in the group GRnone." in read(response).text


def test_numbers_without_groups_are_said(viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1", groupId=None)]))
    assert "No number is in a group." in read(viewer.get(reverse("groups"))).text
