"""What is kept between views is of the inventory only: never a person's permissions, columns, views or choices."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from dashboard.accounts.roles import VIEWER, role
from inventory.models import WorkspaceUser
from inventory.reports.statistics import statistics
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import html_of, read, text_of

REFRESH = 'form[method=post] [name=scope][value="workspace"]'
PAGES = ("overview", "numbers", "users", "groups", "changes", "refreshes")


@pytest.fixture
def colleague(db: None) -> Client:
    """May only look, by the role for that."""
    account = User.objects.create_user("colleague")
    group: Group = role(VIEWER)
    account.groups.add(group)
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_what_only_another_may_do(
    page: str, workspace: Workspace, owner: Client, colleague: Client
) -> None:
    """In either order: whoever comes first must not decide what the other one sees."""
    for _ in range(2):
        assert read(owner.get(reverse(page))).soup.select_one(REFRESH)
        assert not read(colleague.get(reverse(page))).soup.select_one(REFRESH)


def test_nobody_sees_another_ones_columns(workspace: Workspace, owner: Client, colleague: Client) -> None:
    owner.post(reverse("choose-columns"), {"column": ["name", "number", "area"]})
    for _ in range(2):
        assert "no-texting" in html_of(owner.get(reverse("numbers")))
        assert "no-texting" not in html_of(colleague.get(reverse("numbers")))


def test_nobody_sees_another_ones_views(workspace: Workspace, owner: Client, colleague: Client) -> None:
    owner.post(reverse("save-view"), {"name": "The owner’s own", "query": "sort=number", "default": "yes"})
    for _ in range(2):
        assert "The owner’s own" in text_of(owner.get(reverse("numbers"), follow=True))
        assert "The owner’s own" not in text_of(colleague.get(reverse("numbers")))


def test_a_choice_of_people_is_each_view_s_own(workspace: Workspace, owner: Client) -> None:
    first, second = WorkspaceUser.objects.all()[:2]
    for chosen in (first.pk, second.pk, ""):
        page = read(owner.get(reverse("numbers"), {"user": chosen} if chosen else {}))
        assert [value for name, value in page.submitted("filters") if name == "user"] == ([chosen] if chosen else [])


def test_no_cache_in_between_keeps_a_page(workspace: Workspace, owner: Client) -> None:
    for page in PAGES:
        answer = owner.get(reverse(page))
        assert "no-store" in answer.headers["Cache-Control"]
        assert "ETag" not in answer.headers


def test_the_figures_of_one_state_are_counted_once(workspace: Workspace, owner: Client) -> None:
    statistics.cache_clear()
    for _ in range(3):
        owner.get(reverse("overview"))
    assert statistics.cache_info().misses == 1


def test_pages_are_compressed_and_exports_are_not(workspace: Workspace, owner: Client) -> None:
    asked = {"Accept-Encoding": "gzip"}
    assert owner.get(reverse("numbers"), headers=asked).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in owner.get(reverse("export-csv"), headers=asked).headers
