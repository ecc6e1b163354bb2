"""When a session ends by itself: after SESSION_IDLE_MINUTES without a request, and after SESSION_MAX_HOURS anyway."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

SINCE, SEEN = "signed_in_at", "seen_at"
STEPS = 20  # a session is written at most so often in its idle time: writing it at each request would cost one a page


@receiver(user_logged_in)
def begin(request: HttpRequest, **_: Any) -> None:
    request.session[SINCE] = request.session[SEEN] = int(time.time())


class SlidingSessions:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            slide(request, int(time.time()))
        return self.get_response(request)


def slide(request: HttpRequest, now: int) -> None:
    """Ends the session where its time is up, and notes that it is in use."""
    session = request.session
    idle = now - session.get(SEEN, now)
    age = now - session.setdefault(SINCE, now)
    if idle >= settings.SESSION_COOKIE_AGE or age >= settings.SESSION_MAX_AGE:
        request.sign_out_reason = "the session ran out"  # type: ignore[attr-defined]
        logout(request)
    elif SEEN not in session or idle >= settings.SESSION_COOKIE_AGE / STEPS:
        session[SEEN] = now
