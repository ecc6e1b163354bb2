"""A Chromium for the whole run, a context for each test, the site over real sockets and the sandbox behind it."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from inventory.sandbox import Sandbox
from tests.dashboard.conftest import BACKEND
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


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[NewPage]:
    """Opens pages that may ask nothing of another host, and whose console stays silent."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(fails: bool = False, **options: object) -> Page:
        """`fails`: requests fail on purpose, which browsers and htmx note in the console."""
        context = browser.new_context(base_url=site, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on("request", lambda request: leaves(request.url))
        if not fails:
            context.on("console", listen)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return context.new_page()

    def listen(message: ConsoleMessage) -> None:
        if message.text.startswith(("htmx:sendAbort", "htmx:afterRequest")):
            return  # a newer request ended an outdated one
        # An address that is a 400 or 404 by itself was asked for on purpose.
        if not (
            message.text.startswith("Failed to load") and message.page and message.location["url"] == message.page.url
        ):
            complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def leaves(url: str) -> None:
        if not url.startswith((site, "data:", "blob:")):
            complaints.append(f"asked another host: {url}")

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, place: str = "/numbers/") -> None:
    """As the owner, with a session that was made beforehand, which spares two pages. Opens this one."""
    client = Client()
    client.force_login(User.objects.get(username="owner"), backend=BACKEND)
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
