"""Alerts as an Admin meets them: one click for a rule, a test of its channel, a rule about the numbers on a list."""

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from dashboard.alerts import views
from dashboard.alerts.models import Rule
from tests.inventory.refreshing.helpers import answer_of, refresh_with, some_numbers

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def one_channel(settings: Settings) -> None:
    settings.ALERT_CHANNELS = {"ops": "mailto:ops@example.com"}


def test_one_click_adds_a_ready_made_rule(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "/")
    page.locator(".account > summary").click()
    page.get_by_role("link", name="Alerts").click()
    page.get_by_role("button", name="Add Restricted lines").click()
    expect(page.get_by_text("The rule “Restricted lines” is added.")).to_be_visible()
    expect(page.get_by_role("row", name="Restricted lines")).to_contain_text("Restriction added, Restriction lifted")
    expect(page.get_by_role("button", name="Add Restricted lines")).to_have_count(0)
    rule = Rule.objects.get()
    assert (rule.channel, rule.enabled) == ("ops", True)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_test_of_a_channel_says_how_it_went(
    javascript: bool, new_page: NewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "send_test", lambda channel, account: "The mail server did not answer.")
    page = new_page(java_script_enabled=javascript)
    sign_in(page, "/alerts/")
    page.get_by_role("button", name="Send a test to ops").click()
    expect(page.get_by_text("The mail server did not answer.")).to_be_visible()


def test_the_numbers_on_a_list_become_the_filter_of_a_rule(new_page: NewPage) -> None:
    refresh_with(answer_of(some_numbers(2)))
    page = new_page()
    sign_in(page, "/numbers/?restricted=messaging.US")
    page.get_by_role("link", name="Alert me about these").click()
    page.get_by_label("Name").fill("Lines that are out")
    page.get_by_label("Restriction added").check()
    page.get_by_label("Channel").select_option("ops")
    page.get_by_role("button", name="Add rule").click()
    expect(page.get_by_role("row", name="Lines that are out")).to_contain_text("Cannot text the US")
    assert Rule.objects.get().query == "restricted=messaging.US"
