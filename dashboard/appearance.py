"""How pages look to somebody: the colour scheme and the time zone; and a page that shows every badge and state."""

from collections.abc import Callable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.accounts.middleware import role_not_required, second_factor_not_required
from dashboard.responses.htmx import back, keep_choice
from dashboard.templatetags.number_rows import CALLING, restriction_tags
from inventory.choices import RESTRICTED, RESTRICTION_BY_COLUMN, UNRESTRICTED, Porting, State, porting_badge

THEMES = ("light", "dark")
CHOSEN, BROWSER = "time-zone", "browser-time-zone"  # cookies of time zones. static/js/time-zone.js writes the second


@second_factor_not_required
@role_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Saves light or dark in a cookie. Any other value means the system's preference."""
    response = redirect(back(request))
    requested = request.POST.get("theme", "")
    keep_choice(response, "theme", requested if requested in THEMES else "")
    return response


@cache
def zones() -> tuple[str, ...]:
    """The names to choose from: places, and UTC."""
    return ("UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))


class TimeZone:
    """Activates the account's time zone for the request: the one chosen, else the browser's, else the server's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for cookie in (CHOSEN, BROWSER):
            if (name := request.COOKIES.get(cookie, "")) in zones():
                with timezone.override(name):
                    return self.get_response(request)
        return self.get_response(request)


@require_http_methods(["GET", "HEAD", "POST"])
def time_zone(request: HttpRequest) -> HttpResponse:
    """GET shows the choice. POST saves it (`zone`); a value that is no zone means the browser's."""
    chosen = request.COOKIES.get(CHOSEN, "")
    if request.method != "POST":
        return render(request, "appearance/time_zone.html", {"zones": zones(), "chosen": chosen})
    response = redirect(back(request))
    requested = request.POST.get("zone", "")
    keep_choice(response, CHOSEN, requested if requested in zones() else "")
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
