"""The second factor as somebody with an authenticator app meets it, on pages that keep nobody out."""

from base64 import b32decode

import pytest
from django.core.management import call_command
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from .conftest import PASSWORD, NewPage, sign_in_by_form
from .test_every_page import overflows, violations

pytestmark = pytest.mark.browser

PAGE = "/accounts/second-factor/"


def look_at(page: Page, found: list[str]) -> None:
    found += violations(page) + overflows(page)


def type_password(page: Page) -> None:
    page.goto("/accounts/login/?next=/numbers/")
    page.get_by_label("Account").fill("owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.locator(".account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()


def test_it_is_set_up_and_signs_in_by_app_and_by_recovery_code(new_page: NewPage) -> None:
    page = new_page()
    found: list[str] = []
    sign_in_by_form(page)
    page.locator(".account > summary").click()
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_role("img", name="to scan")).to_be_visible()
    look_at(page, found)
    key = b32decode(page.locator("#key").inner_text().replace(" ", ""))
    page.get_by_label("Code").fill("12345")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("alert").filter(has_text="This code is not right")).to_be_visible()
    page.get_by_label("Code").fill(f"{totp(key):06}")
    page.get_by_role("button", name="Turn on").click()
    page.get_by_role("heading", name="The second factor is on").wait_for()
    look_at(page, found)
    codes = page.locator("#recovery-codes").inner_text().split()
    assert len(codes) == 10
    page.get_by_role("link", name="I have saved them").click()
    page.goto(PAGE)
    expect(page.get_by_text("10 of 10 left")).to_be_visible()
    look_at(page, found)
    sign_out(page)

    type_password(page)
    page.get_by_role("heading", name="Second factor").wait_for()
    look_at(page, found)
    page.goto("/numbers/")  # not signed in yet
    page.get_by_role("heading", name="Sign in").wait_for()
    type_password(page)
    type_code(page, f"{totp(key, t0=-30):06}")  # the next one: that of now was used. A clock may be that much ahead
    page.get_by_role("heading", name="Numbers", exact=True, level=1).wait_for()
    sign_out(page)

    type_password(page)
    type_code(page, codes[0].upper())
    page.get_by_role("heading", name="Numbers", exact=True, level=1).wait_for()
    expect(page.get_by_text("9 of 10 are left")).to_be_visible()
    sign_out(page)

    type_password(page)
    type_code(page, codes[0])
    expect(page.get_by_role("alert").filter(has_text="was used before")).to_be_visible()
    look_at(page, found)
    assert not found, "\n".join(found)


def test_a_link_signs_in_by_a_click(new_page: NewPage, site: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("signin_link", "owner", "--site", site)
    link = capsys.readouterr().out.strip()
    page = new_page()
    found: list[str] = []
    page.goto(link)
    look_at(page, found)
    page.get_by_role("button", name="Sign in as owner").click()
    page.get_by_text("Account of owner").wait_for(state="attached")
    page.goto(link)
    expect(page.get_by_text("This link was used, or its account has signed in since it was made.")).to_be_visible()
    look_at(page, found)
    assert not found, "\n".join(found)
