"""What pickers suggest as somebody types: people or numbers.

A picker (dashboard.lists.pickers) stands beside a list and adds to its query. Its suggestions are an HTML partial.
Without JavaScript the same address is a page of links, each of which adds one to the query.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboard.changes.facets import CHANGES
from dashboard.compare.facets import COMPARE
from dashboard.lists.query import Query
from dashboard.numbers.facets import NUMBERS
from dashboard.responses.htmx import Request, wants_fragment
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.models.numbers import WIDE_COLUMNS, writing_regions
from inventory.models.users import any_of
from inventory.search import fold, numbers_in, sort_prefixes
from inventory.wording import counted

SHOWN = 10
LONGEST = 200
LISTS = (NUMBERS, CHANGES, COMPARE)  # those that have a picker


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


# What matches


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


# The views


@require_safe
def suggest_users(request: Request) -> HttpResponse:
    """The people that match `text`."""
    found = matching_people(_text(request), SHOWN + 1)
    return _respond(request, "user", "People", [suggested_user(user) for user in found])


@require_safe
def suggest_numbers(request: Request) -> HttpResponse:
    """The numbers that match `text`; removed ones where there is room, since they have a history."""
    text = _text(request)
    found = [suggested_number(number) for number in matching_numbers(text, SHOWN + 1)]
    removed = PhoneNumber.objects.removed().search_own_text(text).defer(*WIDE_COLUMNS).order_by("-removed_at", "id")
    removed = removed[: SHOWN + 1 - len(found)]
    found += [replace(suggested_number(number), figure="removed") for number in removed]
    return _respond(request, "number", "Numbers", found)


def _text(request: Request) -> str:
    return request.GET.get("text", "").replace("\x00", "").strip()[:LONGEST]


def _respond(request: Request, name: str, label: str, found: list[Suggestion]) -> HttpResponse:
    """The options of the picker, or the page of links, where a single match is added at once."""
    text, shown = _text(request), found[:SHOWN]
    context: dict[str, Any] = {"name": name, "label": label, "text": text, "more": len(found) > SHOWN}
    if wants_fragment(request):
        context |= {"sections": [Section("", shown)], "count": len(shown), "chosen": request.GET.getlist(name)}
        return render(request, "parts/_suggestions.html", context | {"multiple": True})
    asked = [listing for listing in LISTS if name in listing.by_name]
    listing = next((one for one in asked if one.url == request.GET.get("list")), asked[0])
    query = Query(listing, QueryDict(request.GET.get("query", "")))
    most = listing.by_name[name].most
    full = len(query.values.get(name, ())) >= most
    links = [(suggestion, query.adding(name, suggestion.value).url) for suggestion in shown]
    if len(links) == 1 and text and not full:
        return redirect(links[0][1])
    context |= {"links": links, "full": full, "most": most, "list": listing.url, "query": query.text, "back": query.url}
    return render(request, "finding/suggestions.html", context)
