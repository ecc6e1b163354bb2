"""Moving through rows by keys, on a page that lists them without a table."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.inventory.refreshing.helpers import answer_of, refresh_with, some_numbers

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser


def test_j_and_k_walk_through_what_was_found(new_page: NewPage, site: str) -> None:
    refresh_with(answer_of(some_numbers(3)))
    page = new_page()
    sign_in(page)
    page.goto(reverse("find") + "?q=line")
    for key, row in (("j", "PN0"), ("j", "PN1"), ("j", "PN2"), ("j", "PN2"), ("k", "PN1"), ("k", "PN0"), ("k", "PN0")):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=f"Line {row}")).to_be_focused()
