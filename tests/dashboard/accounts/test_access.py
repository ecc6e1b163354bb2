"""What holds for every page: who may see it, with which methods, and what browsers may keep of it."""

import itertools
import re
from dataclasses import dataclass

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.alerts.models import Rule
from inventory.models import Assignment, PhoneNumber, Refresh
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import HTMX, RESTORE, html_of, is_page, read
from tests.inventory.refreshing.helpers import dump

READING = (
    "overview", "numbers", "number", "users", "user", "groups", "group", "changes", "refreshes", "refresh", "alerts",
    "alert",
)  # fmt: skip
LISTS = ("numbers", "users", "groups", "changes", "refreshes")
REGION = {name: "results" if name in LISTS else "detail" for name in READING} | {"overview": "overview"}
ACTIONS = ("refreshes", "refresh-cancel", "refresh-removals")
NO_POST = (
    *(name for name in READING if name not in ("refreshes", "alerts", "alert")),
    "find",
    "refresh-status",
    "healthz",
    "patterns",
)
OPEN = ("healthz", "login")


@dataclass(frozen=True)
class Places:
    """The address of each page, of something that exists."""

    workspace: Workspace

    def __getitem__(self, name: str) -> str:
        number = self.workspace.numbers[0]
        argument = {
            "number": number["id"],
            "user": Assignment.objects.order_by("pk").values_list("user_id", flat=True)[0],
            "group": number["groupId"],
        }
        if name == "alert":
            return reverse(name, args=[Rule.objects.create(name="Lines", events=["number-added"], channel="ops").pk])
        if name.startswith("refresh-") or name == "refresh":
            return reverse(name, args=[Refresh.objects.order_by("pk")[0].pk])
        return reverse(name, args=[argument[name]] if name in argument else [])


@pytest.fixture
def places(workspace: Workspace) -> Places:
    return Places(workspace)


@pytest.mark.parametrize("name", READING)
def test_a_viewer_sees_it_and_is_offered_no_refresh(name: str, places: Places, viewer: Client) -> None:
    response = viewer.get(places[name])
    assert response.status_code == 200
    assert is_page(response)
    assert read(response).ids.count("main") == 1
    posted = [given["action"] for tag, given in read(response).tags if tag == "form" and given.get("method") == "post"]
    assert reverse("logout") in posted
    assert reverse("refreshes") not in posted
    assert is_page(viewer.get(places[name], headers=RESTORE))
    part = viewer.get(places[name], headers=HTMX)
    assert part.status_code == 200
    assert not is_page(part)
    assert html_of(part).lstrip().startswith(f'<div id="{REGION[name]}"')
    assert set(read(part).ids) <= set(read(response).ids)
    head = viewer.head(places[name])
    assert (head.status_code, head.content) == (200, b"")
    for seen in (response, part):
        assert_no_cache_keeps(seen)


@pytest.mark.parametrize("name", OPEN)
def test_no_cache_keeps_what_everybody_sees(name: str, outsider: Client) -> None:
    for headers in ({}, HTMX):
        assert_no_cache_keeps(outsider.get(reverse(name), headers=headers), varies=name != "healthz")


def assert_no_cache_keeps(response: HttpResponseBase, *, varies: bool = True) -> None:
    """Nor takes a fragment for the page."""
    assert {"private", "no-store"} <= {*re.split(", *", response["Cache-Control"])}
    assert not varies or "HX-Request" in response["Vary"]


@pytest.mark.parametrize("name", [*READING, "login"])
def test_its_html_is_sound_and_keeps_to_the_content_security_policy(
    name: str, places: Places, owner: Client, outsider: Client
) -> None:
    response = (outsider if name == "login" else owner).get(places[name])
    page, policy = read(response), response["Content-Security-Policy"]
    assert len(page.ids) == len({*page.ids})
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, given in page.tags:
        assert "style" not in given
        assert tag != "style"
        assert not any(attribute.startswith("on") for attribute in given)
        assert tag != "script" or given.get("src", "").startswith("/static/")
        assert tag != "link" or given["href"].startswith("/static/")


def test_an_outsiders_fragment_sends_the_whole_page_to_the_sign_in(places: Places, outsider: Client) -> None:
    for name in (*READING, "refresh-status"):
        response = outsider.get(places[name], headers=HTMX)
        assert (response.status_code, response.content) == (200, b""), name
        assert response["HX-Redirect"] == f"{reverse('login')}?next=/", name


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_outsider_starts_and_decides_nothing(headers: dict[str, str], places: Places, outsider: Client) -> None:
    before = dump()
    for name in ACTIONS:
        response = outsider.post(places[name], headers=headers)
        assert reverse("login") in response.headers.get("Location", response.headers.get("HX-Redirect", "")), name
        assert Refresh.objects.in_lane(people=False).count() == 1, name
        assert dump() == before, name


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_viewer_starts_and_decides_nothing(headers: dict[str, str], places: Places, viewer: Client) -> None:
    before = list(Refresh.objects.values())
    for name in ACTIONS:
        response = viewer.post(places[name], {"decision": "accept"}, headers=headers)
        assert response.status_code == 403, name
        assert "Permission denied" in html_of(response), name
        assert is_page(response) is not bool(headers), name
        assert list(Refresh.objects.values()) == before, name


def test_what_only_shows_takes_no_post(places: Places, owner: Client) -> None:
    assert {name: owner.post(places[name]).status_code for name in NO_POST} == dict.fromkeys(NO_POST, 405)


@pytest.mark.parametrize("name", ["refresh-cancel", "theme"])
def test_what_only_acts_takes_no_get(name: str, places: Places, owner: Client) -> None:
    response = owner.get(places[name])
    assert response.status_code == 405
    assert response.headers["Allow"]
    assert "A form is sent here." in response.text


def test_a_confirmation_opened_by_its_address_leads_back(places: Places, owner: Client) -> None:
    assert owner.get(places["refresh-removals"]).headers["Location"] == places["refresh"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method: str, places: Places, owner: Client) -> None:
    statuses = {name: getattr(owner, method)(places[name]).status_code for name in READING}
    assert statuses == dict.fromkeys(READING, 405)


def test_a_form_of_another_site_is_refused(places: Places, owner: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    for name in (*ACTIONS, "theme", "logout"):
        assert strict.post(places[name]).status_code == 403, name
    assert Refresh.objects.in_lane(people=False).count() == 1


# Nothing there yet


def test_an_empty_cache_says_what_to_do(owner: Client, settings: Settings) -> None:
    names = ("numbers", "users", "groups", "refreshes")
    for name in names:
        assert "No API key configured." in read(owner.get(reverse(name))).text, name
    settings.QUO_API_KEY = "a-key"
    for name in names:
        text = read(owner.get(reverse(name))).text
        assert "No numbers loaded yet." in text, name
        assert "a-key" not in text, name


def test_an_empty_cache_has_a_fragment_too(owner: Client) -> None:
    for name in LISTS:
        response = owner.get(reverse(name), headers=HTMX)
        assert response.status_code == 200, name
        assert 'id="results"' in html_of(response), name


def test_before_the_first_refresh_the_changes_say_how_to_start(owner: Client) -> None:
    text = read(owner.get(reverse("changes"))).text
    assert "No numbers loaded yet." in text or "No API key configured." in text
    assert "since the first import" not in text


def test_what_is_not_known_is_a_404_in_plain_words(owner: Client) -> None:
    for name, headers in itertools.product(("number", "user", "group"), ({}, HTMX)):
        response = owner.get(reverse(name, args=["XXunknown"]), headers=headers)
        assert response.status_code == 404, name
        assert "XXunknown" in html_of(response), name
        assert is_page(response) is not bool(headers), name


def test_history_gets_a_whole_page_also_where_there_is_none(owner: Client) -> None:
    response = owner.get(reverse("number", args=["XXunknown"]), headers=RESTORE)
    assert response.status_code == 404
    assert is_page(response)


def test_an_unknown_refresh_is_a_404(owner: Client) -> None:
    for name in ("refresh", "refresh-status", "refresh-cancel", "refresh-removals"):
        method = owner.get if name in ("refresh", "refresh-status") else owner.post
        for id in (987654, 0, 2**63, 10**30):
            assert method(reverse(name, args=[id])).status_code == 404, (name, id)


def test_removed_numbers_keep_their_page(viewer: Client, workspace: Workspace) -> None:
    number = workspace.numbers[0]["id"]
    PhoneNumber.objects.filter(pk=number).update(removed_at=timezone.now())
    assert "Quo no longer lists this number." in read(viewer.get(reverse("number", args=[number]))).text
