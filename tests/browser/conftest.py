"""A Chromium for the whole run, pages that know of no other test, the site over real sockets, the sandbox behind it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, WebError, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from inventory.sandbox import Sandbox
from tests.dashboard.conftest import BACKEND
from tests.dashboard.conftest import kept as kept
from tests.inventory.conftest import impatience as impatience
from tests.inventory.conftest import sandbox as sandbox

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "the owner's password"
PATIENCE = 8_000  # milliseconds
DESK: ViewportSize = {"width": 1280, "height": 720}
NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's event loop runs in this thread, so Django takes our own use of the database for a mistake.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            yield launched
            launched.close()


@pytest.fixture
def site(transactional_db: None, live_server: LiveServer, sandbox: Sandbox, settings: Settings) -> str:
    """The site's address. There is an owner, and the sandbox's numbers wait to be fetched."""
    settings.QUO_TIME_BUDGET = 5
    User.objects.create_superuser("owner", password=PASSWORD, first_name="Olive", last_name="Owner")
    return str(live_server.url)


@pytest.fixture(scope="session")
def idle_pages() -> dict[str, list[Page]]:
    """Pages that tests have left, by the options of their contexts. A new context takes longer than two pages."""
    return defaultdict(list)


@pytest.fixture
def new_page(browser: Browser, site: str, idle_pages: dict[str, list[Page]]) -> Iterator[NewPage]:
    """Opens pages that may ask nothing of another host, and whose console stays silent."""
    complaints: list[str] = []
    end = ExitStack()

    def open_page(fails: bool = False, spoilt: bool = False, viewport: ViewportSize = DESK, **options: object) -> Page:
        """`fails`: requests fail on purpose, which browsers and htmx note in the console. `spoilt`: what the page gets
        would be in the way of another test.
        """
        idle = [] if spoilt else idle_pages[repr(options)]
        page = idle.pop() if idle else browser.new_context(base_url=site, **options).new_page()  # type: ignore[arg-type]
        context = page.context
        end.callback(context.close) if spoilt else end.callback(leave, page, idle)
        context.set_default_timeout(PATIENCE)
        page.set_viewport_size(viewport)
        listeners: dict[str, Any] = {"request": look, "weberror": note} | ({} if fails else {"console": listen})
        for event, listener in listeners.items():
            context.on(event, listener)  # type: ignore[call-overload]
            end.callback(context.remove_listener, event, listener)
        return page

    def listen(message: ConsoleMessage) -> None:
        if message.text.startswith(("htmx:sendAbort", "htmx:afterRequest")):
            return  # a newer request ended an outdated one
        # An address that is a 400 or 404 by itself was asked for on purpose.
        if not (
            message.text.startswith("Failed to load") and message.page and message.location["url"] == message.page.url
        ):
            complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def note(error: WebError) -> None:
        complaints.append(str(error.error))

    def look(request: Request) -> None:
        if not request.url.startswith((site, "data:", "blob:")):
            complaints.append(f"asked another host: {request.url}")

    with end:
        yield open_page
    assert complaints == []


def leave(page: Page, idle: list[Page]) -> None:
    """Ends what is under way, and forgets what the test left in the browser."""
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("() => { stop(); sessionStorage.clear(); document.open().close(); }")  # the process stays
    page.mouse.move(0, 0)
    page.context.clear_cookies()
    idle.append(page)


def sign_in(page: Page, place: str = "/numbers/", account: str = "owner") -> None:
    """With a session that was made beforehand, which spares two pages. Opens this one."""
    client = Client()
    client.force_login(User.objects.get(username=account), backend=BACKEND)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}])
    page.goto(place)
    page.locator(".account").wait_for()
    page.wait_for_load_state()  # all rows are there, and the scripts have run


def sign_in_by_form(page: Page) -> None:
    page.goto("/numbers/")
    page.get_by_label("Account").fill("owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Numbers", exact=True, level=1).wait_for()
    page.wait_for_load_state()  # all rows are there, and the scripts have run
