"""Is messaging the US better than in summer? In two clicks from the overview, and by pointing at a day."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dashboard.trends.measures import _card
from tests.dashboard.trends.helpers import refresh_at
from tests.inventory.refreshing.helpers import REGIONS, some_numbers

from .conftest import NewPage, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])]


@pytest.fixture
def half_a_year(site: str, new_page: NewPage, javascript: bool) -> Iterator[Page]:
    """The overview, after half a year in which one number a month became able to message the US."""
    _card.cache_clear()
    for month in range(7):
        records = some_numbers(8)
        for record in records[month:]:
            record["restrictions"] = {"calling": REGIONS, "messaging": REGIONS | {"US": "restricted"}}
        refresh_at(timezone.now() - timedelta(days=30 * (6 - month)), records)
    page = new_page(java_script_enabled=javascript, viewport={"width": 1440, "height": 900})
    sign_in(page, "/")
    yield page
    _card.cache_clear()


def words(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}" + (f", {moment.year}" if moment.year != timezone.now().year else "")


def test_is_messaging_the_us_better_than_in_summer(half_a_year: Page) -> None:
    half_a_year.get_by_role("region", name="Last 90 days").get_by_role("link", name="Cannot text the US").click()
    expect(half_a_year).to_have_url(re.compile(r"/trends/#messaging\.US$"))
    chart = half_a_year.get_by_role("region", name="Cannot text the US")
    expect(chart).to_be_in_viewport()
    since = words(timezone.now() - timedelta(days=180))
    expect(chart.get_by_role("heading")).to_have_text(re.compile(rf"Cannot text the US\s+2 ▼ 6 fewer since {since}"))


def test_a_day_says_its_count_under_the_pointer_and_opens_the_list_of_that_day(half_a_year: Page) -> None:
    row = half_a_year.locator(".trends li").filter(has_text="Cannot text the US")
    days = row.locator(".days > *")
    expect(days).to_have_count(90)
    day = words(timezone.now() - timedelta(days=60))
    before = half_a_year.locator("main").bounding_box()
    days.nth(29).hover()
    expect(row.get_by_text(f"{day}: 4", exact=True)).to_be_visible()
    assert half_a_year.locator("main").bounding_box() == before
    days.nth(30).hover()
    expect(row.get_by_text("no refresh").locator("visible=true")).to_have_count(1)
    days.nth(29).click()
    expect(half_a_year).to_have_url(re.compile(r"/numbers/\?restricted=messaging\.US&as_of=\d{4}-\d\d-\d\d$"))
    expect(half_a_year.locator("table.numbers tbody tr")).to_have_count(4)


def test_the_keyboard_reaches_each_day_by_its_table(half_a_year: Page) -> None:
    half_a_year.locator(".trends + details > summary").focus()
    half_a_year.keyboard.press("Enter")
    day = words(timezone.now() - timedelta(days=60))
    links = half_a_year.get_by_role("row", name=day).get_by_role("link")
    expect(links).to_have_text(["8", "0", "4", "0", "0"])
    links.nth(2).focus()
    half_a_year.keyboard.press("Enter")
    expect(half_a_year.locator("table.numbers tbody tr")).to_have_count(4)
