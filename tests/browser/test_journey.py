"""The way of an admin through the product, in a browser: with JavaScript, and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from inventory.choices import Scope
from inventory.models import WorkspaceUser
from inventory.refreshing.request import request_refresh
from inventory.sandbox import Sandbox
from tests.inventory.refreshing.helpers import answer_of, refresh_with, some_numbers

from .conftest import NewPage, sign_in, sign_in_by_form

pytestmark = pytest.mark.browser


@pytest.fixture
def few(sandbox: Sandbox) -> Sandbox:
    """With sixteen numbers."""
    del sandbox.workspace.numbers[16:]
    return sandbox


def someone(sandbox: Sandbox) -> tuple[str, str, int]:
    """A person of the sandbox who holds a few of its numbers: id, name, how many."""
    number = next(number for number in sandbox.workspace.numbers if len(number["users"]) > 1)
    id = number["users"][0]["id"]
    return id, WorkspaceUser.objects.get(pk=id).name, len(sandbox.workspace.assigned_to(id))


def back_to_the_list(page: Page, javascript: bool) -> None:
    """Without JavaScript, Refresh leads to the refresh's page, which follows it to its end."""
    if not javascript:
        expect(page).to_have_url(re.compile(r"/refreshes/\d+/$"))
        page.goto("/numbers/")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_admin_finds_out_who_holds_what(javascript: bool, new_page: NewPage, sandbox: Sandbox) -> None:
    page = new_page(java_script_enabled=javascript)
    sign_in_by_form(page)
    expect(page.get_by_text("No numbers loaded yet.")).to_be_visible()

    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(page.get_by_text(re.compile(r"40 checked, 40 added, 0 changed, 0 removed"))).to_be_visible()
    back_to_the_list(page, javascript)
    expect(page.locator(".matching")).to_have_text("40 of 40")

    id, name, held = someone(sandbox)
    page.get_by_role("combobox", name="People").fill(id)
    if javascript:
        page.get_by_role("option", name=name).click()
    else:
        page.locator(".picker").get_by_role("button", name="Find").click()
    expect(page.locator(".matching")).to_have_text(f"{held} of 40")
    expect(page).to_have_url(re.compile(rf"user={id}"))
    expect(page.get_by_role("link", name=f"Assigned to {name}")).to_be_visible()

    number = page.locator("tbody a[data-row]").first
    called = number.inner_text()
    number.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(called.removesuffix("…"))
    expect(page.locator("#detail").get_by_text("Last refreshed just now")).to_be_visible()

    page.get_by_role("region", name="People").get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    assert page.locator("tbody a[data-row]").count() == held

    page.go_back()
    page.go_back()
    expect(page.locator(".matching")).to_have_text(f"{held} of 40")
    expect(page.locator(".picked li > bdi")).to_have_text([name])

    page.get_by_role("link", name=f"Assigned to {name}").click()
    expect(page.locator(".matching")).to_have_text("40 of 40")
    expect(page.locator(".picked li")).to_have_count(0)

    page.get_by_role("columnheader", name="Number").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Number")).to_have_attribute("aria-sort", "ascending")
    expect(page).to_have_url(re.compile("sort=number"))

    page.get_by_role("navigation", name="Pages").get_by_role("link", name="25", exact=True).click()
    expect(page.get_by_text("1–25 of 40")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("26–40 of 40")).to_be_visible()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.get_by_role("columnheader", name="Number")).to_have_attribute("aria-sort", "ascending")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_failure_is_shown_over_what_was_known(javascript: bool, new_page: NewPage, few: Sandbox) -> None:
    page = new_page(java_script_enabled=javascript)
    sign_in(page)
    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(page.get_by_text("16 checked")).to_be_visible()
    back_to_the_list(page, javascript)
    expect(page.locator(".matching")).to_have_text("16 of 16")
    few.fault = "forbidden"
    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(page.get_by_text("does not let this API key")).to_be_visible()
    expect(page.get_by_text("0400403").first).to_be_visible()
    expect(page.get_by_text(re.compile("trace", re.IGNORECASE)).first).to_be_visible()
    back_to_the_list(page, javascript)
    expect(page.locator(".matching")).to_have_text("16 of 16")
    assert page.locator("tbody a[data-row]").count() == 16
    expect(page.locator("#freshness")).to_contain_text("last refresh failed")


def test_removals_that_are_held_wait_in_the_toast_the_list_and_the_page(new_page: NewPage, few: Sandbox) -> None:
    request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    few.fault = "shrunk"
    page = new_page()
    sign_in(page)
    page.get_by_role("button", name="Refresh", exact=True).click()
    toast = page.locator("#refresh-status .notice")
    expect(toast).to_contain_text("removals held")
    expect(toast).to_have_class("notice waiting")
    page.get_by_role("link", name="Refreshes").click()
    page.get_by_role("row", name="removals held").get_by_role("link").first.click()
    expect(page.locator("h1 .badge.waiting")).to_contain_text("removals held")
    page.get_by_role("button", name=re.compile("^Remove .+ numbers")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Remove")


def test_a_refresh_renews_what_the_page_shows(new_page: NewPage, few: Sandbox) -> None:
    page = new_page()
    sign_in(page)
    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(page.locator(".matching")).to_have_text("16 of 16")
    few.workspace.numbers[0]["name"] = "Aardvark desk"
    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(page.locator("#results").get_by_role("link", name="Aardvark desk")).to_be_visible()
    expect(page.locator("#refresh-status")).to_contain_text("1 changed")
    page.get_by_role("link", name="Aardvark desk").click()
    few.workspace.numbers[0]["name"] = "Zebra desk"
    page.get_by_role("button", name="Refresh this number").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zebra desk")
    expect(page.locator("#refresh-status")).to_contain_text("1 checked, 1 changed")
    expect(page.get_by_text("This number was renamed from Aardvark desk to Zebra desk")).to_be_visible()


def test_filters_work_while_they_are_ticked(new_page: NewPage, few: Sandbox) -> None:
    page = new_page()
    sign_in(page)
    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(page.locator(".matching")).to_have_text("16 of 16")
    closed = sum(number["restrictions"]["messaging"]["US"] == "restricted" for number in few.workspace.numbers)
    box = page.get_by_role("group", name="Cannot text").get_by_label("US")
    box.check()
    expect(page.locator(".matching")).to_have_text(f"{closed} of 16")
    page.get_by_role("link", name="Cannot text the US").click()
    expect(page.locator(".matching")).to_have_text("16 of 16")
    expect(box).not_to_be_checked()
    number = few.workspace.numbers[7]
    page.get_by_label("Search").fill(number["number"][-4:])
    expect(page.locator("#results").get_by_role("link", name=number["name"][:20])).to_be_visible()
    expect(page).to_have_url(re.compile(f"q={number['number'][-4:]}"))


def test_everything_can_be_done_by_keys(new_page: NewPage, few: Sandbox) -> None:
    page = new_page()
    sign_in(page)
    page.keyboard.press("r")
    expect(page.locator(".matching")).to_have_text("16 of 16")
    rows = page.locator("tbody a[data-row]")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    page.keyboard.press("/")
    find = page.get_by_role("combobox", name="Find a number or person")
    expect(find).to_be_focused()
    page.keyboard.type("jr?")  # letters while typing are only letters
    expect(find).to_have_value("jr?")
    expect(page.get_by_text("No results for “jr?”")).to_be_visible()
    page.keyboard.press("Escape")  # closes the suggestions
    page.keyboard.press("Escape")
    expect(find).not_to_be_focused()
    page.keyboard.press("j")
    called = rows.nth(0).inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(called.removesuffix("…"))


def test_a_session_that_ended_leads_the_whole_page_to_the_sign_in(new_page: NewPage, site: str) -> None:
    refresh_with(answer_of(some_numbers(3)))
    page = new_page()
    sign_in(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Search").fill("anything")
    page.wait_for_url("**/accounts/login/**")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_light_and_dark_are_a_button_away(new_page: NewPage) -> None:
    page = new_page(color_scheme="light")
    sign_in(page)
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="Switch to dark colours").click()
    expect(page.get_by_role("button", name="Switch to light colours")).to_be_visible()
    assert page.evaluate(background) != light
    page.get_by_role("button", name="Switch to light colours").click()
    expect(page.get_by_role("button", name="Use the system's colours")).to_be_visible()
    assert page.evaluate(background) == light
