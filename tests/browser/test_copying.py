"""Buttons that copy, with and without the clipboard that browsers give to pages over TLS."""

import pytest
from playwright.sync_api import Page, expect

from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser
WITHOUT_TLS = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


@pytest.fixture(params=["", WITHOUT_TLS], ids=["over TLS", "over plain HTTP"])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    refresh_with(answer_of([a_number(number="+15125550123", name="Here")]))
    page = new_page(spoilt=True, permissions=["clipboard-read", "clipboard-write"])
    if request.param:
        page.add_init_script(request.param)
    sign_in(page)
    return page


def test_the_numbers_of_the_selected_rows(page: Page) -> None:
    page.get_by_label("Select Here").check()
    page.get_by_role("button", name="Copy numbers").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.locator("textarea").count() == 0


def test_a_second_click_says_so_again_and_the_button_gets_its_words_back(page: Page) -> None:
    page.get_by_role("link", name="Here").click()
    page.clock.install()
    button = page.locator("button.copy").first
    for _ in range(2):
        button.click()
        expect(button).to_have_text("Copied")
        page.clock.run_for(700)
    page.clock.run_for(1000)
    expect(button).to_have_text("Copy")
    page.evaluate("document.getElementById('find').focus()")
    page.keyboard.press("Control+v")
    expect(page.locator("#find")).to_have_value("+15125550123")
