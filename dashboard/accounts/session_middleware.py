"""Notes in a session when it began and is used, and ends it where its time is up: after SESSION_IDLE_MINUTES without a
request, and after SESSION_MAX_HOURS anyway. Settles at the end of a request what it counted as a failed sign-in.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from dashboard.accounts import second_factor
from dashboard.accounts.hashing import RETRY_AFTER, Busy
from dashboard.accounts.known_devices import remember_device
from dashboard.accounts.session_store import ADDRESS, SEEN, SINCE, USER_AGENT
from dashboard.accounts.throttling import settle
from dashboard.errors import too_many
from dashboard.monitoring.client_address import client_address

# A session is written at most so often in its idle time, and in so many seconds: not at each request.
STEPS, INTERVAL = 20, 300


@receiver(user_logged_in)
def begin(request: HttpRequest, user: Any, **_: Any) -> None:
    now = int(time.time())
    request.session[SINCE] = now
    note_use(request, now)
    second_factor.note_if_skipped(request, user)
    request.signed_in_account = user.pk  # type: ignore[attr-defined]  # for the response's cookie


def note_use(request: HttpRequest, now: int) -> None:
    agent = request.headers.get("User-Agent", "")[:255].encode("ascii", "replace").decode().replace("\x00", "")
    request.session.update({SEEN: now, ADDRESS: client_address(request), USER_AGENT: agent})


class SlidingSessions:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            slide(request, int(time.time()))
        response = self.get_response(request)
        settle(request)
        if account := getattr(request, "signed_in_account", None):
            remember_device(request, response, account)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Busy):
            return too_many(request, RETRY_AFTER, "Too many people are signing in. Try again in a few seconds.")
        return None


def slide(request: HttpRequest, now: int) -> None:
    """Ends the session where its time is up, and notes that it is in use."""
    session = request.session
    idle = now - session.get(SEEN, now)
    age = now - session.setdefault(SINCE, now)
    if idle >= settings.SESSION_COOKIE_AGE or age >= settings.SESSION_MAX_AGE:
        request.sign_out_reason = "the session ran out"  # type: ignore[attr-defined]
        logout(request)
    elif request.headers.get("HX-Trigger") == "freshness":
        pass  # asked by a page that stands open, not by somebody
    elif SEEN not in session or idle >= min(settings.SESSION_COOKIE_AGE / STEPS, INTERVAL):
        note_use(request, now)
