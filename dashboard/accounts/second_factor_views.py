"""The page on which an account sets up its second factor, and changes it."""

import time

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.accounts import second_factor
from dashboard.accounts.middleware import role_not_required, second_factor_not_required
from dashboard.accounts.passwords import is_own_password
from dashboard.accounts.second_factor import VERIFIED
from dashboard.accounts.second_step import is_unverified, too_early, wait_for_code, with_next
from dashboard.accounts.session_store import SINCE
from dashboard.accounts.sessions import end_sessions
from dashboard.audit.record import Action, record
from dashboard.htmx import Request, back, on_this_site
from inventory.wording import counted

FRESH_SECONDS = 10 * 60  # after signing in, for which enrolling does not ask for the password again


@sensitive_post_parameters("code", "password")
@second_factor_not_required
@role_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponse:
    """GET shows the second factor, or how to set it up. POST sets it up (`code`, and `password` some time later)."""
    _only_where_possible(request)
    if is_unverified(request):
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
            request.session[VERIFIED] = True
            request.session.cycle_key()
            end_sessions(account.pk, but=request.session.session_key)
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
    if not is_unverified(request):
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
    request.session.pop(VERIFIED, None)
    messages.success(request, "The second factor is off. Your password alone signs you in.")
    return redirect("overview")


def _refused(request: Request) -> HttpResponse | None:
    """The response to who may not change the second factor: there is none, no code was typed, or a wrong password."""
    _only_where_possible(request)
    if is_unverified(request) or not second_factor.is_enrolled(request.user):
        return redirect("second-factor")
    if not is_own_password(request, request.POST.get("password", "")):
        return _manage(request, "The password is not right.")
    return None


def _only_where_possible(request: Request) -> None:
    if settings.SECOND_FACTOR == "off":
        raise Http404
    if not second_factor.is_possible(request.user):
        raise PermissionDenied


def _is_password_needed(request: Request) -> bool:
    """Not for the first app right after signing in: the password was just typed."""
    age = time.time() - request.session.get(SINCE, 0)
    return not 0 <= age < FRESH_SECONDS or second_factor.is_enrolled(request.user)


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
        "required": second_factor.is_missing(request),
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
