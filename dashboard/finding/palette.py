"""What the find box suggests as somebody types: numbers, people, groups, pages and actions."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse

from dashboard.accounts.models import MANAGE
from dashboard.audit.models import SEE as SEE_AUDIT
from dashboard.finding.suggestions import (
    Section,
    Suggestion,
    is_exact,
    matching_numbers,
    matching_people,
    suggested_number,
    suggested_user,
    text_after,
)
from dashboard.numbers.models import SavedView
from dashboard.responses.htmx import Request
from inventory.choices import RESTRICTIONS
from inventory.models import PhoneNumber
from inventory.reports.freshness import Freshness
from inventory.reports.statistics import statistics
from inventory.search import fold
from inventory.wording import counted

MOST = 5  # of each sort
REFRESHED_ALONE = {"number": "Refresh this number", "user": "Refresh this person"}  # by the name of their page


@dataclass(frozen=True, slots=True)
class Command:
    """A page or an action, with the other words that find it."""

    label: str
    words: str
    url: str = ""
    action: str = ""

    def matches(self, words: list[str]) -> bool:
        own = fold(f"{self.label} {self.words}").split()
        return all(any(one.startswith(word) for one in own) for word in words)

    @property
    def suggestion(self) -> Suggestion:
        return Suggestion(self.label, url=self.url, action=self.action)


def sections(request: Request, text: str) -> list[Section]:
    """What matches, by sort; the sort that has an exact match comes first. Without a text: all pages and actions."""
    words = fold(text).split()
    pages = [command.suggestion for command in _pages(request) if command.matches(words)]
    actions = [command.suggestion for command in _actions(request) if command.matches(words)]
    commands = [Section("Pages", pages), Section("Actions", actions)]
    if not text:
        return commands
    found = [
        Section("Numbers", [suggested_number(number) for number in matching_numbers(text, MOST)]),
        Section("People", [suggested_user(user) for user in matching_people(text, MOST)]),
        Section("Groups", _groups(text)),
        Section("Lists", [command.suggestion for command in _lists(request) if command.matches(words)]),
        *commands,
    ]
    results = [Suggestion(f"All results for “{text}”", url=f"{reverse('find')}?{urlencode({'q': text})}")]
    shown = sorted((section for section in found if section.suggestions), key=lambda one: not _has_exact(one, text))
    return [*shown, Section("", results)] if found[0].suggestions or found[1].suggestions else shown


def _has_exact(section: Section, text: str) -> bool:
    return any(is_exact(text, one.label, one.detail, one.value) for one in section.suggestions)


def _groups(text: str) -> list[Suggestion]:
    """Groups whose id begins like this: they have no names of their own."""
    rows = (
        PhoneNumber.objects.current()
        .filter(group_id__gte=text, group_id__lt=text_after(text))
        .order_by("group_id")
        .values_list("group_id")
        .annotate(numbers=Count("pk"), first=Min("name"))
    )
    return [
        Suggestion(group, first, counted(numbers, "number"), url=reverse("group", args=[group]))
        for group, numbers, first in rows[:MOST]
    ]


def _pages(request: Request) -> Iterator[Command]:
    yield Command("Overview", "home start dashboard attention", reverse("overview"))
    yield Command("Numbers", "phone lines", reverse("numbers"))
    yield Command("People", "users", reverse("users"))
    yield Command("Changes", "history", reverse("changes"))
    yield Command("Trends", "charts growth time ports", reverse("trends"))
    yield Command("Compare", "differences since days", reverse("compare"))
    yield Command("Refreshes", "log failures", reverse("refreshes"))
    yield Command("Groups", "", reverse("groups"))
    yield Command("Alerts", "rules notifications mail webhook slack subscribe", reverse("alerts"))
    if request.user.has_perm(SEE_AUDIT):
        yield Command("Audit log", "", reverse("audit"))
    if request.user.has_perm(MANAGE):
        yield Command("Accounts", "people roles sign-in link colleague", reverse("people"))
    yield Command("Sessions", "account devices signed in", reverse("sessions"))
    yield Command("Second factor", "account 2fa totp code recovery", reverse("second-factor"))
    if request.user.is_staff:
        yield Command("Administration", "admin accounts roles", reverse("admin:index"))


def _lists(request: Request) -> Iterator[Command]:
    """Lists of numbers under a filter, and saved views."""
    numbers = reverse("numbers")
    yield Command("Stalled ports", "filter porting", f"{numbers}?stalled=yes&sort=since")
    yield Command("Failed ports", "filter porting rejected exception error", f"{numbers}?{_failed_ports()}")
    yield Command("Unassigned numbers", "filter nobody", f"{numbers}?assigned=no")
    for restriction in RESTRICTIONS:
        label = f"Cannot {restriction.verb} {restriction.place}"
        yield Command(label, f"filter restricted {restriction.region}", f"{numbers}?restricted={restriction.key}")
    for view in SavedView.objects.visible_to(request.user):
        yield Command(view.name, "saved view", f"{numbers}?{view.query}")


def _failed_ports() -> str:
    statuses = statistics(Freshness.read().version).stages
    return urlencode([("porting", stage.status) for stage in statuses if stage.has_failed] or [("porting", "rejected")])


def _actions(request: Request) -> Iterator[Command]:
    if request.user.has_perm("inventory.start_refresh"):
        if label := REFRESHED_ALONE.get(request.GET.get("on", "")):
            yield Command(label, "update sync", action="refresh-shown")
        yield Command("Refresh all numbers", "update sync workspace", action="refresh")
    yield Command("Export all numbers as CSV", "download", reverse("export-csv"))
    yield Command("Export all numbers as Excel (.xlsx)", "download", reverse("export-xlsx"))
    yield Command("Switch appearance", "theme dark light colors", action="appearance")
    yield Command("Change time zone", "times", reverse("time-zone"))
    yield Command("Sign out", "log off out exit leave account", action="sign-out")
    if settings.PASSWORDS and request.user.has_usable_password():
        yield Command("Change password", "", reverse("password"))
