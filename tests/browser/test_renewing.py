"""A page renews itself after a refresh, but takes nothing out of somebody's hands."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from inventory.choices import Scope
from inventory.models import CacheState, PhoneNumber
from inventory.refreshing.request import request_refresh
from inventory.sandbox import Sandbox
from tests.inventory.refreshing.helpers import KeptRows, a_number, answer_of, refresh_with

from .conftest import NewPage, sign_in
from .test_every_page import violations

pytestmark = pytest.mark.browser
NOTE = "There is newer data."


@pytest.fixture
def outdated(site: str, sandbox: Sandbox, kept: KeptRows) -> None:
    """The first of the sandbox's twelve numbers has another name here until the next refresh."""
    del sandbox.workspace.numbers[12:]
    kept.begin_with("twelve numbers", lambda: request_refresh(Scope.WORKSPACE, requested_by_name="cron"))
    outdate("Outdated")


@pytest.fixture
def page(outdated: None, new_page: NewPage) -> Page:
    page = new_page()
    sign_in(page)
    return page


def refresh(page: Page) -> None:
    page.get_by_role("button", name="Refresh", exact=True).click()


def outdate(name: str) -> None:
    """Gives a number another name until the next refresh. It stands first in the list."""
    first = PhoneNumber.objects.order_by("id")[:1].values("pk")
    PhoneNumber.objects.filter(pk__in=first).update(name=name, sort_name="", digest=b"")


def test_selected_rows_stay_until_they_are_let_go(page: Page) -> None:
    box = page.get_by_label("Select Outdated")
    box.check()
    refresh(page)
    expect(page.get_by_text(NOTE)).to_be_visible()
    assert violations(page, {"include": ["#newer", "#selection"]}) == []
    expect(box).to_be_checked()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(box).not_to_be_checked()
    expect(page.get_by_role("link", name="Outdated")).to_have_count(0)
    expect(page.get_by_text(NOTE)).to_be_hidden()


def test_the_counts_beside_the_rows_follow_a_refresh(page: Page) -> None:
    count = page.locator("label:has([name=restricted][value='calling.US']) .count")
    before = count.inner_text()
    free = PhoneNumber.objects.filter(calling_us="unrestricted")[:1].values("pk")
    PhoneNumber.objects.filter(pk__in=free).update(calling_us="restricted", digest=b"")
    CacheState.objects.update(version=uuid4())
    page.reload()
    expect(count).to_have_text(str(int(before) + 1))
    refresh(page)
    expect(count).to_have_text(before)


def test_after_back_the_row_that_was_opened_has_the_focus(page: Page) -> None:
    name = page.locator("[data-row]").nth(2).inner_text()
    page.locator("[data-row]").nth(2).click()
    expect(page.locator("#detail")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name=name)).to_be_focused()


def test_a_half_filled_form_stays_until_the_update_is_wanted(page: Page) -> None:
    page.goto(reverse("overview"))
    summary = page.locator("summary[aria-label^='Snooze']").first
    summary.click()
    note = page.get_by_label("Note, for everyone").locator("visible=true")
    note.fill("Ordered")
    page.evaluate("document.querySelector('.glance').textContent = 'as it was'")
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    refresh(page)
    expect(page.get_by_text(NOTE)).to_be_visible()
    summary.click()
    expect(note).to_have_value("Ordered")
    expect(page.get_by_text("as it was")).to_be_visible()
    page.get_by_role("button", name="Update now").press("Enter")
    expect(page.get_by_text("as it was")).to_have_count(0)
    expect(page.get_by_text(NOTE)).to_be_hidden()


def test_what_nobody_uses_is_renewed_at_once(page: Page) -> None:
    refresh(page)
    expect(page.get_by_role("link", name="Outdated")).to_have_count(0)
    expect(page.get_by_text(NOTE)).to_be_hidden()


def test_going_back_brings_the_list_of_now(page: Page) -> None:
    page.locator("#sort-number").click()
    expect(page.locator("[aria-sort=ascending] #sort-number")).to_be_visible()
    page.get_by_label("Select Outdated").check()
    refresh(page)
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.go_back()
    expect(page.locator("[aria-sort=ascending] #sort-name")).to_be_visible()
    expect(page.get_by_role("link", name="Outdated")).to_have_count(0)
    expect(page.get_by_text(NOTE)).to_have_count(0)


# While it stands open


@pytest.fixture
def open_page(outdated: None, new_page: NewPage) -> Page:
    """The same page with a clock that the test winds."""
    page = new_page(spoilt=True)
    page.clock.install()
    sign_in(page)
    return page


def refresh_elsewhere(name: str = "Renamed") -> None:
    first = PhoneNumber.objects.order_by("id")[0]
    refresh_with(answer_of([a_number(first.pk, name=name)]), Scope.NUMBER, first.pk)
    CacheState.objects.update(confirmed_at=timezone.now())  # as a refresh of all would


def test_an_open_page_takes_what_others_refreshed(open_page: Page) -> None:
    refresh_elsewhere()
    open_page.clock.fast_forward("01:01")
    expect(open_page.get_by_role("link", name="Renamed")).to_be_visible()
    refresh_elsewhere("Once more")
    open_page.clock.fast_forward("01:01")
    expect(open_page.get_by_role("link", name="Once more")).to_be_visible()


def test_an_open_page_offers_it_where_somebody_works_in_it(open_page: Page) -> None:
    open_page.get_by_label("Select Outdated").check()
    refresh_elsewhere()
    open_page.clock.fast_forward("01:01")
    expect(open_page.get_by_text(NOTE)).to_be_visible()
    expect(open_page.get_by_label("Select Outdated")).to_be_checked()
    open_page.get_by_role("button", name="Update now").click()
    expect(open_page.get_by_role("link", name="Renamed")).to_be_visible()


def test_ages_tick_and_old_data_is_called_so(open_page: Page) -> None:
    line = open_page.locator("#freshness")
    expect(line).to_have_text(re.compile("Last refreshed just now$"), use_inner_text=True)
    open_page.clock.fast_forward("03:01")
    expect(line).to_have_text(re.compile("Last refreshed 3 min ago$"), use_inner_text=True)
    open_page.clock.fast_forward("13:00")
    expect(line).to_have_text(re.compile("Last refreshed 16 min ago, out of date"), use_inner_text=True)
    expect(line).to_have_class("freshness waiting")


def test_a_page_out_of_sight_asks_nothing_and_at_once_when_it_returns(open_page: Page) -> None:
    asked: list[str] = []
    open_page.on("request", lambda request: asked.append(request.url) if "/freshness/" in request.url else None)
    show = "(hidden) => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
    show += " document.dispatchEvent(new Event('visibilitychange')); }"
    open_page.evaluate(show, True)
    open_page.clock.fast_forward("10:00")
    refresh_elsewhere()
    assert asked == []
    open_page.evaluate(show, False)
    expect(open_page.get_by_role("link", name="Renamed")).to_be_visible()
    assert len(asked) == 1


def test_a_session_that_ended_takes_nothing_out_of_somebodys_hands(open_page: Page) -> None:
    open_page.get_by_label("Select Outdated").check()
    open_page.context.clear_cookies()
    open_page.clock.fast_forward("01:01")
    expect(open_page.get_by_text("Your session ended.")).to_be_visible()
    expect(open_page.get_by_label("Select Outdated")).to_be_checked()
    open_page.get_by_role("link", name="Sign in").click()
    expect(open_page).to_have_url(re.compile(r"/accounts/login/\?next=/numbers/$"))
    expect(open_page.get_by_text("Your session ended.")).to_be_visible()


def test_a_success_leaves_unless_it_is_looked_at_and_a_failure_stays(page: Page, sandbox: Sandbox) -> None:
    refresh(page)
    toast = page.locator("#refresh-status")
    expect(toast).to_contain_text("12 checked")
    late = """document.getElementById("refresh-status").getAnimations().map((each) => {
      each.currentTime = 7990;
      return each.playState;
    })"""
    toast.hover()
    assert page.evaluate(late) == ["paused"]
    expect(toast).to_be_visible()
    page.mouse.move(0, 0)
    expect(toast).to_be_hidden()
    sandbox.fault = "forbidden"
    refresh(page)
    expect(toast.locator(".notice.bad")).to_have_count(1)
    assert page.evaluate(late) == []
    sandbox.fault = None
    toast.get_by_role("button", name="Retry").click()
    expect(toast).to_contain_text("12 checked")
