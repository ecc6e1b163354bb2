"""The pickers of people and numbers: by keyboard alone, by the pointer, and without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from inventory.models import PhoneNumber
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .conftest import NewPage, sign_in
from .test_every_page import violations

pytestmark = pytest.mark.browser

PEOPLE = [
    a_user("US1", firstName="Ada", lastName="Byron"),
    a_user("US2", firstName="Adam", lastName='"Quote" O’Neill'),
    a_user("US3", firstName="נועה", lastName="כהן"),
    a_user("US4", firstName="Zoë", lastName="Ada"),
]


@pytest.fixture(autouse=True)
def workspace(site: str) -> None:
    """Each person has a number; the last two share one."""
    numbers = [a_number(f"PN{n}", name=f"Line {n}", users=[person]) for n, person in enumerate(PEOPLE, 1)]
    refresh_with(answer_of([*numbers, a_number("PN9", name="Shared", users=PEOPLE[2:])]))


@pytest.fixture
def page(new_page: NewPage) -> Page:
    page = new_page()
    sign_in(page)
    return page


def people(page: Page) -> Locator:
    return page.get_by_role("combobox", name="People")


def options(page: Page) -> list[str]:
    return page.locator("#user-options [role=option] .name").all_inner_texts()


def chosen(page: Page) -> Locator:
    return page.get_by_role("list", name="People, chosen").locator("li > bdi")


def active(field: Locator) -> str:
    """The name of the option that a screen reader reads."""
    id = field.get_attribute("aria-activedescendant")
    return field.page.locator(f"#{id} .name").inner_text() if id else ""


def test_people_are_chosen_by_keyboard_alone(page: Page) -> None:
    field, rows = people(page), page.locator("tbody [data-row]")
    field.focus()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("ada")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".rail [role=status]").first).to_have_text("3 suggestions")
    assert options(page) == ["Ada Byron", 'Adam "Quote" O’Neill', "Zoë Ada"]
    assert active(field) == ""
    for key, name in (
        ("ArrowDown", "Ada Byron"),
        ("ArrowDown", 'Adam "Quote" O’Neill'),
        ("ArrowDown", "Zoë Ada"),
        ("ArrowDown", "Ada Byron"),
        ("ArrowUp", "Zoë Ada"),
        ("ArrowDown", "Ada Byron"),
    ):
        page.keyboard.press(key)
        assert active(field) == name
    page.keyboard.press("Enter")
    expect(chosen(page)).to_have_text(["Ada Byron"])
    expect(rows).to_have_text(["Line 1"])
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("zoe")
    expect(page.locator("#user-options [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chosen(page)).to_have_text(["Ada Byron", "Zoë Ada"])
    expect(rows).to_have_text(["Line 1", "Line 4", "Shared"])
    expect(page).to_have_url(re.compile(r"\?user=US1&user=US4$"))
    page.keyboard.press("Backspace")
    expect(chosen(page)).to_have_text(["Ada Byron"])
    expect(rows).to_have_text(["Line 1"])
    expect(field).to_be_focused()
    page.reload()
    expect(chosen(page)).to_have_text(["Ada Byron"])


def test_escape_closes_the_list_and_then_leaves_the_field(page: Page) -> None:
    field = people(page)
    field.focus()
    page.keyboard.press("ArrowUp")  # opens it at its end
    expect(field).to_have_attribute("aria-activedescendant", "user-1-4")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#user-options")).to_be_hidden()
    expect(field).to_be_focused()
    page.keyboard.type("ada")
    expect(page.locator("#user-options")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#user-options")).to_be_hidden()
    expect(field).not_to_be_focused()
    expect(field).to_have_value("ada")


def test_the_pointer_opens_chooses_and_removes(page: Page) -> None:
    field = people(page)
    field.click()
    page.get_by_role("option", name="נועה כהן").click()
    expect(chosen(page)).to_have_text(["נועה כהן"])
    field.click()
    taken = page.get_by_role("option", name="נועה כהן")
    expect(taken).to_have_attribute("aria-selected", "true")
    page.get_by_role("option", name="Adam").click()
    expect(chosen(page)).to_have_count(2)
    page.get_by_role("link", name="Remove נועה כהן").click()
    expect(chosen(page)).to_have_text(['Adam "Quote" O’Neill'])
    expect(page).to_have_url(re.compile(r"\?user=US2$"))
    page.get_by_role("link", name="Assigned to Adam").click()
    expect(chosen(page)).to_have_count(0)


def test_typing_goes_on_while_the_list_is_renewed(page: Page) -> None:
    field = people(page)
    field.focus()
    page.keyboard.type("ad")
    expect(page.locator("#user-options [role=option]")).to_have_count(3)
    PhoneNumber.objects.filter(pk="PN1").update(name="Renamed")
    page.evaluate("htmx.trigger(document.body, 'refreshed')")
    expect(page.locator("tbody [data-row]").last).to_have_text("Shared")
    expect(page.get_by_role("link", name="Renamed")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("ad")
    expect(page.locator("#user-options")).to_be_visible()


def test_nobody_of_a_name_is_said(page: Page) -> None:
    people(page).focus()
    page.keyboard.type('<b>"x"')
    expect(page.locator(".rail .popup .hint")).to_have_text('No results for “<b>"x"”.')
    expect(page.locator(".rail [role=status]").first).to_have_text("No results")
    expect(people(page)).to_have_attribute("aria-expanded", "false")


def test_changes_are_found_by_people_and_numbers(page: Page) -> None:
    refresh_with(answer_of([a_number("PN1", name="Reception", users=[PEOPLE[0]])]))
    page.goto(reverse("changes"))
    field = page.get_by_role("combobox", name="Numbers")
    field.focus()
    page.keyboard.type("line 2")
    expect(page.get_by_role("option", name="Line 2 (202) 555-0101 removed")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?number=PN2$"))
    expect(page.get_by_role("list", name="Numbers, chosen")).to_contain_text("Line 2 removed")
    expect(page.locator("#results")).to_contain_text(re.compile("Line 2 .* was removed"))
    expect(page.locator("#results")).not_to_contain_text("Reception")


def test_the_open_list_keeps_nobody_out(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{reverse('numbers')}?user=US1&user=USnobody")
    page.locator(".rail > summary").click()
    people(page).click()
    page.keyboard.press("ArrowDown")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        expect(page.locator("#user-options [role=option]").last).to_be_in_viewport()
        assert violations(page, ".rail") == []


def test_without_javascript_a_page_of_links_adds_people(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, f"{reverse('numbers')}?user=US3&sort=-name")
    people(page).fill("ada")
    page.locator(".picker").get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Zoë Ada").click()
    expect(page).to_have_url(re.compile(r"/numbers/\?user=US3&user=US4&sort=-name$"))
    expect(page.locator("tbody [data-row]")).to_have_text(["Shared", "Line 4", "Line 3"])
    people(page).fill("byron")
    people(page).press("Enter")  # a single match is added at once
    expect(chosen(page)).to_have_count(3)
    page.get_by_role("link", name="Remove נועה כהן").click()
    expect(chosen(page)).to_have_text(["Zoë Ada", "Ada Byron"])
