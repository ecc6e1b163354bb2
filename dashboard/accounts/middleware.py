"""Asks for a second factor where one is required, and turns away accounts without a role: no view can forget either.

LoginRequiredMiddleware has let in only those who signed in, and the views marked `login_not_required`. What is marked
`role_not_required` on top is for every account: to leave, to change the password, to choose colors. What is marked
`second_factor_not_required` is for those who have to set one up first.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from dashboard.accounts import second_factor
from dashboard.accounts.roles import has_role
from dashboard.audit.record import Action, record
from dashboard.errors import no_role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def role_not_required(view: View) -> View:
    view.role_required = False  # type: ignore[attr-defined]
    return view


def second_factor_not_required(view: View) -> View:
    view.second_factor_required = False  # type: ignore[attr-defined]
    return view


class SecondFactorRequired(MiddlewareMixin):
    """With SECOND_FACTOR=required, a session that a password began gets nowhere before it has shown one. With
    `optional` this is so for sessions of accounts with a second factor that began while it was off.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not getattr(view, "second_factor_required", True):
            return None
        if not second_factor.is_missing(request):
            return None
        place = "second-step" if second_factor.is_enrolled(request.user) else "second-factor"  # type: ignore[arg-type]
        return redirect_to_login("/", reverse(place))  # completed by PrivatePages


class RoleRequired(MiddlewareMixin):
    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not getattr(view, "role_required", True):
            return None
        if has_role(request.user):  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware stands before this
            return None
        record(request, Action.DENIED, f"{request.method} {request.path[:200]}: no role")
        return no_role(request)
