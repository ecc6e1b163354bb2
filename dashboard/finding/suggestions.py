"""What is suggested as somebody types: people and numbers; in the find box also groups, pages and actions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from dashboard.accounts.models import MANAGE
from dashboard.audit.models import SEE as SEE_AUDIT
from dashboard.numbers.models import SavedView
from dashboard.responses.htmx import Request
from inventory.choices import RESTRICTIONS
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.models.numbers import WIDE_COLUMNS, writing_regions
from inventory.models.users import any_of
from inventory.reports.freshness import Freshness
from inventory.reports.statistics import statistics
from inventory.search import fold, numbers_in, sort_prefixes
from inventory.wording import counted


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line that can be chosen: a value for a query, a page to open (`url`), or a button of the page (`action`)."""

    label: str
    detail: str = ""
    figure: str = ""
    value: str = ""
    url: str = ""
    action: str = ""
    symbol: str = ""
    user: WorkspaceUser | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Suggestions of one sort, under a heading where there are several sorts."""

    heading: str
    suggestions: list[Suggestion]


def matching_people(text: str, most: int) -> list[WorkspaceUser]:
    """So many of the people that a text finds: those whose names begin with it first, who left last, each by name."""
    ids = _first_ids(WorkspaceUser.objects.current().filter(_begins(text)), most) if text else []
    others = WorkspaceUser.objects.search(text).exclude(pk__in=ids)
    rows = list(others.values_list("pk", "removed_at")[:most])
    if len(rows) < most:  # these are all, found by reading the index once
        ids += [id for id, _ in sorted(rows, key=lambda row: row[1] is not None)]
    else:
        ids += _first_ids(others.current(), most)
    found = WorkspaceUser.objects.in_bulk(ids[:most])
    people = [found[id] for id in ids if id in found]
    return sorted(people, key=lambda user: (user.is_removed, not is_exact(text, user.name, user.email)))


def matching_numbers(text: str, most: int) -> list[PhoneNumber]:
    """So many of the current numbers that a text finds, in the same order. A whole number comes before all others."""
    current = PhoneNumber.objects.current()
    whole = numbers_in(text, writing_regions())
    ids = _first_ids(current.filter(_begins(text) | Q(number__in=whole)), most) if text else []
    ids += _first_ids(current.search_own_text(text).exclude(pk__in=ids), most - len(ids))
    found = PhoneNumber.objects.defer(*WIDE_COLUMNS).in_bulk(ids)
    numbers = [found[id] for id in ids if id in found]
    return sorted(numbers, key=lambda number: number.number not in whole and not is_exact(text, number.name))


def _first_ids(rows: QuerySet[Any], most: int) -> list[str]:
    """IDs only: an index holds them with the searched text, and the rows are ten times as large."""
    return list(rows.values_list("pk", flat=True)[:most]) if most else []


def _begins(text: str) -> Q:
    """Rows whose name begins with this, as an index finds them."""
    return any_of(Q(sort_name__gte=key, sort_name__lt=text_after(key)) for key in sort_prefixes(text))


def text_after(text: str) -> str:
    """The first text in order that does not begin with this one."""
    if not text:
        return "\U0010ffff"
    last = ord(text[-1]) + 1
    return f"{text[:-1]}{chr(0xE000 if last == 0xD800 else min(last, 0x10FFFF))}"


def is_exact(text: str, *names: str) -> bool:
    return bool(text) and fold(text) in map(fold, names)


def suggested_user(user: WorkspaceUser) -> Suggestion:
    figure = "removed" if user.is_removed else counted(user.number_count, "number")
    return Suggestion(user.name, user.email, figure, user.pk, reverse("user", args=[user.pk]), user=user)


def suggested_number(number: PhoneNumber) -> Suggestion:
    label = number.name or "No name"
    symbol, url = number.symbol or "·", reverse("number", args=[number.pk])
    return Suggestion(label, number.display_number, "", number.pk, url, symbol=symbol)


# -- The find box


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
    if _may_use_password(request) and settings.SECOND_FACTOR != "off":
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
    if _may_use_password(request):
        yield Command("Change password", "", reverse("password"))


def _may_use_password(request: Request) -> bool:
    """As the account's menu asks, too: the pages of others are refused."""
    return settings.PASSWORDS and request.user.has_usable_password()
