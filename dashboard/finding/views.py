"""The find box: numbers and people by any part of what is known of them; and what it and pickers suggest while typing.

A picker (dashboard.lists.pickers) stands beside a list and adds to its query. Its suggestions are an HTML partial.
Without JavaScript the same address is a page of links, each of which adds one to the query.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboard.changes.facets import CHANGES
from dashboard.compare.facets import COMPARE
from dashboard.finding.suggestions import (
    Section,
    Suggestion,
    matching_numbers,
    matching_people,
    sections,
    suggested_number,
    suggested_user,
)
from dashboard.lists.query import Query
from dashboard.numbers.facets import NUMBERS
from dashboard.responses.htmx import Request, wants_fragment
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.models.numbers import WIDE_COLUMNS

SHOWN = 20
SUGGESTED = 10  # in a picker
LONGEST = 200
LISTS = (NUMBERS, CHANGES, COMPARE)  # those that have a picker


@require_safe
def find(request: Request) -> HttpResponse:
    """Numbers and people that match `q`; a single match opens at once. For htmx the suggestions of the box."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    if wants_fragment(request):
        return suggest(request, text)
    numbers = list(PhoneNumber.objects.current().search(text).defer(*WIDE_COLUMNS)[: SHOWN + 1]) if text else []
    people = list(WorkspaceUser.objects.current().search(text)[: SHOWN + 1]) if text else []
    if len(numbers) == 1 and not people:
        return redirect("number", numbers[0].pk)
    if len(people) == 1 and (not numbers or people[0].name.casefold() == text.casefold()):
        return redirect("user", people[0].pk)
    context = {
        "text": text,
        "numbers": numbers[:SHOWN],
        "more_numbers": len(numbers) > SHOWN,
        "found": people[:SHOWN],
        "more_people": len(people) > SHOWN,
    }
    return render(request, "finding/find.html", context)


def suggest(request: Request, text: str) -> HttpResponse:
    found = sections(request, text)
    count = sum(len(section.suggestions) for section in found)
    context = {"name": "find", "label": "Suggestions", "text": text, "sections": found, "count": count}
    return render(request, "parts/_suggestions.html", context)


# -- Pickers


@require_safe
def suggest_users(request: Request) -> HttpResponse:
    """The people that match `text`."""
    found = matching_people(_text(request), SUGGESTED + 1)
    return _respond(request, "user", "People", [suggested_user(user) for user in found])


@require_safe
def suggest_numbers(request: Request) -> HttpResponse:
    """The numbers that match `text`; removed ones where there is room, since they have a history."""
    text = _text(request)
    found = [suggested_number(number) for number in matching_numbers(text, SUGGESTED + 1)]
    removed = PhoneNumber.objects.removed().search_own_text(text).defer(*WIDE_COLUMNS).order_by("-removed_at", "id")
    removed = removed[: SUGGESTED + 1 - len(found)]
    found += [replace(suggested_number(number), figure="removed") for number in removed]
    return _respond(request, "number", "Numbers", found)


def _text(request: Request) -> str:
    return request.GET.get("text", "").replace("\x00", "").strip()[:LONGEST]


def _respond(request: Request, name: str, label: str, found: list[Suggestion]) -> HttpResponse:
    """The options of the picker, or the page of links, where a single match is added at once."""
    text, shown = _text(request), found[:SUGGESTED]
    other_key = {"user": "email address", "number": "number"}[name]
    context: dict[str, Any] = {"name": name, "label": label, "text": text, "other_key": other_key}
    context["more"] = len(found) > SUGGESTED
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
