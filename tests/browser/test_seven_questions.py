"""An admin's questions, each answered in at most one click from the overview, with the answer in the address."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from inventory.choices import Scope
from inventory.models import CacheState, PhoneNumber, WorkspaceUser
from inventory.refreshing.request import request_refresh
from inventory.sandbox import Sandbox
from tests.inventory.refreshing.helpers import KeptRows

from .conftest import NewPage, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])]


@pytest.fixture
def morning(sandbox: Sandbox, kept: KeptRows, new_page: NewPage, javascript: bool) -> Page:
    """The overview, after a first import and a refresh that saw changes."""
    kept.begin_with("a morning", lambda: refresh_twice(sandbox))
    page = new_page(java_script_enabled=javascript)
    sign_in(page, "/")
    return page


def refresh_twice(sandbox: Sandbox) -> None:
    request_refresh(Scope.WORKSPACE, requested_by_name="cron")
    sandbox.workspace.numbers[0]["name"] = "Renamed overnight"
    sandbox.workspace.numbers[1]["portingStatus"] = "pending"
    request_refresh(Scope.WORKSPACE, requested_by_name="cron")
    PhoneNumber.objects.filter(porting_status="pending").update(porting_since=timezone.now() - timedelta(days=30))


def listed(page: Page) -> set[str]:
    """The names of the numbers in the list."""
    return set(page.locator("table.numbers [data-row]").all_inner_texts())


def names(**conditions: object) -> set[str]:
    return {number.name[:60] for number in PhoneNumber.objects.current().filter(**conditions)}


def test_what_needs_my_attention_now(morning: Page) -> None:
    items = morning.get_by_role("region", name="Needs attention").get_by_role("listitem")
    expect(items.filter(has_text="cannot text the US")).to_be_visible()
    expect(items.filter(has_text="stalled for 10 days")).to_be_visible()


def test_which_numbers_cannot_text_the_us(morning: Page) -> None:
    morning.get_by_role("link", name="numbers cannot text the US").first.click()
    expect(morning).to_have_url(re.compile(r"/numbers/\?restricted=messaging\.US$"))
    assert listed(morning) == names(messaging_us="restricted")


def test_which_ports_are_stalled(morning: Page) -> None:
    morning.get_by_role("link", name=re.compile("stalled for 10 days")).click()
    expect(morning).to_have_url(re.compile("stalled=yes"))
    long_ago = timezone.now() - timedelta(days=10)
    under_way = PhoneNumber.objects.ports_under_way()
    stalled = {number.name for number in under_way.filter(porting_since__lt=long_ago)}
    assert listed(morning) == stalled >= names(porting_status="pending")


def test_what_a_person_holds_alone(morning: Page) -> None:
    link = morning.get_by_role("region", name="Sole users").locator(".ranks a").first
    name = link.inner_text()
    link.click()
    expect(morning.get_by_role("heading", level=1)).to_contain_text(name)
    expect(morning.get_by_text(f"If {name} left, ")).to_be_visible()
    person = WorkspaceUser.objects.get(pk=re.sub(r".*/users/(.*)/", r"\1", morning.url))
    assert listed(morning) == {number.name for number in PhoneNumber.objects.current().assigned_to(person.pk)}


def test_which_numbers_have_no_one_or_forward_elsewhere(morning: Page) -> None:
    morning.get_by_role("link", name=re.compile("forwards? calls")).click()
    expect(morning).to_have_url(re.compile(r"forward=yes$"))
    assert listed(morning) == {number.name for number in PhoneNumber.objects.current().exclude(forward="")}
    morning.goto("/")
    morning.get_by_role("link", name=re.compile("unassigned")).click()
    expect(morning).to_have_url(re.compile(r"assigned=no$"))
    assert listed(morning) == {number.name for number in PhoneNumber.objects.current().filter(assignments=None)}


def test_what_changed_since_yesterday_and_who_asked(morning: Page) -> None:
    morning.get_by_role("link", name=re.compile("changes? since yesterday")).click()
    expect(morning).to_have_url(re.compile(r"/changes/\?since=\d{4}-\d\d-\d\d$"))
    line = morning.get_by_role("listitem").filter(has_text="Renamed overnight")
    expect(line).to_contain_text("was renamed from")
    expect(line).to_contain_text("requested by cron")


def test_can_i_trust_what_i_see(morning: Page, sandbox: Sandbox) -> None:
    expect(morning.locator("#freshness")).to_contain_text("Last refreshed just now")
    sandbox.fault = "unauthorized"
    request_refresh(Scope.WORKSPACE, requested_by_name="cron")
    CacheState.objects.update(confirmed_at=timezone.now() - timedelta(hours=5))
    morning.reload()
    expect(morning.locator("#freshness")).to_contain_text("last refresh failed")
    morning.locator("#freshness a").click()
    expect(morning).to_have_url(re.compile(r"/refreshes/$"))
    expect(morning.get_by_role("row").nth(1)).to_contain_text("Quo refused the API key")
