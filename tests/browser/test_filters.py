"""The rail beside the list: its counts come after the rows, and disturb nobody."""

import re

import pytest
from playwright.sync_api import expect

from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with

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
