"""A page renews itself after a refresh, but takes nothing out of somebody's hands."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from inventory.models import PhoneNumber

from .conftest import NewPage, sign_in
from .test_every_page import violations

pytestmark = pytest.mark.browser
NOTE = "A menu, a form or a selection is open, so this page was not updated."


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """The list of the sandbox's numbers, the first of which has another name here until the next refresh."""
    page = new_page()
    sign_in(page)
    refresh(page)
    expect(page.locator(".matching")).to_have_text("40 of 40")
    page.get_by_role("button", name="Dismiss").click()
    outdate("Outdated")
    page.goto(reverse("numbers"))
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
    assert violations(page) == []
    expect(box).to_be_checked()
    box.uncheck()
    expect(page.get_by_role("link", name="Outdated")).to_have_count(0)
    expect(page.get_by_text(NOTE)).to_be_hidden()


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
    expect(page.locator("html.outdated")).to_have_count(0)
