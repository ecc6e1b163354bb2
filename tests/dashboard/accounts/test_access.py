"""What holds for every page: who may see it, with which methods, and what browsers may keep of it."""

from dataclasses import dataclass

import pytest
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
def test_a_viewer_sees_it(name: str, places: Places, viewer: Client) -> None:
    response = viewer.get(places[name])
    assert response.status_code == 200
    assert is_page(response)
    assert read(response).ids.count("main") == 1
    assert f'action="{reverse("logout")}"' in response.content.decode()


@pytest.mark.parametrize("name", READING)
def test_no_id_is_on_a_page_twice(name: str, places: Places, owner: Client) -> None:
    ids = read(owner.get(places[name])).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", READING)
def test_a_page_has_one_heading_of_the_first_rank(name: str, places: Places, owner: Client) -> None:
    tags = [tag for tag, _ in read(owner.get(places[name])).tags]
    assert tags.count("h1") == 1


@pytest.mark.parametrize("name", READING)
def test_htmx_gets_only_the_region(name: str, places: Places, viewer: Client) -> None:
    whole, part = viewer.get(places[name]), viewer.get(places[name], headers=HTMX)
    assert part.status_code == 200
    assert not is_page(part)
    assert html_of(part).lstrip().startswith(f'<div id="{REGION[name]}"')
    assert set(read(part).ids) <= set(read(whole).ids)


@pytest.mark.parametrize("name", READING)
def test_history_gets_the_whole_page(name: str, places: Places, viewer: Client) -> None:
    assert is_page(viewer.get(places[name], headers=RESTORE))


@pytest.mark.parametrize("name", [*READING, *OPEN])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_no_cache_keeps_it_and_fragments_are_told_apart(
    name: str, headers: dict[str, str], places: Places, viewer: Client
) -> None:
    response = viewer.get(places[name], headers=headers)
    cache = response["Cache-Control"]
    assert "private" in cache
    assert "no-store" in cache
    assert name == "healthz" or "HX-Request" in response["Vary"]


@pytest.mark.parametrize("name", [*READING, "refresh-status"])
def test_an_outsiders_fragment_sends_the_whole_page_to_the_sign_in(name: str, places: Places, outsider: Client) -> None:
    response = outsider.get(places[name], headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Redirect"] == f"{reverse('login')}?next=/"
    assert response.content == b""


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_outsider_starts_and_decides_nothing(
    name: str, headers: dict[str, str], places: Places, outsider: Client
) -> None:
    before = dump()
    response = outsider.post(places[name], headers=headers)
    assert reverse("login") in response.headers.get("Location", response.headers.get("HX-Redirect", ""))
    assert Refresh.objects.in_lane(people=False).count() == 1
    assert dump() == before


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_viewer_starts_and_decides_nothing(
    name: str, headers: dict[str, str], places: Places, viewer: Client
) -> None:
    before = list(Refresh.objects.values())
    response = viewer.post(places[name], {"decision": "accept"}, headers=headers)
    assert response.status_code == 403
    assert "Permission denied" in html_of(response)
    assert is_page(response) is not bool(headers)
    assert list(Refresh.objects.values()) == before


@pytest.mark.parametrize("name", READING)
def test_a_viewer_is_offered_no_refresh(name: str, places: Places, viewer: Client) -> None:
    tags = read(viewer.get(places[name])).tags
    posted = [given["action"] for tag, given in tags if tag == "form" and given.get("method") == "post"]
    assert reverse("refreshes") not in posted


@pytest.mark.parametrize("name", NO_POST)
def test_what_only_shows_takes_no_post(name: str, places: Places, owner: Client) -> None:
    assert owner.post(places[name]).status_code == 405


@pytest.mark.parametrize("name", ["refresh-cancel", "theme"])
def test_what_only_acts_takes_no_get(name: str, places: Places, owner: Client) -> None:
    response = owner.get(places[name])
    assert response.status_code == 405
    assert response.headers["Allow"]
    assert "A form is sent here." in response.text


def test_a_confirmation_opened_by_its_address_leads_back(places: Places, owner: Client) -> None:
    assert owner.get(places["refresh-removals"]).headers["Location"] == places["refresh"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("name", READING)
def test_other_methods_are_refused(name: str, method: str, places: Places, owner: Client) -> None:
    assert getattr(owner, method)(places[name]).status_code == 405


@pytest.mark.parametrize("name", READING)
def test_a_head_is_answered(name: str, places: Places, viewer: Client) -> None:
    response = viewer.head(places[name])
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("name", [*ACTIONS, "theme", "logout"])
def test_a_form_of_another_site_is_refused(name: str, places: Places, owner: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    assert strict.post(places[name]).status_code == 403
    assert Refresh.objects.in_lane(people=False).count() == 1


@pytest.mark.parametrize("name", [*READING, "login"])
def test_the_content_security_policy_is_in_force_and_the_page_keeps_to_it(
    name: str, places: Places, owner: Client, outsider: Client
) -> None:
    response = (outsider if name == "login" else owner).get(places[name])
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, given in read(response).tags:
        assert "style" not in given
        assert tag != "style"
        assert not any(attribute.startswith("on") for attribute in given)
        assert tag != "script" or given.get("src", "").startswith("/static/")
        assert tag != "link" or given["href"].startswith("/static/")


# Nothing there yet


@pytest.mark.parametrize("name", ["numbers", "users", "groups", "refreshes"])
def test_an_empty_cache_says_what_to_do(name: str, owner: Client) -> None:
    assert "No API key configured." in read(owner.get(reverse(name))).text


@pytest.mark.parametrize("name", ["numbers", "users", "groups", "refreshes"])
def test_an_empty_cache_with_a_key_says_to_refresh(name: str, owner: Client, settings: Settings) -> None:
    settings.QUO_API_KEY = "a-key"
    text = read(owner.get(reverse(name))).text
    assert "No numbers loaded yet." in text
    assert "a-key" not in text


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_cache_has_a_fragment_too(name: str, owner: Client) -> None:
    response = owner.get(reverse(name), headers=HTMX)
    assert response.status_code == 200
    assert 'id="results"' in html_of(response)


def test_before_the_first_refresh_the_changes_say_how_to_start(owner: Client) -> None:
    text = read(owner.get(reverse("changes"))).text
    assert "No numbers loaded yet." in text or "No API key configured." in text
    assert "since the first import" not in text


@pytest.mark.parametrize("name", ["number", "user", "group"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_what_is_not_known_is_a_404_in_plain_words(name: str, headers: dict[str, str], owner: Client) -> None:
    response = owner.get(reverse(name, args=["XXunknown"]), headers=headers)
    assert response.status_code == 404
    assert "XXunknown" in html_of(response)
    assert is_page(response) is not bool(headers)


def test_history_gets_a_whole_page_also_where_there_is_none(owner: Client) -> None:
    response = owner.get(reverse("number", args=["XXunknown"]), headers=RESTORE)
    assert response.status_code == 404
    assert is_page(response)


@pytest.mark.parametrize("name", ["refresh", "refresh-status", "refresh-cancel", "refresh-removals"])
def test_an_unknown_refresh_is_a_404(name: str, owner: Client) -> None:
    method = owner.get if name in ("refresh", "refresh-status") else owner.post
    for id in (987654, 0, 2**63, 10**30):
        assert method(reverse(name, args=[id])).status_code == 404


def test_removed_numbers_keep_their_page(viewer: Client, workspace: Workspace) -> None:
    number = workspace.numbers[0]["id"]
    PhoneNumber.objects.filter(pk=number).update(removed_at=timezone.now())
    assert "Quo no longer lists this number." in read(viewer.get(reverse("number", args=[number]))).text
