"""The offboarding checklist on a person's page: fetched when somebody opens it, and shown as text whatever it holds."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .conftest import NewPage, sign_in
from .test_every_page import violations

pytestmark = pytest.mark.browser


def test_the_summary_comes_when_it_is_opened(new_page: NewPage, site: str) -> None:
    name = "<b>Bold</b> & sons"
    refresh_with(answer_of([a_number(name=name), a_number("PN2", users=[a_user(), a_user("US2")])]))
    page = new_page()
    sign_in(page, reverse("user", args=["US1"]))
    summary = page.locator("#offboarding")
    expect(summary).to_be_hidden()
    page.get_by_text("Offboarding checklist", exact=True).click()
    expect(summary).to_contain_text("2 numbers, 1 to reassign before offboarding")
    expect(summary).to_contain_text(f"[ ] {name}, +12025550101")


def test_it_is_a_file_without_javascript(new_page: NewPage, site: str) -> None:
    refresh_with(answer_of([a_number()]))
    page = new_page(java_script_enabled=False)
    sign_in(page, reverse("user", args=["US1"]))
    page.get_by_text("Offboarding checklist", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="The checklist as a text file").click()
    assert download.value.suggested_filename == "offboarding-US1.txt"
    assert "1 number, 1 to reassign before offboarding" in download.value.path().read_text()


def test_people_ticked_in_the_list_have_one_checklist(new_page: NewPage, site: str) -> None:
    ada, bob = a_user("US1", firstName="Ada"), a_user("US2", firstName="Bob")
    refresh_with(answer_of([a_number(name="Theirs", users=[ada, bob]), a_number("PN2", users=[a_user("US3")])]))
    page = new_page()
    sign_in(page, reverse("users"))
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("checkbox", name="Select Bob").check()
    expect(page.locator("[data-selected]")).to_have_text("2")
    assert violations(page, "#selection") == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Checklist as CSV").click()
    assert "yes,+12025550101,Theirs,PN1,Ada; Bob" in download.value.path().read_text()
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # a text names no icon of its own
    page.get_by_role("button", name="Offboarding checklist").click()
    expect(page.locator("body")).to_contain_text("[ ] Theirs, +12025550101: Ada, Bob")
    page.go_back()
    expect(page.get_by_role("checkbox", name="Select Bob")).to_be_checked()
    expect(page.locator("[data-selected]")).to_have_text("2")
    expect(page.get_by_role("button", name="Checklist as CSV")).to_be_visible()
