"""Ends sessions whose time is up, asks for a second factor where one is required, and turns away accounts without a
role: no view can forget any of it.

A session ends after SESSION_IDLE_MINUTES without a request, and after SESSION_MAX_HOURS anyway.

LoginRequiredMiddleware has let in only those who signed in, and the views marked `login_not_required`. What is marked
`role_not_required` on top is for every account: to leave, to change the password, to choose colors. What is marked
`second_factor_not_required` is for those who have to set one up first.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from dashboard.accounts import second_factor
from dashboard.accounts.hashing import RETRY_AFTER, Busy
from dashboard.accounts.known_devices import remember_device
from dashboard.accounts.roles import has_role
from dashboard.accounts.session_store import ADDRESS, SEEN, SINCE, USER_AGENT
from dashboard.accounts.throttling import settle, too_many
from dashboard.audit.record import Action, record
from dashboard.errors import no_role
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
    elif SEEN not in session or idle >= min(settings.SESSION_COOKIE_AGE / STEPS, INTERVAL):
        note_use(request, now)


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def role_not_required(view: View) -> View:
    view.role_required = False  # type: ignore[attr-defined]
    return view


def second_factor_not_required(view: View) -> View:
    view.second_factor_required = False  # type: ignore[attr-defined]
    return view


class SecondFactorRequired:
    """With SECOND_FACTOR=required, a session that a password began gets nowhere before it has shown one. With
    `optional` this is so for sessions of accounts with a second factor that began while it was off.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not getattr(view, "second_factor_required", True):
            return None
        if not second_factor.is_missing(request):
            return None
        place = "second-step" if second_factor.is_enrolled(request.user) else "second-factor"  # type: ignore[arg-type]
        if getattr(request, "htmx", None):
            return HttpResponseClientRedirect(reverse(place))
        target = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
        return redirect_to_login(target, reverse(place))


class RoleRequired:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not getattr(view, "role_required", True):
            return None
        if has_role(request.user):  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware stands before this
            return None
        record(request, Action.DENIED, f"{request.method} {request.path[:200]}: no role")
        return no_role(request)
