"""The find box: numbers and people by any part of what is known of them, and suggestions while typing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboard.finding import palette
from dashboard.responses.htmx import Request, wants_fragment
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.models.numbers import WIDE_COLUMNS

SHOWN = 20
LONGEST = 200


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
    found = palette.sections(request, text)
    count = sum(len(section.suggestions) for section in found)
    context = {"name": "find", "label": "Suggestions", "text": text, "sections": found, "count": count}
    return render(request, "parts/_suggestions.html", context)
