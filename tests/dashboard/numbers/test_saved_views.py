"""Saved views and columns belong to one person."""

from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from dashboard.numbers.facets import COLUMNS, FIXED_COLUMNS
from dashboard.numbers.models import SavedView
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import HTMX, Reader, read, text_of

pytestmark = pytest.mark.django_db


def save(client: Client, name: str, query: str, **more: str) -> None:
    response = client.post(reverse("save-view"), {"name": name, "query": query, **more})
    assert response.status_code == 302


def test_a_view_is_saved_and_listed(owner: Client, workspace: Workspace) -> None:
    save(owner, "Blocked texting", "restricted=messaging.US&page=3")
    assert SavedView.objects.get().query == "restricted=messaging.US"
    assert "Blocked texting" in text_of(owner.get(reverse("numbers")))


def test_a_view_is_replaced_where_that_is_confirmed(owner: Client) -> None:
    save(owner, "Mine", "q=a", pinned="yes")
    fields = {"name": "Mine", "query": "q=b", "default": "yes"}
    page = read(owner.post(reverse("save-view"), fields))
    assert "made by owner. It lists “a” and would list “b”." in page.text
    assert list(SavedView.objects.values_list("query", "is_default")) == [("q=a", False)]
    form = page.soup.select_one("main form")
    assert form
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    assert sent.items() >= fields.items()
    assert owner.post(str(form["action"]), sent).status_code == 302
    assert list(SavedView.objects.values_list("query", "is_default", "is_pinned")) == [("q=b", True, False)]


def test_a_view_of_the_same_filters_is_no_other(owner: Client) -> None:
    for default in ("", "yes"):
        save(owner, "Mine", "q=a", default=default)
    assert SavedView.objects.get().is_default


@pytest.mark.parametrize("is_shared", [False, True])
def test_sharing_a_view_over_another_asks(owner: Client, is_shared: bool) -> None:
    """Over one's own, which all would see then, and over the shared one, which all see, also with the same filters."""
    view = SavedView.keep(User.objects.get(), "Ours", "q=a", is_shared=is_shared)
    for wrong in ("", str(view.pk + 1)):
        response = owner.post(
            reverse("save-view"), {"name": "Ours", "query": "q=a", "shared": "yes", "replaces": wrong}
        )
        assert ("for everyone?" in text_of(response)) == is_shared
        assert SavedView.objects.get().is_shared == is_shared
    save(owner, "Ours", "q=b", shared="yes", replaces=str(view.pk))
    assert list(SavedView.objects.values_list("query", "is_shared")) == [("q=b", True)]


def test_the_list_starts_with_the_default_view(owner: Client, workspace: Workspace) -> None:
    save(owner, "Mine", "assigned=no", default="yes")
    address = f"/numbers/?assigned=no&view={SavedView.objects.get().pk}"
    assert owner.get(reverse("numbers")).headers["Location"] == address
    assert owner.get(reverse("numbers"), {"state": "current"}).status_code == 200


def test_the_list_starts_without_it_once_it_is_no_default(owner: Client, viewer: Client, workspace: Workspace) -> None:
    save(owner, "Mine", "assigned=no", default="yes")
    view = SavedView.objects.get()
    for client, starts_with in ((viewer, 302), (owner, 200)):  # another's request changes nothing
        client.post(reverse("change-view", args=[view.pk]), {"do": "undefault"})
        assert owner.get(reverse("numbers")).status_code == starts_with
    assert "(default)" not in text_of(owner.get(reverse("numbers")))
    assert SavedView.objects.get().query == "assigned=no"


def test_there_is_one_default_view(owner: Client) -> None:
    save(owner, "One", "q=1", default="yes")
    save(owner, "Two", "q=2", default="yes")
    assert [view.name for view in SavedView.objects.filter(is_default=True)] == ["Two"]


def test_a_default_view_of_everything_does_not_lead_in_circles(owner: Client, workspace: Workspace) -> None:
    save(owner, "All", "", default="yes")
    assert owner.get(reverse("numbers")).status_code == 200


@pytest.mark.parametrize("query", ["q=", "q=&user=&porting=", "page=2&q=", "&&", "restricted=&restricted="])
def test_a_default_view_of_empty_fields_is_one_of_everything(query: str, owner: Client, workspace: Workspace) -> None:
    save(owner, "All", query, default="yes")
    assert SavedView.objects.get().query == ""
    SavedView.objects.update(query=query)  # as it was kept before
    response = owner.get(reverse("numbers"), follow=True)  # fails by itself where it leads in circles
    assert "40 of 40" in text_of(response)


def test_filters_are_cleared_where_there_is_a_default_view(owner: Client, workspace: Workspace) -> None:
    """The form sends all of its fields empty. That is no wish for the view to start with."""
    save(owner, "Mine", "assigned=no", default="yes")
    emptied = {"q": "", "assigned": "", "role": ""}
    assert owner.get(reverse("numbers"), emptied).headers["Location"] == "/numbers/?state=current"
    fragment = owner.get(reverse("numbers"), emptied, headers=HTMX)
    assert fragment.headers["HX-Push-Url"] == "/numbers/?state=current"
    assert "40 of 40" in text_of(fragment)


def test_the_last_filter_goes_where_there_is_a_default_view(owner: Client, workspace: Workspace) -> None:
    save(owner, "Mine", "assigned=no", default="yes")
    page = read(owner.get(reverse("numbers"), {"assigned": "no"}))
    link = next(given["href"] for tag, given in page.tags if tag == "a" and given.get("class") == "chip")
    assert "40 of 40" in text_of(owner.get(link, follow=True))


def test_a_default_view_that_cannot_be_saved_leaves_the_old_one(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    save(owner, "One", "q=1", default="yes")
    monkeypatch.setattr(SavedView, "save", Mock(side_effect=DatabaseError))
    with pytest.raises(DatabaseError):
        SavedView.keep(User.objects.get(), "Two", "q=2", is_default=True)
    assert SavedView.objects.get(is_default=True).name == "One"


@pytest.mark.parametrize("name", ["", "   ", "\x00"])
def test_a_view_needs_a_name(name: str, owner: Client) -> None:
    save(owner, name, "q=1")
    assert not SavedView.objects.exists()


def test_a_view_is_deleted_by_its_owner_only(owner: Client, workspace: Workspace) -> None:
    other = User.objects.create_superuser("other")
    view = SavedView.keep(other, "Theirs", "q=1", is_default=True)
    assert owner.post(reverse("delete-view", args=[view.pk])).status_code == 404
    assert "Theirs" not in text_of(owner.get(reverse("numbers")))
    save(owner, "Mine", "q=1")
    mine = SavedView.objects.get(name="Mine")
    assert owner.post(reverse("delete-view", args=[mine.pk])).status_code == 302
    assert list(SavedView.objects.all()) == [view]


def test_columns_are_remembered_for_each_person(owner: Client, workspace: Workspace) -> None:
    owner.post(reverse("choose-columns"), {"column": ["area", "people"]})
    assert hidden(owner) == {"calling", "texting", "porting", "forward", "updated"}
    other = Client()
    other.force_login(User.objects.create_superuser("other"))
    assert hidden(other) == set()


def test_name_and_number_cannot_be_hidden(owner: Client, workspace: Workspace) -> None:
    owner.post(reverse("choose-columns"), {"column": ["nonsense"]})
    assert hidden(owner) == {column.name for column in COLUMNS} - {"name", "number"}


@pytest.mark.parametrize("column", [column.name for column in COLUMNS if column.name not in FIXED_COLUMNS])
def test_the_stylesheet_hides_each_column(column: str) -> None:
    styles = (settings.BASE_DIR / "static" / "css" / "numbers.css").read_text()
    assert f".no-{column} .col-{column}" in styles


def hidden(client: Client) -> set[str]:
    """The columns of the list that its table hides."""
    [table] = (given for tag, given in read(client.get(reverse("numbers"))).tags if tag == "table")
    return {name.removeprefix("no-") for name in table["class"].split() if name.startswith("no-")}


def test_it_goes_back_to_the_list_and_nowhere_else(owner: Client) -> None:
    response = owner.post(reverse("choose-columns"), {"next": "//evil.example/"})
    assert response.headers["Location"] == "/numbers/"


# The page of a view


def opened(client: Client, view: SavedView, more: str = "") -> Reader:
    address = client.get(reverse("open-view", args=[view.pk])).headers["Location"]
    return read(client.get(address + more))


def heading(response: Any) -> str:
    page = read(response)
    return page.text_of(page.soup.h1)


def test_the_page_of_a_view_is_called_by_it_whatever_is_clicked_next(owner: Client, workspace: Workspace) -> None:
    save(owner, "Ported", "assigned=no")
    page = opened(owner, SavedView.objects.get())
    assert page.text_of(page.soup.h1) == "Ported"
    assert "<title>Ported" in str(page.soup.title)
    for link in page.soup.select("thead a[href], .chip")[:4]:
        assert heading(owner.get(str(link["href"]))) == "Ported"
    assert heading(owner.get(reverse("numbers"), {"view": "nonsense"})) == "Numbers"


def test_changes_are_saved_to_the_view_that_one_came_from(owner: Client, workspace: Workspace) -> None:
    save(owner, "Mine", "assigned=no")
    view = SavedView.objects.get()
    assert "Save changes to" not in opened(owner, view).text
    page = opened(owner, view, "&forward=no&page=1")
    form = page.soup.select_one('form:has(> button[value="update"])')
    assert form is not None
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    page = read(owner.post(str(form["action"]), fields | {"do": "update"}, follow=True))
    assert SavedView.objects.get().query == "assigned=no&forward=no"
    assert "Save changes to" not in page.text
    assert page.text_of(page.soup.h1) == "Mine"


def test_a_view_is_renamed_unless_the_name_is_taken(owner: Client, workspace: Workspace) -> None:
    save(owner, "One", "q=1")
    save(owner, "Two", "q=2")
    change = reverse("change-view", args=[SavedView.objects.get(name="Two").pk])
    assert "There is already a view “One”." in text_of(owner.post(change, {"do": "rename", "name": "One"}, follow=True))
    assert "A view needs a name." in text_of(owner.post(change, {"do": "rename", "name": " "}, follow=True))
    owner.post(change, {"do": "rename", "name": "Three"})
    assert {view.name: view.query for view in SavedView.objects.all()} == {"One": "q=1", "Three": "q=2"}


def test_a_duplicate_is_ones_own_and_has_another_name(admin: Client, viewer: Client, workspace: Workspace) -> None:
    save(admin, "Ports", "porting=pending", shared="yes")
    view = SavedView.objects.get()
    for _ in range(2):
        page = read(viewer.post(reverse("change-view", args=[view.pk]), {"do": "duplicate"}, follow=True))
    assert page.text_of(page.soup.h1) == "Ports (copy 2)"
    copies = SavedView.objects.filter(owner__username="vic", is_shared=False, query="porting=pending")
    assert sorted(copy.name for copy in copies) == ["Ports (copy 2)", "Ports (copy)"]
