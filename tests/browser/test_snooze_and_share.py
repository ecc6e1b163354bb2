"""Snoozing an attention item and sharing a view, in a browser: with JavaScript, and without."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from dashboard.accounts.roles import VIEWER, role
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .conftest import NewPage, sign_in
from .test_every_page import violations

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def numbers(site: str) -> None:
    """Two numbers without a user, one with two, and a colleague who may only look."""
    users = [a_user(), a_user("US2")]
    refresh_with(answer_of([a_number("PN1", users=[]), a_number("PN2", users=[]), a_number("PN3", users=users)]))
    User.objects.create_user("vic").groups.add(role(VIEWER))


@BOTH
def test_an_item_is_snoozed_with_a_note_and_woken(javascript: bool, new_page: NewPage, numbers: None) -> None:
    page = new_page(java_script_enabled=javascript, viewport={"width": 390, "height": 844})
    sign_in(page, reverse("overview"))
    attention = page.get_by_role("region", name=re.compile("Needs attention"))
    page.locator("summary[aria-label='Snooze: 2 numbers are unassigned']").click()
    page.get_by_role("radio", name="Until it changes").check()
    page.get_by_label("Note, for everyone").fill("Ordered for the new office")
    page.get_by_role("button", name="Snooze for everyone").click()
    expect(page.locator("#notice")).to_contain_text("Snoozed until it changes: 2 numbers are unassigned.")
    expect(attention).to_contain_text("Nothing else needs attention.")
    note = page.get_by_text("“Ordered for the new office”")
    expect(note).to_be_hidden()
    page.get_by_text("1 snoozed").click()
    expect(note).to_be_visible()

    colleague = new_page(java_script_enabled=javascript)
    sign_in(colleague, reverse("overview"), "vic")
    colleague.get_by_text("1 snoozed").click()
    expect(colleague.get_by_text("Snoozed by owner")).to_be_visible()
    expect(colleague.get_by_role("button", name=re.compile("Unsnooze"))).to_have_count(0)

    page.locator("summary[aria-label='Unsnooze: 2 numbers are unassigned']").click()
    page.get_by_role("button", name="Unsnooze for everyone").click()
    expect(attention.get_by_role("link", name="2 numbers are unassigned")).to_be_visible()
    expect(page.get_by_text("1 snoozed")).to_have_count(0)


@BOTH
def test_a_view_is_shared_pinned_and_opened_by_a_colleague(javascript: bool, new_page: NewPage, numbers: None) -> None:
    page = new_page(java_script_enabled=javascript)
    sign_in(page, reverse("numbers") + "?assigned=no")
    page.locator("summary", has_text="Views").click()
    page.get_by_label("Save this view as").fill("Free lines")
    page.get_by_label("Pin to the overview").check()
    page.get_by_label("Share with everyone").check()
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("#notice")).to_contain_text("The view “Free lines” is saved for everyone.")

    colleague = new_page(java_script_enabled=javascript, viewport={"width": 390, "height": 844})
    sign_in(colleague, reverse("overview"), "vic")
    pinned = colleague.get_by_role("region", name="Pinned views")
    expect(pinned).to_contain_text("2 numbers")
    pinned.get_by_role("link", name="Free lines").click()
    expect(colleague).to_have_url(re.compile("assigned=no"))
    colleague.locator("summary", has_text="Views").click()
    shared = colleague.get_by_role("link", name="Free lines")
    expect(shared).to_be_visible()
    left, right = shared.evaluate("link => [link.getBoundingClientRect().left, link.getBoundingClientRect().right]")
    assert 0 <= left < right <= 390
    expect(colleague.get_by_text("made by owner")).to_be_visible()
    expect(colleague.get_by_role("button", name=re.compile("Unshare"))).to_have_count(0)
    address = str(shared.get_attribute("href"))

    page.locator("summary", has_text="Views").click()
    page.locator("summary[aria-label='Change Free lines for everyone']").click()
    page.get_by_role("button", name="Unshare").click()
    expect(page.locator("#notice")).to_contain_text("The view “Free lines” is private to owner again.")
    colleague.goto(address)
    expect(colleague.get_by_text("This view was deleted, or it is private to another account.")).to_be_visible()


def test_the_result_of_a_refresh_moves_nothing_and_can_be_dismissed(new_page: NewPage, numbers: None) -> None:
    page = new_page()
    sign_in(page, reverse("overview"))
    content = page.locator("#main")  # the overview in it is swapped meanwhile
    before = content.bounding_box()
    assert before is not None
    page.get_by_role("button", name="Refresh", exact=True).click()
    result = page.locator("#refresh-status .notice")
    expect(result).to_be_in_viewport(ratio=1)
    page.evaluate("scrollTo(0, 0)")
    after = content.bounding_box()
    assert after is not None
    assert (after["x"], after["y"]) == (before["x"], before["y"])
    page.get_by_role("button", name="Dismiss").click()
    expect(result).to_have_count(0)


def test_what_opens_keeps_nobody_out(new_page: NewPage, numbers: None) -> None:
    page = new_page()
    sign_in(page)
    page.locator("summary", has_text="Views").click()
    page.get_by_label("Save this view as").fill("Free lines")
    page.get_by_label("Pin to the overview").check()
    page.get_by_role("button", name="Save view").click()
    page.locator("summary", has_text="Views").click()
    width, height = page.get_by_role("link", name="Free lines").evaluate(
        "link => [link.offsetWidth, link.offsetHeight]"
    )
    assert width > height, "its buttons leave the name no room"
    found = violations(page, "details[open]")
    page.goto(reverse("overview"))
    for item in page.locator("summary[aria-label^=Snooze]").all():
        item.click()
        found += violations(page, "details[open]")
    page.get_by_role("button", name="Snooze for everyone").click()
    page.get_by_text("1 snoozed").click()
    found += violations(page, "details[open]")
    assert not found, "\n".join(found)
