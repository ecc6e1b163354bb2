"""The one place where an account without a role is turned away: no view can forget it.

LoginRequiredMiddleware has let in only those who signed in, and the views marked `login_not_required`. What is marked
`role_not_required` on top is for every account: to leave, to change the password, to choose colours.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from dashboard.accounts.roles import has_role
from dashboard.audit.record import Action, record
from dashboard.errors import no_role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def role_not_required(view: View) -> View:
    view.role_required = False  # type: ignore[attr-defined]
    return view


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
