"""Views that an Admin shares with everyone, their addresses, and their counts on the overview."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dashboard.audit.models import AuditEntry
from dashboard.numbers.models import SavedView
from inventory.models import PhoneNumber
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import read, text_of
from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with, some_numbers

pytestmark = pytest.mark.django_db


def save(client: Client, name: str, query: str, *, status: int = 302, **more: str) -> str:
    """Saves a view and returns where that leads."""
    response = client.post(reverse("save-view"), {"name": name, "query": query, **more})
    assert response.status_code == status
    return str(response.headers.get("Location", ""))


def told(client: Client, name: str, query: str, **more: Any) -> str:
    """What the page says that follows a view's saving."""
    return text_of(client.get(save(client, name, query, **more)))


def shared(
    client: Client, name: str = "Unassigned", query: str = "assigned=no", *, pinned: str = "", default: str = ""
) -> SavedView:
    save(client, name, query, shared="yes", pinned=pinned, default=default)
    return SavedView.objects.get(name=name, is_shared=True)


def change(client: Client, view: SavedView, do: str) -> int:
    return client.post(reverse("change-view", args=[view.pk]), {"do": do}).status_code


def audited() -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.filter(action__in=("share", "unshare", "delete-view")).order_by("pk")
    return list(entries.values_list("who", "action", "detail"))


def pinned(client: Client) -> dict[str, str]:
    """The pinned views on the overview, with what stands beside each."""
    lines = read(client.get(reverse("overview"))).soup.select("section[aria-labelledby=h-pinned] li")
    return {line.a.get_text(): " ".join(line.select("span")[-1].get_text().split()) for line in lines if line.a}


# Sharing


def test_a_view_is_private_until_an_admin_shares_it(admin: Client, viewer: Client, workspace: Workspace) -> None:
    save(admin, "Unassigned", "assigned=no")
    view = SavedView.objects.get()
    assert "Unassigned made by" not in text_of(viewer.get(reverse("numbers")))
    assert viewer.get(reverse("open-view", args=[view.pk])).status_code == 404
    assert change(admin, view, "share") == 302
    assert "Unassigned made by ada" in text_of(viewer.get(reverse("numbers")))
    assert viewer.get(reverse("open-view", args=[view.pk]))["Location"] == f"/numbers/?assigned=no&view={view.pk}"


def test_a_viewer_shares_nothing_and_changes_no_shared_view(admin: Client, viewer: Client) -> None:
    theirs = shared(admin)
    save(viewer, "Mine", "q=1")
    mine = SavedView.objects.get(name="Mine")
    before = list(SavedView.objects.order_by("pk").values())
    save(viewer, "Other", "q=1", status=403, shared="yes")
    assert change(viewer, mine, "share") == 403
    for do in ("share", "unshare", "pin", "unpin"):
        assert change(viewer, theirs, do) == 403
    assert viewer.post(reverse("delete-view", args=[theirs.pk])).status_code == 403
    assert list(SavedView.objects.order_by("pk").values()) == before
    assert [who for who, *_ in audited()] == ["ada"]


def test_nobody_changes_the_private_view_of_another(admin: Client, viewer: Client) -> None:
    save(viewer, "Mine", "q=1")
    view = SavedView.objects.get()
    for do in ("share", "unshare", "pin", "unpin"):
        assert change(admin, view, do) == 404
    assert admin.post(reverse("delete-view", args=[view.pk])).status_code == 404


def test_what_happens_to_shared_views_is_audited(admin: Client, owner: Client) -> None:
    view = shared(admin)
    change(admin, view, "unshare")
    change(admin, view, "share")
    owner.post(reverse("delete-view", args=[view.pk]))
    what = "“Unassigned”, made by ada: assigned=no"
    assert audited() == [
        ("ada", "share", what), ("ada", "unshare", what), ("ada", "share", what), ("owner", "delete-view", what),
    ]  # fmt: skip
    save(admin, "Private", "q=1")
    admin.post(reverse("delete-view", args=[SavedView.objects.get().pk]))
    assert len(audited()) == 4


def test_a_shared_view_that_is_saved_again_keeps_its_address_and_its_maker(admin: Client, owner: Client) -> None:
    view = shared(admin)
    page = told(owner, "Unassigned", "role=admin", shared="yes", default="yes", replaces=str(view.pk))
    assert "It is not your default view, as ada made it." in page
    assert SavedView.objects.get().pk == view.pk
    assert owner.get(reverse("open-view", args=[view.pk]))["Location"] == f"/numbers/?role=admin&view={view.pk}"
    assert SavedView.objects.get().made_by == "ada"
    assert not SavedView.objects.get().is_default, "it would be the default of another account"


def test_the_default_view_of_its_maker_is_nobody_elses(admin: Client, viewer: Client, workspace: Workspace) -> None:
    shared(admin, default="yes")
    assert admin.get(reverse("numbers"))["Location"].startswith("/numbers/?assigned=no&view=")
    assert viewer.get(reverse("numbers")).status_code == 200


# Names


def test_a_name_that_a_shared_view_has_is_taken(admin: Client, viewer: Client, workspace: Workspace) -> None:
    shared(admin)
    for client in (admin, viewer):
        assert "There is already a view “Unassigned”. Choose another name." in told(client, "Unassigned", "q=1")
    assert SavedView.objects.get().query == "assigned=no"


def test_a_view_is_not_shared_under_a_name_that_is_taken(admin: Client, owner: Client, workspace: Workspace) -> None:
    save(owner, "Unassigned", "q=1")
    shared(admin)
    mine = SavedView.objects.get(is_shared=False)
    response = owner.post(reverse("change-view", args=[mine.pk]), {"do": "share"}, follow=True)
    assert "There is already a view “Unassigned”. Choose another name." in text_of(response)
    assert not SavedView.objects.get(pk=mine.pk).is_shared
    assert len(audited()) == 1


def test_a_private_name_of_one_account_is_free_for_others(admin: Client, viewer: Client) -> None:
    save(viewer, "Unassigned", "q=1")
    shared(admin)
    assert SavedView.objects.filter(name="Unassigned").count() == 2


def test_there_is_an_end_to_views(admin: Client, workspace: Workspace) -> None:
    ada = User.objects.get(username="ada")
    SavedView.objects.bulk_create(SavedView(owner=ada, name=f"Own {place}") for place in range(50))
    assert "There are 50 views already." in told(admin, "One more", "q=1")
    own = SavedView.objects.get(name="Own 7")
    assert change(admin, own, "share") == 302
    SavedView.objects.filter(name__endswith="8").update(is_shared=True)
    SavedView.objects.bulk_create(SavedView(owner=None, is_shared=True, name=f"All {place}") for place in range(44))
    assert SavedView.objects.filter(is_shared=True).count() == 50
    assert "There are 50 views already." in told(admin, "One more", "q=1", shared="yes")
    another = SavedView.objects.get(name="Own 9")
    change(admin, another, "share")
    assert not SavedView.objects.get(pk=another.pk).is_shared


# Addresses


@pytest.mark.parametrize("gone", [True, False], ids=["deleted", "private"])
def test_a_link_to_a_view_says_that_it_is_gone_or_private(
    gone: bool, admin: Client, viewer: Client, workspace: Workspace
) -> None:
    view = shared(admin)
    if gone:
        admin.post(reverse("delete-view", args=[view.pk]))
    else:
        change(admin, view, "unshare")
    response = viewer.get(reverse("open-view", args=[view.pk]))
    assert response.status_code == 404
    assert "This view was deleted, or it is private to another account." in text_of(response)


def test_a_view_of_everything_leads_past_the_default_view(admin: Client, viewer: Client, workspace: Workspace) -> None:
    everything = shared(admin, "All of them", "")
    save(viewer, "Mine", "assigned=no", default="yes")
    assert "40 of 40" in text_of(viewer.get(reverse("open-view", args=[everything.pk]), follow=True))


def test_a_view_whose_filter_is_invalid_opens_and_says_so(admin: Client, workspace: Workspace) -> None:
    view = shared(admin, query="restricted=calling.MARS", pinned="yes")
    response = admin.get(reverse("open-view", args=[view.pk]), follow=True)
    assert response.status_code == 400
    assert "This link contains an invalid filter." in text_of(response)
    assert pinned(admin) == {"Unassigned": "— its filter is invalid"}


@pytest.mark.parametrize("id", ["0", "99999999999999999999"])
def test_an_address_of_no_view_is_a_page_not_found(id: str, viewer: Client) -> None:
    assert viewer.get(f"/numbers/views/{id}/").status_code == 404


# Accounts that go


def test_a_shared_view_outlives_its_maker(admin: Client, viewer: Client, owner: Client, workspace: Workspace) -> None:
    view = shared(admin, default="yes")
    save(admin, "Private", "q=1")
    User.objects.get(username="ada").delete()
    assert [each.name for each in SavedView.objects.all()] == ["Unassigned"]
    assert "Unassigned made by a deleted account" in text_of(viewer.get(reverse("numbers")))
    assert "can only stay shared" in text_of(
        owner.post(reverse("change-view", args=[view.pk]), {"do": "unshare"}, follow=True)
    )
    assert SavedView.objects.get().is_shared
    save(owner, "Unassigned", "q=2", shared="yes", replaces=str(view.pk))
    assert SavedView.objects.get().query == "q=2"
    owner.post(reverse("delete-view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_djangos_admin_deletes_a_maker_as_well(admin: Client, owner: Client) -> None:
    shared(admin)
    save(admin, "Private", "q=1")
    ada = User.objects.get(username="ada")
    response = owner.post(reverse("admin:auth_user_delete", args=[ada.pk]), {"post": "yes"})
    assert response.status_code == 302
    assert [(view.name, view.owner) for view in SavedView.objects.all()] == [("Unassigned", None)]


def test_the_database_keeps_no_private_view_without_an_owner() -> None:
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        SavedView.objects.create(name="Nobody's", owner=None)


# Counts on the overview


def test_a_pinned_view_shows_how_many_numbers_it_lists(admin: Client, viewer: Client, workspace: Workspace) -> None:
    shared(admin, "No user", "assigned=no&sort=area", pinned="yes")
    save(viewer, "Mine", "q=no such number", pinned="yes")
    save(viewer, "Not pinned", "q=1")
    unassigned = PhoneNumber.objects.current().filter(users=None).count()
    assert 1 < unassigned < 40
    assert pinned(viewer) == {"No user": f"{unassigned} numbers", "Mine": "0 numbers"}
    assert pinned(admin) == {"No user": f"{unassigned} numbers"}


def test_a_count_is_what_its_link_lists(admin: Client) -> None:
    refresh_with(answer_of([*some_numbers(15), a_number("PNx")]))
    refresh_with(answer_of([*some_numbers(14, portingStatus="pending"), a_number("PN14", users=[])]))
    for queries in (
        ("", "state=all", "state=removed", "unverified=yes", "stalled=yes"),
        ("user=US1&user=US2", "restricted=any", "porting=pending&q=line", "id=PN1&id=PN2&per_page=100", "nonsense=1"),
    ):
        counts = {}
        for place, query in enumerate(queries):
            view = shared(admin, f"View {place}", query, pinned="yes")
            listed = admin.get(reverse("open-view", args=[view.pk]), follow=True).context["page"].paginator.count
            counts[view.name] = f"{listed} number{'s' * (listed != 1)}"
        assert pinned(admin) == counts
        SavedView.objects.all().delete()


def test_a_count_follows_the_cache(admin: Client) -> None:
    refresh_with(answer_of(some_numbers(3)))
    shared(admin, "All of them", "", pinned="yes")
    assert pinned(admin) == {"All of them": "3 numbers"}
    refresh_with(answer_of(some_numbers(5)))
    assert pinned(admin) == {"All of them": "5 numbers"}


def test_unpinning_takes_it_off_the_overview(admin: Client, workspace: Workspace) -> None:
    view = shared(admin, pinned="yes")
    change(admin, view, "unpin")
    assert pinned(admin) == {}
    change(admin, view, "pin")
    assert list(pinned(admin)) == ["Unassigned"]


def test_more_pinned_views_than_fit_are_named(admin: Client, workspace: Workspace) -> None:
    for place in range(7):
        shared(admin, f"View {place}", f"q={place}", pinned="yes")
    assert list(pinned(admin)) == [f"View {place}" for place in range(6)]
    assert "More are listed under Views" in text_of(admin.get(reverse("overview")))


def test_counts_take_three_queries_each_at_most_and_none_once_they_are_known(
    admin: Client, workspace: Workspace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pinned(admin)
    for place in range(6):
        shared(admin, f"View {place}", f"q={place}", pinned="yes")
    admin.get(reverse("numbers"), {"q": "0"})  # says that they were saved, and indexes what a search asks
    with CaptureQueriesContext(connection) as queries:
        pinned(admin)
    assert len(queries) <= 9 + 6 * 3
    with django_assert_num_queries(9):
        pinned(admin)
