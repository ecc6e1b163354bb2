"""Signing in and out with a password, and changing it."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from dashboard.accounts import links, second_factor, second_factor_views
from dashboard.accounts.middleware import role_not_required, second_factor_not_required
from dashboard.accounts.sessions import is_fresh
from dashboard.accounts.throttling import is_own_password
from dashboard.audit.record import Action, record
from dashboard.responses import errors
from dashboard.responses.htmx import Request, on_this_site


class SignIn(LoginView):
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(single_sign_on=settings.OIDC_ON, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PASSWORDS:
            record(request, Action.SIGN_IN_REFUSED, "passwords are off", who="")
            return errors.error_page(request, 403, "Passwords are off here. Sign in with single sign-on.")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        account = form.get_user()
        if second_factor.requires_code(account):
            return second_factor_views.ask_for_code(self.request, account, self.get_redirect_url())
        return super().form_valid(form)


def began_by_link(request: HttpRequest) -> bool:
    """Whether the account has just come by a link, as one does that is new or has forgotten its password."""
    by_link = request.session.get(BACKEND_SESSION_KEY) == links.BACKEND
    return by_link and is_fresh(request) and not links.has_provider(request.user)  # type: ignore[arg-type]


class OwnPasswordForm(PasswordChangeForm):
    """Django's form for a new password, with a throttled check of the old one."""

    def __init__(self, user: User, *args: Any, request: HttpRequest, **named: Any) -> None:
        self.request = request
        super().__init__(user, *args, **named)

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not is_own_password(self.request, old):
            raise ValidationError("The current password is not right.", code="password_incorrect")
        return old


class ChangePassword(PasswordChangeView):
    template_name = "registration/password.html"
    success_url = reverse_lazy("overview")

    def get_form_class(self) -> Any:
        if began_by_link(self.request):
            return SetPasswordForm
        return partial(OwnPasswordForm, request=self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Your password is changed. Other sessions of yours have ended.")
        return super().form_valid(form)


sign_in = SignIn.as_view()
sign_out = second_factor_not_required(role_not_required(LogoutView.as_view()))
change_password = ChangePassword.as_view()


@role_not_required
def password(request: Request) -> HttpResponseBase:
    """The form for a new password, without the old one right after signing in by a link. An account of the provider has
    none here.
    """
    if not settings.PASSWORDS or not (request.user.has_usable_password() or began_by_link(request)):
        raise PermissionDenied
    return change_password(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token. Signing in elsewhere renews the token: a form of the sign-in that was open meanwhile
    leads on where somebody is signed in, and is shown anew otherwise, with what was typed but the password.
    """
    step = second_factor_views.second_step if request.path == reverse("second-step") else None
    if step is None and request.path != reverse("login"):
        return errors.csrf_failure(request, reason)
    target = on_this_site(request, request.POST.get("next", ""), "")
    if request.user.is_authenticated:
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    if step:
        return redirect(second_factor_views.with_next(request.path, target))
    form = AuthenticationForm(request, initial={"username": request.POST.get("username", "")[:150]})
    context = {"form": form, "next": target, "single_sign_on": settings.OIDC_ON, "is_stale": True}
    return render(request, "registration/login.html", context, status=403)


@login_not_required
@require_safe
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Django's admin has no sign-in of its own here: one page, with one throttle."""
    if request.user.is_authenticated:
        if not request.user.is_staff:
            raise PermissionDenied
        return redirect("admin:index")
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
