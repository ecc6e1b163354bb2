"""The groups that Quo gives its numbers."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .reading import Reader, read


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


def test_the_list_shows_groups_with_how_many_numbers_they_hold(two_groups: None, viewer: Client) -> None:
    assert list_of(viewer) == [["GR1", "Sales", "2"], ["GR2", "Zoo", "1"]]


@pytest.mark.parametrize("sort", ["group", "first", "numbers"])
def test_every_column_sorts_both_ways(sort: str, two_groups: None, viewer: Client) -> None:
    assert list_of(viewer, sort=sort) == list_of(viewer, sort=f"-{sort}")[::-1]


def test_a_group_shows_its_numbers_and_its_people(two_groups: None, viewer: Client) -> None:
    page = group(viewer, "GR1")
    assert [row[0] for row in page.rows[1:]] == ["Sales", "Support"]
    assert reverse("user", args=["US2"]) in page.links


def test_a_group_without_people_says_so(two_groups: None, viewer: Client) -> None:
    assert "No one." in group(viewer, "GR2").text


def test_a_group_of_removed_numbers_is_gone(two_groups: None, viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2"), a_number("PN4", groupId=None)]))
    assert [row[0] for row in list_of(viewer)] == ["GR1"]
    assert viewer.get(reverse("group", args=["GR2"])).status_code == 404


def test_numbers_without_groups_are_said(viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1", groupId=None)]))
    assert "No number is in a group." in read(viewer.get(reverse("groups"))).text
