"""What goes wrong after a click is said on the page, the tenth time as the first, and the page goes on working."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from dashboard.responses.errors import database_is_away, forbidden, server_error, too_many
from inventory.models import Refresh
from inventory.sandbox import Sandbox
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with, running_refresh

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser

ERRORS: dict[str, tuple[Callable[[HttpRequest], HttpResponse], str]] = {
    "403": (lambda request: forbidden(request, Exception()), "Permission denied"),
    "429": (lambda request: too_many(request, 60, "The queue is full."), "The queue is full."),
    "500": (server_error, "Internal error"),
    "503": (lambda request: database_is_away(request, Exception()), "The database does not answer"),
    "a proxy's 502": (lambda _: HttpResponse("<html>Bad Gateway</html>", status=502), "The dashboard does not answer"),
    "a proxy's 413": (lambda _: HttpResponse("<html>Too large</html>", status=413), "refused on the way (413)"),
    "a proxy's 400": (lambda _: HttpResponse("<html>Bad Request</html>", status=400), "refused on the way (400)"),
}
DROPPED = "The dashboard does not answer"

# Every element that asks by htmx, but what polls: told to ask as a click or a key would do it.
ASK = """() => {
  for (const details of document.querySelectorAll("details:has([hx-trigger^=toggle])")) details.open = !details.open;
  htmx.trigger(document.body, "refreshed");
  const asking = [...document.querySelectorAll("[hx-get], [hx-post]")].filter((elt) => !elt.matches("[data-polls]"));
  for (const elt of asking) {
    if (elt.matches("form")) elt.requestSubmit();
    else if (elt.matches("input")) htmx.trigger(elt, "suggest");
    else if (elt.matches("a")) elt.click();
  }
  document.querySelector("[hx-boost] a")?.click();
  return asking.length;
}"""


class Failing:
    """Answers what htmx asks in place of the site."""

    def __init__(self, page: Page) -> None:
        self.page, self.error = page, ""

    def begin(self, error: str) -> None:
        self.error = error
        self.page.context.set_offline(error == "dropped")

    def end(self) -> None:
        self.begin("")


@pytest.fixture
def page(new_page: NewPage, sandbox: Sandbox) -> Page:
    del sandbox.workspace.numbers[3:]
    refresh_with(answer_of([a_number(users=[a_user()]), a_number("PN2")]))
    page = new_page(fails=True)
    sign_in(page)
    return page


@pytest.fixture
def failing(page: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    failing, get_response = Failing(page), WSGIHandler.get_response

    def answer(handler: WSGIHandler, request: HttpRequest) -> HttpResponseBase:
        fails = failing.error and "HX-Request" in request.headers
        return ERRORS[failing.error][0](request) if fails else get_response(handler, request)

    monkeypatch.setattr(WSGIHandler, "get_response", answer)
    yield failing
    failing.end()


def ask_in_vain(page: Page, failing: Failing, error: str) -> None:
    """Has everything on the page ask, and expects that it says what went wrong and could ask again."""
    failing.begin(error)
    page.evaluate("document.getElementById('notice').replaceChildren()")
    assert page.evaluate(ASK) >= 2
    words = DROPPED if error == "dropped" else ERRORS[error][1]
    expect(page.locator("#notice"), f"{error} on {page.url}").to_contain_text(words)
    expect(page.locator(".htmx-request, button:disabled")).to_have_count(0)
    for region in ("#notice", "#refresh-status", "#freshness"):
        expect(page.locator(region)).to_have_count(1)


def test_every_error_is_said(page: Page, failing: Failing) -> None:
    for error in (*ERRORS, "dropped"):
        ask_in_vain(page, failing, error)


def test_an_error_is_said_on_every_page_however_often_it_comes(page: Page, failing: Failing) -> None:
    """In the dashboard's own words, in those of what stands before it, and where nothing comes."""
    ids = {"refresh": Refresh.objects.latest("id").pk, "number": "PN1", "user": "US1"}
    for place in ("overview", "numbers", "users", "changes", "refreshes", "audit", "groups", *ids):
        page.goto(reverse(place, args=[ids[place]] if place in ids else []))
        for error in ("503", "a proxy's 413", "dropped", "503"):
            ask_in_vain(page, failing, error)
        failing.end()
        page.get_by_role("button", name="Refresh", exact=True).click()
        expect(page.locator("#refresh-status .notice").first).to_be_visible()


@pytest.mark.parametrize("error", ["503", "dropped"])
def test_progress_goes_on_after_an_outage(error: str, page: Page, failing: Failing) -> None:
    running = running_refresh()
    page.reload()
    failing.begin(error)
    expect(page.locator("#notice .bad")).to_have_count(1)
    failing.end()
    Refresh.objects.filter(pk=running.pk).update(phase="comparing", progress_done=7, progress_total=200)
    expect(page.get_by_text("7 of 200")).to_be_visible()
    expect(page.locator("#notice .bad")).to_have_count(0)


def test_a_refresh_can_be_cancelled_while_its_progress_is_asked_for(page: Page) -> None:
    running_refresh()
    held: list[Route] = []
    page.route("**/status/", lambda route: held.append(route))
    with page.expect_request("**/status/"):
        page.reload()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#refresh-status")).to_contain_text(re.compile("cancelled", re.I))


def test_a_press_on_cancel_counts_though_progress_comes_before_it_ends(page: Page) -> None:
    running_refresh()
    page.reload()
    page.get_by_role("button", name="Cancel").hover()
    page.mouse.down()
    for _ in range(2):  # the first one is dealt with when the second one comes
        page.wait_for_event("response", lambda response: response.url.endswith("/status/"))
    page.mouse.up()
    expect(page.locator("#refresh-status")).to_contain_text(re.compile("cancelled", re.I))


def test_progress_ends_where_it_is_refused(page: Page, failing: Failing) -> None:
    running_refresh()
    page.reload()
    failing.begin("403")
    expect(page.locator("#notice")).to_contain_text("Permission denied")
    assert page.locator("#refresh-status[hx-get]").count() == 0


def test_the_checklist_comes_at_the_second_try(page: Page, failing: Failing) -> None:
    page.goto(reverse("user", args=["US1"]))
    failing.begin("429")
    heading = page.get_by_text("Offboarding checklist", exact=True)
    heading.click()
    expect(page.locator("#notice")).to_contain_text("The queue is full.")
    failing.end()
    heading.click()
    expect(page.locator("#offboarding")).to_contain_text("to reassign before offboarding")


def test_the_keyboard_stays_where_it_was_when_a_retry_fails_again(
    new_page: NewPage, site: str, sandbox: Sandbox
) -> None:
    """Its button is disabled while it asks, and the page is renewed at its end."""
    sandbox.fault = "unauthorized"
    refresh_with(answer_of([a_number()]))
    page = new_page()
    sign_in(page)
    page.keyboard.press("r")
    page.get_by_role("link", name="View this refresh").click()
    for _ in range(2):
        page.locator("main").get_by_role("button", name="Retry").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#refresh-status .failure")).to_be_visible()
        expect(page.locator("main :focus")).to_have_count(1)
        page.get_by_role("button", name="Dismiss").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
