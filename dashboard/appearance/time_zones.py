"""The time zone in which an account sees times: the one chosen, else the browser's, else the server's."""

from collections.abc import Callable
from functools import cache
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dashboard.responses.htmx import back, keep_choice

CHOSEN, BROWSER = "time-zone", "browser-time-zone"  # cookies. static/js/time-zone.js writes the second


@cache
def zones() -> tuple[str, ...]:
    """The names to choose from: places, and UTC."""
    return ("UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))


class TimeZone:
    """Activates the account's time zone for the request."""

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
