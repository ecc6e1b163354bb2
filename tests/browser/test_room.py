"""What stays in sight, what fits, and what does not move, at the width of a phone, a tablet and a desk."""

from itertools import product

import pytest
from playwright.sync_api import Page, expect

from inventory.models import PhoneNumber, WorkspaceUser
from tests.inventory.refreshing.helpers import KeptRows, answer_of, refresh_with, some_numbers

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser

PLACES = ("/", "/numbers/", "/users/", "/groups/", "/changes/", "/compare/", "/trends/", "/refreshes/", "/alerts/")
BAR = """() => {
  const parts = [...document.querySelector(".frame").children].filter((part) => part.offsetWidth > 0);
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const nav = document.querySelector(".frame nav");
  return [boxes.map((box) => box.top + box.height / 2), nav.scrollWidth - nav.clientWidth];
}"""
SHIFTS = """
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts += shift.value;
  }).observe({type: "layout-shift", buffered: true});
"""
SHIFTED = "new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn))).then(() => window.shifts)"


@pytest.fixture
def many(site: str, kept: KeptRows) -> None:
    kept.begin_with("many numbers", lambda: refresh_with(answer_of(some_numbers(45))))


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


def test_the_bar_and_the_column_heads_stay_in_sight_while_the_page_scrolls(new_page: NewPage, many: None) -> None:
    page = new_page()
    sign_in(page)
    for width in (1440, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        page.locator("tbody tr").last.scroll_into_view_if_needed()
        assert page.evaluate("scrollY") > 500
        assert top(page, ".frame") == 0
        bar = page.locator(".frame").bounding_box()
        assert bar is not None
        assert top(page, "thead th") == pytest.approx(bar["height"], abs=1)


def test_a_list_too_wide_for_a_tablet_keeps_its_heads_and_names_in_sight(new_page: NewPage, many: None) -> None:
    page = new_page(viewport={"width": 768, "height": 900})
    sign_in(page)
    pane = page.locator(".scroll-x.too-wide")
    pane.evaluate("pane => pane.scrollTo(pane.scrollWidth, pane.scrollHeight)")
    assert pane.evaluate("pane => pane.scrollTop * pane.scrollLeft") > 0
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    bar = page.locator(".frame").bounding_box()
    assert bar is not None
    assert top(page, ".scroll-x") >= bar["height"]
    assert top(page, "thead th") == pytest.approx(top(page, ".scroll-x"), abs=2)
    expect(page.get_by_role("columnheader", name="Updated")).to_be_in_viewport(ratio=0.9)
    expect(page.locator("tbody [data-row]").last).to_be_in_viewport()


def test_the_bar_is_one_row_on_every_page_of_a_tablet(new_page: NewPage, many: None) -> None:
    page = new_page()
    sign_in(page)
    for place, width in product(PLACES, (768, 820, 1024)):
        if width == 768:
            page.goto(place)
        page.set_viewport_size({"width": width, "height": 1000})
        middles, cut = page.evaluate(BAR)
        assert len(middles) >= 6
        assert max(middles) - min(middles) < 4, (place, width)
        assert cut <= 0, f"{place} cuts its places at {width}"


def test_a_cold_load_on_a_phone_moves_nothing(new_page: NewPage, many: None) -> None:
    page = new_page(spoilt=True, viewport={"width": 390, "height": 844})
    sign_in(page)
    page.add_init_script(SHIFTS)
    for place in (*PLACES, "/numbers/PN1/"):
        page.goto(place)
        expect(page.locator(".htmx-request")).to_have_count(0)
        assert page.evaluate(SHIFTED) < 0.1, place
    page.goto("/numbers/")
    filters = page.get_by_role("group", name="Cannot call")
    expect(filters).to_be_hidden()
    page.locator(".rail > summary").click()
    expect(filters).to_be_visible()
    page.locator(".rail > summary").click()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(filters).to_be_visible()


def test_the_tab_of_the_page_is_in_sight_on_a_narrow_phone(new_page: NewPage, many: None) -> None:
    page = new_page(viewport={"width": 320, "height": 600})
    sign_in(page, "/refreshes/")
    expect(page.locator(".frame nav [aria-current]")).to_be_in_viewport(ratio=0.95)


def test_a_row_is_two_lines_on_a_phone(new_page: NewPage, many: None) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    sign_in(page)
    heights = page.locator("table.numbers tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert len(heights) == 45
    assert max(heights) <= 64


def test_ticking_a_row_moves_nothing(new_page: NewPage, many: None) -> None:
    page = new_page()
    sign_in(page)
    before = top(page, "table.numbers")
    page.locator("tbody [type=checkbox]").first.check()
    expect(page.locator("#selection")).to_be_visible()
    assert top(page, "table.numbers") == before


def test_the_bar_of_a_selection_covers_nothing_of_the_list(new_page: NewPage, many: None) -> None:
    """At the end of the page all rows stand above it, and so does a row that the keyboard comes to."""
    page = new_page()
    sign_in(page)
    for box in page.locator("tbody [type=checkbox]").all()[:2]:
        box.check()
    for width, height in ((390, 844), (820, 700), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator("#selection")).to_be_visible()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        bottom = page.locator(".pages").evaluate("pages => pages.getBoundingClientRect().bottom")
        assert bottom <= top(page, "#selection")
        page.evaluate("scrollTo(0, 0)")
        lowest = page.locator("tbody a[data-row]").evaluate_all(
            "links => Math.max(...links.map(link => { link.focus(); return link.getBoundingClientRect().bottom; }))"
        )
        assert lowest <= top(page, "#selection")


def test_a_name_cut_short_says_all_of_it_on_hover(new_page: NewPage, many: None) -> None:
    name = "A line whose name is longer than the column has room for, by far"[:60]
    PhoneNumber.objects.filter(pk="PN3").update(name=name)
    WorkspaceUser.objects.update(first_name="Maximiliane", last_name="Featherstonehaugh")
    page = new_page(viewport={"width": 1280, "height": 800})
    sign_in(page)
    link = page.get_by_role("link", name=name)
    link.hover()
    expect(link).to_have_attribute("title", name)
    short = page.get_by_role("link", name="Line PN4", exact=True)
    short.hover()
    assert short.get_attribute("title") is None
    people = page.locator("td.col-people", has_text="Featherstonehaugh").first
    people.hover()
    expect(people).to_have_attribute("title", "Maximiliane Featherstonehaugh")


def test_paper_gets_every_row_and_no_controls(new_page: NewPage, many: None) -> None:
    page = new_page(spoilt=True, viewport={"width": 768, "height": 900})
    sign_in(page)
    page.emulate_media(media="print")
    for control in (".frame", ".rail", ".tools", ".pages"):
        expect(page.locator(control)).to_be_hidden()
    pane = page.locator(".scroll-x")
    assert pane.evaluate("pane => pane.scrollHeight - pane.clientHeight") <= 0
