"""What stands before every view: a session whose time is not up, a second factor where one is required, and a role.

What Django's `login_not_required` marks is for everybody. `role_not_required` is for every account: to leave, to choose
a new password, to choose colors. `second_factor_not_required` is for those who have to set one up first.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from dashboard.accounts.roles import has_role
from dashboard.accounts.second_factor import State, note_if_enrolled, state
from dashboard.accounts.sessions import ADDRESS, SEEN, SINCE, USER_AGENT
from dashboard.accounts.throttling import TryLater, remember_browser
from dashboard.audit.record import Action, record
from dashboard.monitoring.current_request import client_address
from dashboard.responses.errors import no_role, too_many

# A session is written at most so often in its idle time, and in so many seconds: not at each request.
STEPS, INTERVAL = 20, 300
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def role_not_required(view: View) -> View:
    view.role_required = False  # type: ignore[attr-defined]
    return view


def second_factor_not_required(view: View) -> View:
    view.second_factor_required = False  # type: ignore[attr-defined]
    return view


class AccessMiddleware(LoginRequiredMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            slide(request, int(time.time()))

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view)
        shown = state(request)
        if shown.blocks and getattr(view, "second_factor_required", True):
            place = "second-step" if shown is State.UNSHOWN else "second-factor"
            return redirect_to_login(reverse("overview"), reverse(place))  # completed by PrivatePages
        if not getattr(view, "role_required", True) or has_role(request.user):
            return None
        record(request, Action.DENIED, f"{request.method} {request.path[:200]}: no role")
        return no_role(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TryLater):
            return too_many(request, exception.seconds, str(exception))
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if account := getattr(request, "signed_in_account", None):
            remember_browser(request, response, account)
        return response


def slide(request: HttpRequest, now: int) -> None:
    """Ends the session where its time is up, after SESSION_IDLE_MINUTES without a request and after SESSION_MAX_HOURS
    anyway, and notes that it is in use.
    """
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


def note_use(request: HttpRequest, now: int) -> None:
    agent = request.headers.get("User-Agent", "")[:255].encode("ascii", "replace").decode().replace("\x00", "")
    request.session.update({SEEN: now, ADDRESS: client_address(request), USER_AGENT: agent})


@receiver(user_logged_in)
def begin(request: HttpRequest, user: Any, **_: Any) -> None:
    now = int(time.time())
    request.session[SINCE] = now
    note_use(request, now)
    note_if_enrolled(request, user)
    request.signed_in_account = user.pk  # type: ignore[attr-defined]  # for the response's cookie
