"""The rail beside the list: its counts come after the rows, and disturb nobody."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser


def test_counts_follow_the_rows_and_leave_the_focus_where_it_is(new_page: NewPage, site: str) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2"), a_number("PN3", users=[])]))
    page = new_page()
    sign_in(page)
    box, all_numbers = page.get_by_role("checkbox", name="Sole user"), page.locator("label:has(#f-assigned-0)")
    expect(all_numbers).to_have_text("All 3")
    box.focus()
    page.keyboard.press("Space")
    expect(all_numbers).to_have_text("All 2")
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    expect(page.locator("label.none", has_text="Unassigned")).to_have_text("Unassigned 0")
    page.get_by_role("link", name="Sole user", exact=True).click()
    expect(all_numbers).to_have_text("All 3")
    expect(box).not_to_be_checked()
    expect(page).to_have_url(re.compile(r"/numbers/$"))


def test_only_new_filters_ask_for_counts_again(new_page: NewPage, site: str) -> None:
    """Not an order, a page or a size: what they carry into the form is there nevertheless."""
    refresh_with(answer_of([a_number(f"PN{place}", users=[]) for place in range(60)]))
    page = new_page()
    sign_in(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/numbers/facets/" in request.url else None)
    with page.expect_response("**/numbers/facets/**"):
        page.get_by_role("radio", name="Unassigned").check()
    page.get_by_role("link", name="Updated").click()
    expect(page).to_have_url(re.compile("sort=-updated"))
    page.get_by_role("link", name="25", exact=True).click()
    expect(page).to_have_url(re.compile("per_page=25"))
    page.get_by_role("link", name="Page 2").click()
    expect(page).to_have_url(re.compile("page=2"))
    assert len(asked) == 1
    with page.expect_response("**/numbers/facets/**"):
        page.locator("#f-forward").select_option("no")
    expect(page).to_have_url(re.compile("forward=no"))
    for kept in ("assigned=no", "sort=-updated", "per_page=25"):
        expect(page).to_have_url(re.compile(kept))
    assert len(asked) == 2


def test_no_click_is_lost_on_what_is_still_under_way(new_page: NewPage, site: str) -> None:
    """Neither counts that load when the order changes, nor another page while one loads."""
    refresh_with(answer_of([a_number(f"PN{place}", users=[] if place else [a_user()]) for place in range(60)]))
    page = new_page()
    sign_in(page)
    held: list[Route] = []
    page.route("**/numbers/facets/**", lambda route: held.append(route))
    with page.expect_request("**/numbers/facets/**"):
        page.get_by_role("radio", name="Unassigned").check()
    page.get_by_role("link", name="Updated").click()
    expect(page).to_have_url(re.compile("sort=-updated"))
    held.pop().continue_()
    expect(page.locator("label:has(#f-assigned-1)")).to_have_text("Assigned 1")
    expect(page.locator("label:has(#f-sole-0)")).to_have_text("Sole user 0")
    page.route(re.compile("[?&]page=2"), lambda route: held.append(route))
    with page.expect_request(re.compile("[?&]page=2")):
        page.get_by_role("link", name="Page 2").click()
    page.get_by_role("link", name="25", exact=True).click()
    expect(page).to_have_url(re.compile("per_page=25$"))


def test_a_preset_replaces_the_days_and_stays_with_the_next_filter(new_page: NewPage, site: str) -> None:
    for name in ("Line", "Desk"):
        refresh_with(answer_of([a_number(f"PN{place}", name=f"{name} {place}") for place in range(3)]))
    page = new_page()
    sign_in(page, f"{site}/changes/?per_page=25&since=2026-01-01")
    page.get_by_role("link", name="Today", exact=True).click()
    expect(page.locator("#f-since")).to_have_value("")
    expect(page).to_have_url(re.compile(r"per_page=25&period=today$"))
    page.locator("#f-until").fill("2999-12-31")
    expect(page).to_have_url(re.compile("until=2999-12-31"))
    expect(page).to_have_url(re.compile("period=today"))
    expect(page).not_to_have_url(re.compile("since"))
    page.get_by_role("link", name="Last 7 days").click()
    expect(page).to_have_url(re.compile("period=7d"))
    expect(page).not_to_have_url(re.compile("until|today"))
