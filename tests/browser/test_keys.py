"""Keyboard shortcuts, menus that Escape closes, and rows selected by key, click and range."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from inventory.models import Refresh
from tests.inventory.refreshing.helpers import answer_of, refresh_with, some_numbers

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def page(new_page: NewPage, site: str) -> Page:
    """The list of eight numbers."""
    refresh_with(answer_of(some_numbers(8)))
    page = new_page()
    sign_in(page)
    return page


def selected(page: Page) -> list[int]:
    boxes = page.locator("tbody [type=checkbox]")
    return [n for n in range(boxes.count()) if boxes.nth(n).is_checked()]


def test_j_and_k_walk_through_what_was_found(page: Page) -> None:
    page.goto(reverse("find") + "?q=line")
    for key, row in (("j", "PN0"), ("j", "PN1"), ("j", "PN2"), ("k", "PN1"), ("k", "PN0"), ("k", "PN0")):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=f"Line {row}")).to_be_focused()


def test_ctrl_k_leads_to_the_find_box_also_out_of_another_field(page: Page) -> None:
    find = page.get_by_role("combobox", name="Find a number or person")
    page.keyboard.press("Control+k")
    expect(find).to_be_focused()
    page.get_by_label("Search", exact=True).focus()
    page.keyboard.press("Control+k")
    expect(find).to_be_focused()


def test_g_and_a_letter_go_to_a_page(page: Page) -> None:
    for letter, name in (("p", "users"), ("n", "numbers"), ("o", "overview"), ("c", "changes"), ("r", "refreshes")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_url(reverse(name))


def test_escape_closes_a_menu_and_returns_to_its_button(page: Page) -> None:
    for menu in ("Views", "Columns", "Export"):
        button = page.locator("summary", has_text=menu)
        button.click()
        inside = button.locator("xpath=following-sibling::*")
        expect(inside).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(inside).to_be_hidden()
        expect(button).to_be_focused()


def test_x_selects_the_row_and_shift_click_the_rows_between(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert selected(page) == [1]
    boxes = page.locator("tbody [type=checkbox]")
    boxes.nth(5).click(modifiers=["Shift"])
    assert selected(page) == [1, 2, 3, 4, 5]
    expect(page.locator("[data-selected]")).to_have_text("5")
    boxes.nth(4).click(modifiers=["Shift"])
    assert selected(page) == [1, 2, 3]
    expect(page.locator("[data-selected]")).to_have_text("3")


def test_who_selects_all_rows_of_a_page_is_offered_all_that_match(page: Page) -> None:
    refresh_with(answer_of(some_numbers(30)))
    page.goto(reverse("numbers") + "?q=line&per_page=25")
    every, offer = page.get_by_label("Select all rows of this page"), page.get_by_text("All 30 that match")
    expect(offer).to_be_hidden()
    every.check()
    expect(page.locator("[data-selected]")).to_have_text("25")
    with page.expect_download() as download:
        offer.get_by_role("link", name="Export all as CSV").click()
    assert len(download.value.path().read_text().splitlines()) == 31
    page.locator("tbody [type=checkbox]").first.uncheck()
    expect(offer).to_be_hidden()
    expect(every).to_have_js_property("indeterminate", True)
    page.locator("tbody [type=checkbox]").first.check()
    expect(offer).to_be_visible()


def test_the_skip_link_leads_to_the_first_row(page: Page) -> None:
    page.goto("/numbers/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("tbody [data-row]").first).to_be_focused()


def test_a_click_anywhere_in_a_row_opens_it(page: Page) -> None:
    page.locator("tbody tr").nth(2).locator(".col-updated").click()
    expect(page).to_have_url(re.compile("/numbers/PN2/$"))


def test_the_dialog_lists_every_shortcut(page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    listed = " ".join(dialog.locator("dt").all_inner_texts())
    for key in ("Ctrl K", "/", "g o", "g n", "g p", "g c", "g r", "j k", "Enter", "x", "Shift", "r", "Esc", "?"):
        assert key in listed
    page.keyboard.press("g")  # nothing is done behind an open dialog
    page.keyboard.press("p")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(re.compile("/numbers/"))


def test_the_keyboard_goes_on_where_it_was_when_the_list_is_replaced(page: Page) -> None:
    page.goto(reverse("numbers") + "?assigned=yes")
    page.get_by_role("link", name="Number", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("sort=number"))
    expect(page.locator("#sort-number")).to_be_focused()
    expect(page.locator(".htmx-settling")).to_have_count(0)  # until then, for 20 ms, what is new is a plain link
    page.locator("#chip-1").press("Enter")
    expect(page.locator("#results")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#results :focus")).to_have_count(1)
    row = page.locator("tbody tr").nth(3)
    for focused in (row.get_by_role("link"), row.get_by_role("checkbox")):
        focused.focus()
        renew(page)
        expect(row.get_by_role("link")).to_be_focused()
    page.goto(reverse("users"))
    menu = page.get_by_label("Role")
    menu.focus()
    renew(page)
    expect(menu).to_be_focused()
    page.goto(reverse("overview"))
    page.locator("#overview").get_by_role("link").first.focus()
    renew(page, "#overview")
    expect(page.locator("#overview")).to_be_focused()
    expect(page.locator("#overview")).to_have_css("outline-style", "none")


def renew(page: Page, region: str = "#results") -> None:
    """Replaces what stands on the page, as the end of a refresh does."""
    page.locator(region).evaluate("old => old.classList.add('before')")
    page.evaluate("htmx.trigger(document.body, 'refreshed')")
    expect(page.locator(f"{region}:not(.before)")).to_be_visible()


def test_arrows_lead_along_the_strip_of_refreshes(page: Page) -> None:
    refresh_with(answer_of(some_numbers(8)))
    page.goto(reverse("refreshes"))
    bars = page.locator(".strip a")
    bars.last.focus()
    expect(bars).to_have_count(3)  # a list of people follows the first
    for key, place in (
        ("ArrowLeft", 1),
        ("ArrowLeft", 0),
        ("ArrowLeft", 0),
        ("End", 2),
        ("Home", 0),
        ("ArrowRight", 1),
    ):
        page.keyboard.press(key)
        expect(bars.nth(place)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.strip')") is None
    page.keyboard.press("Shift+Tab")
    expect(bars.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('refresh', args=[Refresh.objects.earliest('id').pk])}")
