"""One box finds numbers and people."""

import pytest
from django.test import Client
from django.urls import reverse

from inventory.models import PhoneNumber, WorkspaceUser
from inventory.sandbox.workspace import Workspace
from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with

from .reading import read, text_of

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


@pytest.mark.parametrize("text", ["zzzzzz", "<script>", "'; drop table", "x" * 10_000, "\x00", "%", "\u202e"])
def test_what_is_not_there_is_said(text: str, owner: Client, workspace: Workspace) -> None:
    response = owner.get(reverse("find"), {"q": text})
    assert response.status_code == 200
    assert ("No results." in text_of(response)) is bool(text.replace("\x00", ""))
    assert "<script>" not in response.content.decode().split("<main", 1)[1].replace("<script src", "")


def test_nothing_typed_explains_itself(owner: Client) -> None:
    assert "Find a number or person" in text_of(owner.get(reverse("find")))
