"""The colour scheme, and a page that shows every badge and state."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dashboard.accounts.middleware import role_not_required, second_factor_not_required
from dashboard.responses.htmx import back, keep_choice
from dashboard.templatetags.number_rows import CALLING, restriction_tags
from inventory.choices import RESTRICTED, RESTRICTION_BY_COLUMN, UNRESTRICTED, Porting, State, porting_badge

THEMES = ("light", "dark")


@second_factor_not_required
@role_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Saves light or dark in a cookie. Any other value means the system's preference."""
    response = redirect(back(request))
    requested = request.POST.get("theme", "")
    keep_choice(response, "theme", requested if requested in THEMES else "")
    return response


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Every badge and state. With DEBUG only."""
    if not settings.DEBUG:
        raise Http404
    statuses = (*(port.words[0] for port in Porting if port.words), "in-progress", "something-new")
    context: dict[str, Any] = {
        "restrictions": [
            (restriction_tags(CALLING, (value,) * len(CALLING)), RESTRICTION_BY_COLUMN[CALLING[0]].badge(value))
            for value in (UNRESTRICTED, RESTRICTED, "", "limited")
        ],
        "porting": [porting_badge(status) for status in statuses],
        "states": [state.badge for state in State],
    }
    return render(request, "patterns.html", context)
