"""The second step of signing in: a code, after the password was right."""

import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import load_backend, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dashboard.accounts import second_factor
from dashboard.accounts.second_factor import VERIFIED, Check
from dashboard.audit.record import Action, record
from dashboard.htmx import Request, on_this_site, with_query
from inventory.wording import counted

PENDING = "half_signed_in"  # in the session: whose password was right, and is not signed in yet
PENDING_SECONDS = 5 * 60
WRONG = (
    "This code is not right, or was used before. Wait for the next one. "
    "If the app’s codes keep failing, check the clock of your phone: it must not be off by more than half a minute."
)


def ask_for_code(request: HttpRequest, account: User, target: str) -> HttpResponse:
    """Goes to the second step. The account, whose password was right, is not signed in before that."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "account": account.pk,
        "backend": account.backend,  # set by authenticate()
        "at": int(time.time()),
        "hash": account.get_session_auth_hash(),
    }
    return redirect(with_next(reverse("second-step"), target))


@sensitive_post_parameters("code")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: Request) -> HttpResponse:
    """Asks for a code (`code`): of who has just typed their password, and of a session that is without one so far."""
    target = on_this_site(request, request.POST.get("next") or request.GET.get("next", ""), "")
    half = _half_signed_in(request)
    account = half or (request.user if is_unverified(request) else None)
    if account is None:
        if request.session.pop(PENDING, None):
            messages.warning(request, "That took too long. Sign in again.")
        return redirect_to_login(target)
    context: dict[str, Any] = {"next": target, "account": account}
    if request.method != "POST":
        return render(request, "registration/second_step.html", context)
    check = second_factor.check_code(account, request.POST.get("code", ""))
    if not check.is_right:
        record(request, Action.CODE_REFUSED, "too early" if check.wait else "wrong code", who=account.get_username())
        context["error"] = too_early(check) if check.wait else WRONG
        return wait_for_code(render(request, "registration/second_step.html", context), check)
    if half:
        pending = request.session.pop(PENDING)
        login(request, account, backend=pending["backend"])
    else:
        request.session.cycle_key()
    request.session[VERIFIED] = True
    if check.is_recovery:
        left = second_factor.recovery_codes_left(account)
        record(request, Action.SECOND_FACTOR, f"used a recovery code, {left} left")
        messages.warning(request, f"You used a recovery code. {left} of {second_factor.RECOVERY_CODES} are left.")
    return redirect(target or settings.LOGIN_REDIRECT_URL)


def too_early(check: Check) -> str:
    return f"There were too many wrong codes. Wait {counted(check.wait, 'second')}, then type the next one."


def wait_for_code(response: HttpResponse, check: Check) -> HttpResponse:
    """The page with the form, as 429 where the code was not looked at."""
    if check.wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(check.wait)
    return response


def _half_signed_in(request: HttpRequest) -> User | None:
    """Whose password was right in this browser within the last minutes, as long as nothing has changed since."""
    pending = request.session.get(PENDING)
    if not pending or not 0 <= time.time() - pending["at"] < PENDING_SECONDS:
        return None
    if pending["backend"] not in settings.AUTHENTICATION_BACKENDS:
        return None
    account = load_backend(pending["backend"]).get_user(pending["account"])  # None for one that is closed
    if not isinstance(account, User) or not constant_time_compare(account.get_session_auth_hash(), pending["hash"]):
        return None
    if not second_factor.is_asked_of(account):  # reset meanwhile
        return None
    return account


def is_unverified(request: HttpRequest) -> bool:
    """Whether the session is signed in by a password alone, though the account has a second factor."""
    return (
        request.user.is_authenticated
        and second_factor.began_with_password(request)
        and not request.session.get(VERIFIED)
        and second_factor.is_asked_of(request.user)
    )


def with_next(path: str, target: str) -> str:
    return with_query(path, urlencode({"next": target}) if target else "")
