"""What a browser finds on every page: nothing that keeps people out, and nothing wider than the screen."""

import re
from datetime import timedelta
from itertools import chain
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings

from dashboard.alerts.events import Event
from dashboard.alerts.models import Delivery, Rule
from inventory.choices import Scope
from inventory.models import Assignment, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing.request import request_refresh
from inventory.sandbox import Sandbox
from tests.inventory.refreshing.helpers import KeptRows

from .conftest import NewPage, sign_in

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}  # what passes is counted, not listed node by node
WCAG = ONLY_VIOLATIONS | {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
}
COLOURS = ONLY_VIOLATIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("dark", COLOURS), ("light", WCAG))
# axe would report too little contrast while a list fades in.
FOR_AXE: dict[str, Any] = {"reduced_motion": "reduce"}
WIDTHS = (390, 768, 1440)  # of a phone, a tablet and a desk, which are laid out differently
OVERFLOW = """() => {
    const page = document.documentElement;
    const wider = page.scrollWidth - page.clientWidth;
    if (wider > 0) return `it is ${wider} px too wide`;
    const hanging = [...document.querySelectorAll('main h2 a')]
        .find(a => a.getBoundingClientRect().bottom > a.closest('h2').getBoundingClientRect().bottom + 1);
    if (hanging) return `${hanging.textContent} hangs out of its heading`;
    const menu = [...document.querySelectorAll('.account, .pop')].find(details => {
        const wasOpen = details.open;
        details.open = true;
        const left = details.querySelector('.menu')?.getBoundingClientRect().left;
        details.open = wasOpen;
        return left < 0;
    });
    if (menu) return `a menu begins left of the screen: ${menu.textContent}`;
}"""
UNFOLD = "for (const details of document.querySelectorAll('main details:not(.pop)')) details.open = true"
# What comes after fifteen of a kind is like them.
THIN_OUT = "for (const one of document.querySelectorAll('tr:nth-child(n+16), .days > :nth-child(n+16)')) one.remove()"
# What axe needs not see again: the frame is the same on every page, and the filters of a day in the past are today's.
SEEN_ELSEWHERE = {"lists": "html", "past": {"exclude": [".frame", ".rail"]}}
GROUPS = ("lists", "filters", "details", "past", "refreshes", "accounts", "alerts")


@pytest.fixture
def filled(site: str, sandbox: Sandbox, kept: KeptRows, settings: Settings) -> Sandbox:
    kept.begin_with("every page", lambda: refresh_with_faults(sandbox))
    User.objects.create_user("colleague", "colleague@example.com")
    settings.ALERT_CHANNELS, settings.EMAIL_HOST = {"ops": "mailto:ops@example.com"}, "mail.example.com"
    fill_alerts()
    return sandbox


def refresh_with_faults(sandbox: Sandbox) -> None:
    """An import of a number of each kind, a failure, a change of everything with a warning, an unreadable record and
    removals that are held.
    """
    kinds = {(each["portingStatus"], min(len(each["users"]), 3)): each for each in reversed(sandbox.workspace.numbers)}
    sandbox.workspace.numbers = [*reversed(kinds.values())]
    request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    number = sandbox.workspace.numbers[0]
    number["name"] = "A line whose name is far longer than any column would like it to be, with_no_break" + "e" * 60
    number |= {"portingStatus": "rejected", "portRequestId": "abc", "forward": "+12125550100", "symbol": "☎️"}
    for use in ("calling", "messaging"):
        number["restrictions"][use] = {"US": "restricted", "CA": "limited", "Intl": "unrestricted"}
    number["users"] = [person | {"groupId": "GR1"} for person in sandbox.workspace.people[:6]]
    for fault in ("forbidden", "unknown-restriction", "wrong-type", "shrunk"):
        sandbox.fault = fault
        request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    now = timezone.now()
    WorkspaceUser.objects.create(id="USgone", first_name="Gone", first_seen_at=now, confirmed_at=now, removed_at=now)


def fill_alerts() -> None:
    """A rule with a delivery in each state, and a paused one that no longer works."""
    long_ago = timezone.now() - timedelta(days=8)  # so that the overview stays as it is
    rule = Rule.objects.create(name="Lines", events=["restriction-added"], query="q=line", channel="ops")
    Rule.objects.create(name="W" * 80, events=list(Event.values), channel="gone", enabled=False)
    for state in Delivery.State:
        Delivery.objects.create(
            rule=rule, state=state, channel="ops", attempts=3, outcome="It answered 500.", ended_at=long_ago,
            subject="S" * 200, text="What a message says " * 20, html="", data={},
        )  # fmt: skip


def places(sandbox: Sandbox) -> dict[str, list[str]]:
    """Addresses of pages, in groups of which a browser looks at each in about the same time."""
    number = sandbox.workspace.numbers[0]
    rules = Rule.objects.order_by("pk")
    refreshes = Refresh.objects.order_by("pk").values_list("pk", flat=True)
    return {
        "lists": [
            reverse(name)
            for name in ("overview", "numbers", "users", "groups", "changes", "compare", "trends", "refreshes")
        ],
        "filters": [
            reverse("numbers") + "?restricted=messaging.US&assigned=yes&sort=-updated&per_page=25",
            reverse("numbers") + "?q=nothing+like+this",
            reverse("numbers") + "?state=nonsense",
            reverse("find") + "?q=line",
            reverse("suggest-users") + "?text=a&list=numbers&query=restricted%3Dcalling.US",
            reverse("suggest-numbers") + "?text=line&list=changes",
        ],
        "details": [
            reverse("number", args=[number["id"]]),
            reverse("number", args=[PhoneNumber.objects.filter(assignments=None)[0].pk]),
            reverse("user", args=[Assignment.objects.order_by("pk").values_list("user_id", flat=True)[0]]),
            reverse("group", args=[PhoneNumber.objects.get(pk=number["id"]).group_id]),
            reverse("sessions"),
            "/no/such/page/",
        ],
        "past": [
            f"{address}?as_of={timezone.localdate()}"
            for address in (
                reverse("numbers"),
                reverse("users"),
                reverse("number", args=[number["id"]]),
                reverse("user", args=[WorkspaceUser.objects.filter(number_count__gt=0)[0].pk]),
            )
        ]
        + [reverse("numbers") + "?as_of=2001-01-01"],
        "refreshes": [reverse("refresh", args=[pk]) for pk in refreshes],
        "accounts": [
            *(reverse(name) for name in ("people", "password", "second-factor", "time-zone", "audit")),
            reverse("user", args=[WorkspaceUser.objects.exclude(removed_at=None)[0].pk]),
        ],
        "alerts": [
            reverse("alerts"),
            reverse("new-rule") + "?query=restricted%3Dmessaging.US",
            *(reverse(name, args=[rule.pk]) for name in ("alert", "change-rule", "switch-rule") for rule in rules),
            reverse("delete-rule", args=[rules[1].pk]),
        ],
    }


def violations(page: Page, within: Any = "html") -> list[str]:
    """What keeps people out of the page, or of a part of it: what colours decide in dark ones, and all of it in light
    ones, which stay.
    """
    found = []
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    for scheme, options in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
        found += [(scheme, violation) for violation in result["violations"]]
    return [
        f"{page.url} in {scheme}: {violation['id']} ({violation['help']}) at {node['target']}: {node['html'][:160]}"
        for scheme, violation in found
        for node in violation["nodes"][:3]
    ]


def overflows(page: Page) -> list[str]:
    """What is wider than the screen or beside it, or hangs out of its heading over what comes after, at each width, of
    which the last stays.
    """
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if overflow := page.evaluate(OVERFLOW):
            found.append(f"{page.url} at {width}: {overflow}")
    return found


def test_the_sign_in_page_keeps_nobody_out(new_page: NewPage) -> None:
    page = new_page(**FOR_AXE)
    page.goto("/accounts/login/")
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_keeps_anybody_out_or_is_wider_than_the_screen(group: str, new_page: NewPage, filled: Sandbox) -> None:
    page = new_page(**FOR_AXE)
    sign_in(page)
    found = []
    for place in places(filled)[group]:
        page.goto(place)
        page.evaluate(UNFOLD)
        found += overflows(page)
        page.evaluate(THIN_OUT)
        found += violations(page, SEEN_ELSEWHERE.get(group, {"exclude": ".frame"}))
    assert not found, "\n".join(found)


def test_no_menu_keeps_anybody_out(new_page: NewPage, filled: Sandbox) -> None:
    page = new_page(**FOR_AXE)
    sign_in(page, reverse("numbers") + "?q=far+longer")
    found = []
    for menu in (
        ".account",
        ".pop:nth-of-type(1)",
        ".pop:nth-of-type(2)",
        ".pop:nth-of-type(3)",
        ".pop:nth-of-type(4)",
    ):
        page.locator(f"{menu} > summary").click()
        page.locator(f"{menu} .menu").wait_for()
        found += violations(page, menu)
        page.keyboard.press("Escape")
        page.locator(f"{menu} .menu").wait_for(state="hidden")
    page.goto(reverse("time-zone"))  # a page with little else
    for text in ("", "line"):
        page.keyboard.press("Control+k")
        page.keyboard.type(text)
        page.locator("#find-options [role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")
        found += violations(page, ".frame")
    assert not found, "\n".join(found)


def test_no_confirmation_keeps_anybody_out(new_page: NewPage, filled: Sandbox) -> None:
    """What is asked before others are concerned, what a snooze leaves behind, and the link that is shown once."""
    page = new_page(**FOR_AXE)
    sign_in(page, reverse("refresh", args=[Refresh.objects.exclude(held=[]).latest("pk").pk]))
    page.get_by_role("button", name=re.compile("^Remove")).click()
    page.get_by_role("heading", name=re.compile("^Remove"), level=1).wait_for()
    found = violations(page)
    page.goto(reverse("overview"))
    page.locator("summary[aria-label^=Snooze]").first.click()
    found += violations(page, "details[open]")
    page.get_by_role("button", name="Snooze for everyone").locator("visible=true").click()
    page.get_by_text("1 snoozed").click()
    page.locator("summary[aria-label^=Unsnooze]").click()
    page.get_by_role("button", name="Unsnooze for everyone").wait_for()
    found += violations(page, "details[open]")
    page.goto(reverse("people"))
    page.get_by_role("button", name="Sign-in link for colleague").click()
    page.locator("#sign-in-link").wait_for()
    found += violations(page, ".key")
    assert not found, "\n".join(found)


def test_no_result_of_a_refresh_keeps_anybody_out(new_page: NewPage, sandbox: Sandbox) -> None:
    page = new_page(**FOR_AXE)
    sign_in(page)
    found = []
    for fault in ("bad-request", None):
        sandbox.fault = fault
        page.get_by_role("button", name="Refresh", exact=True).click()
        page.locator("#refresh-status .notice" + (".bad" if fault else ".good")).wait_for()
        found += violations(page, {"include": [".frame", ".toasts"]})
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    found += violations(page, "dialog")
    assert not found, "\n".join(found)


def test_no_page_is_wider_than_the_screen_without_javascript(new_page: NewPage, filled: Sandbox) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page)
    found = []
    groups = places(filled)
    assert tuple(groups) == GROUPS
    for place in chain(*groups.values()):
        page.goto(place)
        found += overflows(page)
    assert not found, "\n".join(found)
