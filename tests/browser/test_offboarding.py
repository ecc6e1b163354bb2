"""The offboarding summary on a person's page: fetched when somebody opens it, and shown as text whatever it holds."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser


def test_the_summary_comes_when_it_is_opened(new_page: NewPage, site: str) -> None:
    name = "<b>Bold</b> & sons"
    refresh_with(answer_of([a_number(name=name), a_number("PN2", users=[a_user(), a_user("US2")])]))
    page = new_page()
    sign_in(page)
    page.goto(reverse("user", args=["US1"]))
    summary = page.locator("#offboarding")
    expect(summary).to_be_hidden()
    page.get_by_text("Offboarding summary", exact=True).click()
    expect(summary).to_contain_text("2 numbers, 1 to hand over")
    expect(summary).to_contain_text(f"- {name}, +12025550101: TO HAND OVER")


def test_it_is_a_file_without_javascript(new_page: NewPage, site: str) -> None:
    refresh_with(answer_of([a_number()]))
    page = new_page(java_script_enabled=False)
    sign_in(page)
    page.goto(reverse("user", args=["US1"]))
    page.get_by_text("Offboarding summary", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="The summary as a text file").click()
    assert download.value.suggested_filename == "offboarding-US1.txt"
    assert "1 number, 1 to hand over" in download.value.path().read_text()
