"""Signing in at the company's OpenID Connect provider. Without its configuration both pages answer 404."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_GET

from dashboard.accounts.single_sign_on.accounts import BACKEND, account_of, groups_of
from dashboard.accounts.single_sign_on.provider import PendingSignIns, ProviderError, identify, is_expected, to_provider
from dashboard.audit.models import SINGLE_SIGN_ON
from dashboard.audit.record import Action, record
from dashboard.responses.errors import error_page
from dashboard.responses.htmx import on_this_site

log = logging.getLogger("dashboard.sign-in")


@login_not_required
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Goes to the provider. A link and not a form: the Content-Security-Policy lets forms go nowhere else."""
    _only_where_configured()
    pending = PendingSignIns.read(request)
    try:
        response = to_provider(
            pending, request.build_absolute_uri(reverse("single-sign-on-callback")), request.GET.get("next", "")
        )
    except ProviderError as error:
        return _refused(request, error)
    pending.write(response)
    return response


@login_not_required
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Where the provider sends people back to, with a code that is good once."""
    _only_where_configured()
    pending = PendingSignIns.read(request)
    page = on_this_site(request, pending.page(request.GET.get("state", "")), resolve_url(settings.LOGIN_REDIRECT_URL))
    try:
        if not is_expected(pending, request.GET):  # first: anything else would let anybody make us call the provider
            raise ProviderError("the state is not one of this browser's")
        response = _arrive(request, identify(pending, request.GET), page)
    except ProviderError as error:
        # Back, or twice at the provider's page: the first time was good
        response = redirect(page) if request.user.is_authenticated else _refused(request, error)
    pending.write(response)
    return response


def _arrive(request: HttpRequest, claims: dict[str, Any], page: str) -> HttpResponse:
    request.acting_as = SINGLE_SIGN_ON  # type: ignore[attr-defined]  # for the audit, until they are signed in
    account, groups = account_of(claims), groups_of(claims)
    if not account.is_active:
        record(request, Action.SIGN_IN_REFUSED, "single sign-on: the account is closed", who=account.get_username())
        return error_page(request, 403, "Your account here is closed. Ask your administrator.")
    login(request, account, backend=BACKEND)
    if groups.problem:
        effect = "you have no role here" if groups.are_known else "your roles here stay as they were"
        log.warning("single sign-on of %s: %s", account.get_username(), groups.problem)
        record(request, Action.ROLE, f"{groups.problem}, so {effect}")
        messages.warning(request, f"{groups.problem}, so {effect}. Ask your administrator.")
    return redirect(page)


def _refused(request: HttpRequest, error: ProviderError) -> HttpResponse:
    log.warning("single sign-on refused: %s", error)
    record(request, Action.SIGN_IN_REFUSED, f"single sign-on: {error}", who="")
    return error_page(request, 403, "Single sign-on did not work. Try again, or ask your administrator.")


def _only_where_configured() -> None:
    if not settings.OIDC_ON:
        raise Http404
