"""The second step of signing in, which asks for a code; and the page on which an account sets its second factor up."""

import time
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import load_backend, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.accounts import second_factor
from dashboard.accounts.middleware import role_not_required, second_factor_not_required
from dashboard.accounts.second_factor import SHOWN, Check, State, state
from dashboard.accounts.sessions import end_sessions, is_fresh
from dashboard.accounts.throttling import is_own_password
from dashboard.audit.record import Action, record
from dashboard.responses.htmx import Request, back, on_this_site, with_query
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
    account = half or (request.user if state(request) is State.UNSHOWN else None)
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
    request.session[SHOWN] = True
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
    if not second_factor.requires_code(account):  # reset meanwhile
        return None
    return account


def with_next(path: str, target: str) -> str:
    return with_query(path, urlencode({"next": target}) if target else "")


# The page


@sensitive_post_parameters("code", "password")
@second_factor_not_required
@role_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponse:
    """GET shows the second factor, or how to set it up. POST sets it up (`code`, and `password` some time later)."""
    _only_where_possible(request)
    if state(request) is State.UNSHOWN:
        return redirect(with_next(reverse("second-step"), request.get_full_path()))
    account = request.user
    if second_factor.is_enrolled(account) and not second_factor.is_enrolling(account):
        return _manage(request)
    if request.method != "POST":
        return _enrol(request)
    if _is_password_needed(request) and not is_own_password(request, request.POST.get("password", "")):
        return _enrol(request, "The password is not right.")
    code = request.POST.get("code", "")
    device = second_factor.enrolment(account)
    with transaction.atomic():
        check, codes = second_factor.enrol(account, code)
        if codes:
            request.session[SHOWN] = True
            request.session.cycle_key()
            end_sessions(account.pk, because="Your second factor was set up.", but=request.session.session_key)
            record(request, Action.SECOND_FACTOR, "set up")
    if not codes:
        record(request, Action.CODE_REFUSED, f"{'too early' if check.wait else 'wrong code'} while setting up")
        if check.wait:
            return wait_for_code(_enrol(request, too_early(check)), check)
        return _enrol(request, _why_not(second_factor.clock_difference(device, code)))
    return _show_codes(request, codes, "The second factor is on")


@sensitive_post_parameters("password")
@role_not_required
@require_POST
def new_codes(request: Request) -> HttpResponse:
    """Ten recovery codes in place of those before."""
    refused = _refused(request)
    if refused is not None:
        return refused
    with transaction.atomic():
        codes = second_factor.new_recovery_codes(request.user)
        record(request, Action.SECOND_FACTOR, "created new recovery codes")
    return _show_codes(request, codes, "New recovery codes")


@role_not_required
@require_POST
def replace(request: Request) -> HttpResponse:
    """Begins to set up another app. The one so far goes on working until that one has given its first code."""
    _only_where_possible(request)
    if state(request) is not State.UNSHOWN:
        second_factor.cancel_enrolment(request.user)
        second_factor.enrolment(request.user)
    return redirect("second-factor")


@role_not_required
@require_POST
def cancel(request: Request) -> HttpResponse:
    """Leaves the second factor as it is."""
    _only_where_possible(request)
    second_factor.cancel_enrolment(request.user)
    return redirect("second-factor" if second_factor.is_enrolled(request.user) else "overview")


@sensitive_post_parameters("password")
@role_not_required
@require_POST
def turn_off(request: Request) -> HttpResponse:
    """Deletes the second factor, unless one is required."""
    if settings.SECOND_FACTOR == "required":
        raise PermissionDenied
    refused = _refused(request)
    if refused is not None:
        return refused
    with transaction.atomic():
        second_factor.remove(request.user)
        record(request, Action.SECOND_FACTOR, "turned off")
    request.session.pop(SHOWN, None)
    messages.success(request, "The second factor is off. Your password alone signs you in.")
    return redirect("overview")


def _refused(request: Request) -> HttpResponse | None:
    """The response to who may not change the second factor: there is none, no code was typed, or a wrong password."""
    _only_where_possible(request)
    if state(request) is State.UNSHOWN or not second_factor.is_enrolled(request.user):
        return redirect("second-factor")
    if not is_own_password(request, request.POST.get("password", "")):
        return _manage(request, "The password is not right.")
    return None


def _only_where_possible(request: Request) -> None:
    if settings.SECOND_FACTOR == "off":
        raise Http404
    if not second_factor.may_enrol(request.user):
        raise PermissionDenied


def _is_password_needed(request: Request) -> bool:
    """Not for the first app right after signing in: the password was just typed."""
    return not is_fresh(request) or second_factor.is_enrolled(request.user)


def _manage(request: Request, error: str = "") -> HttpResponse:
    context = {
        "error": error,
        "left": second_factor.recovery_codes_left(request.user),
        "required": settings.SECOND_FACTOR == "required",
    }
    return render(request, "registration/second_factor.html", context)


def _enrol(request: Request, error: str = "") -> HttpResponse:
    device = second_factor.enrolment(request.user)
    address = device.config_url
    key = address.partition("secret=")[2].partition("&")[0]
    context = {
        "error": error,
        "address": address,
        "qr": qr_code(address),
        "key": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
        "password_needed": _is_password_needed(request),
        "required": state(request) is State.DUE,
        "replaces": second_factor.is_enrolled(request.user),
        "next": on_this_site(request, request.POST.get("next") or request.GET.get("next", ""), ""),
    }
    return render(request, "registration/enrol.html", context)


def _show_codes(request: Request, codes: list[str], title: str) -> HttpResponse:
    """In the response to the POST itself: so they are stored nowhere else, and shown once."""
    context = {"codes": codes, "title": title, "next": back(request, reverse("overview"))}
    return render(request, "registration/recovery_codes.html", context)


def qr_code(text: str) -> SafeString:
    """Dark on light in both colour schemes, or cameras fail to read it. The text is encoded, not quoted."""
    drawn = segno.make(text, error="l", micro=False)
    return mark_safe(  # noqa: S308 - segno's own drawing, of modules and no text
        drawn.svg_inline(border=3, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    )


def _why_not(minutes_ahead: int) -> str:
    if not minutes_ahead:
        return "This code is not right. Wait until the app shows the next one, and type that."
    minutes = counted(abs(minutes_ahead), "minute")
    side = "ahead" if minutes_ahead > 0 else "behind"
    return (
        f"The clock of your phone is {minutes} {side}. Set it to the right time, or to automatic, and type a new code."
    )
