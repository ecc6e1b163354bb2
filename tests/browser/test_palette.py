"""The find box: suggestions as one types, and a command palette by keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from inventory.models import Refresh
from inventory.sandbox import Sandbox
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def page(new_page: NewPage, site: str) -> Page:
    ada = a_user("US1", firstName="Ada", lastName="Byron")
    numbers = [
        a_number("PN1", name="Front desk", users=[ada]),
        a_number("PN2", name="Overview of the harbour", users=[]),
    ]
    refresh_with(answer_of(numbers))
    page = new_page()
    sign_in(page)
    return page


def look_for(page: Page, text: str, first: str) -> None:
    """Types into the box that Ctrl-K leads to, and waits until this is the first option."""
    page.keyboard.press("Control+k")
    page.keyboard.type(text)
    expect(page.locator("#find-options [role=option] .name").first).to_have_text(first)


def test_an_empty_box_offers_pages_and_actions(page: Page) -> None:
    page.keyboard.press("Control+k")
    groups = page.locator("#find-options").get_by_role("group")
    expect(groups).to_have_count(2)
    expect(groups.nth(0)).to_have_attribute("aria-labelledby", "find-heading-1")
    expect(page.get_by_role("option", name="Audit log")).to_be_visible()
    page.keyboard.press("ArrowDown")
    option = page.get_by_role("option", name="Overview")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"//[^/]+/$"))


def test_what_is_typed_is_opened_by_keyboard_alone(page: Page) -> None:
    for text, first, place in (
        ("front", "Front desk", "/numbers/PN1/"),
        ("byron ada", "Ada Byron", "/users/US1/"),
        ("GR1", "GR1", "/groups/GR1/"),
        ("overview", "Overview", "/"),  # the page of exactly this name, before a number with it
        ("history", "Changes", "/changes/"),
        ("log aud", "Audit log", "/audit/"),
        ("roles", "Accounts", "/accounts/people/"),
        ("sign out", "Sign out", "/accounts/login/"),
    ):
        look_for(page, text, first)
        expect(page.locator("#find-options [role=option]").first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        page.wait_for_url(place)
    expect(page.get_by_label("Password")).to_be_visible()


def test_the_last_option_leads_to_all_results(page: Page) -> None:
    look_for(page, "n", "Front desk")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Results for “n”")


def test_enter_after_escape_goes_to_the_results(page: Page) -> None:
    look_for(page, "n", "Front desk")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Results for “n”")


def test_enter_searches_where_nothing_is_suggested(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("zzz")
    page.get_by_text("No results for “zzz”").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Results for “zzz”")


def test_enter_before_the_list_has_come_searches_what_was_typed(page: Page) -> None:
    page.route("**/find/?q=fro*", lambda route: route.continue_() if route.request.is_navigation_request() else None)
    look_for(page, "f", "Front desk")
    page.keyboard.type("ro")
    page.keyboard.press("Enter")
    page.wait_for_url("**/numbers/PN1/")  # the search's only match


def test_the_number_of_a_page_is_refreshed(page: Page, sandbox: Sandbox) -> None:
    page.goto(page.url.partition("/numbers/")[0] + "/numbers/PN1/")
    look_for(page, "refresh this", "Refresh this number")
    page.keyboard.press("Enter")
    page.locator("#refresh-status .notice").wait_for()
    assert Refresh.objects.filter(scope="number", target="PN1").count() == 1


def test_refresh_all_numbers_starts_a_refresh(page: Page, sandbox: Sandbox) -> None:
    before = Refresh.objects.in_lane(people=False).count()
    look_for(page, "refresh all", "Refresh all numbers")
    page.keyboard.press("Enter")
    page.locator("#refresh-status .notice").wait_for()
    assert Refresh.objects.in_lane(people=False).count() == before + 1


def test_the_appearance_is_switched(page: Page) -> None:
    look_for(page, "appear", "Switch appearance")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile(reverse("numbers")))


def test_a_late_list_does_not_open_after_escape(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/find/?q=fro*", hold)
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Overview").wait_for()
    with page.expect_request("**/find/?q=fro*"):
        page.keyboard.type("fro")
    page.keyboard.press("Escape")
    held[0].continue_()
    expect(page.locator("#find-options [role=option]")).to_contain_text(["Front desk"])  # the list has come
    expect(page.locator("#find-options")).to_be_hidden()
