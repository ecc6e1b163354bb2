"""Signing in at the company's OpenID Connect provider: the two pages, which answer 404 without its configuration; which
account a person has here, and the roles that their groups give them.

What the provider does not say is not known: it changes neither names nor, where it may have groups to tell, roles.
"""

import hashlib
import logging
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_GET

from dashboard.accounts.models import ProviderAccount
from dashboard.accounts.roles import ADMIN, VIEWER, sync_user_roles
from dashboard.audit.models import SINGLE_SIGN_ON
from dashboard.audit.record import Action, record
from dashboard.responses.errors import error_page
from dashboard.responses.htmx import on_this_site

log = logging.getLogger("dashboard.sign-in")

BACKEND = "dashboard.accounts.single_sign_on.SingleSignOnBackend"
# No look-alikes of other accounts' names, and none with a space: `command line` and `single sign-on` are not people.
NAME = re.compile(r"[A-Za-z0-9._@+-]{1,100}")
ATTEMPTS = 5


class SingleSignOnBackend(ModelBackend):
    """Marks sessions that began at the provider."""

    def authenticate(self, *_: Any, **named: Any) -> None:
        """It takes no password: the provider's answer is checked elsewhere."""


# The pages


@login_not_required
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Goes to the provider. A link and not a form: the Content-Security-Policy lets forms go nowhere else."""
    _only_where_configured()
    # Here and not above: Authlib takes 11 MB of each process, and few sign in this way.
    from dashboard.accounts.openid_connect import PendingSignIns, ProviderError, to_provider

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
    from dashboard.accounts.openid_connect import PendingSignIns, ProviderError, identify, is_expected

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


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("single sign-on refused: %s", error)
    record(request, Action.SIGN_IN_REFUSED, f"single sign-on: {error}", who="")
    return error_page(request, 403, "Single sign-on did not work. Try again, or ask your administrator.")


def _only_where_configured() -> None:
    if not settings.OIDC_ON:
        raise Http404


# The accounts


@dataclass(frozen=True)
class Groups:
    """The provider's groups of a person. `problem` says for them and the audit log why there may be more."""

    names: frozenset[str] = frozenset()
    problem: str = ""
    are_known: bool = True  # or the roles stay as they were


def account_of(claims: dict[str, Any]) -> User:
    """The account for these checked claims, also where several sign-ins of one person come first at the same time."""
    for _ in range(ATTEMPTS - 1):
        try:
            return _account_of(claims)
        except IntegrityError:
            continue  # another one has just made the account, or taken the name: read again
    return _account_of(claims)


@transaction.atomic
def _account_of(claims: dict[str, Any]) -> User:
    """The account for these checked claims, made at the first sign-in, with the roles that its groups give it.

    An account is found by the provider's subject alone. A name or an e-mail proves nothing: they change hands, and a
    local account of the same name belongs to somebody else.
    """
    account = find_account(claims["sub"]) or _new_account(claims)
    _keep_names(account, claims)
    groups = groups_of(claims)
    if groups.are_known:
        wanted = {ADMIN: settings.OIDC_ADMIN_GROUP, VIEWER: settings.OIDC_VIEWER_GROUP}
        sync_user_roles(account, {role for role, group in wanted.items() if group and group in groups.names})
    return account


def find_account(subject: str) -> User | None:
    identity = {"provider_account__issuer": settings.OIDC_ISSUER, "provider_account__subject": subject}
    return User.objects.filter(**identity).first()


def groups_of(claims: dict[str, Any]) -> Groups:
    """The groups in any of the forms in which providers tell them: a list of names or of objects with a name, one
    name, or an object whose keys are the names.

    No claim is no group: Entra ID and Okta leave it out for who has none, and access has to end with the last one.
    """
    claim = settings.OIDC_GROUPS_CLAIM
    elsewhere = claims.get("_claim_names")
    if (isinstance(elsewhere, dict) and claim in elsewhere) or claims.get("hasgroups") in (True, "true"):
        problem = f"The provider left out your groups, as they are too many for its {claim} claim"
        return Groups(problem=problem, are_known=False)
    given = claims.get(claim)
    if given is None:
        return Groups(problem=f"The provider sent no {claim} claim")
    if isinstance(given, dict) and not isinstance(given.get("name"), str):
        return Groups(frozenset(str(name) for name, value in given.items() if value not in (None, False)))
    listed = given if isinstance(given, list) else [given]
    names = frozenset(filter(None, map(_group_name, listed)))
    if listed and not names:
        problem = f"The provider sent your groups in a form that is not known here (claim {claim})"
        return Groups(problem=problem, are_known=False)
    return Groups(names)


def _group_name(given: Any) -> str:
    if isinstance(given, dict):
        given = next((given[key] for key in ("name", "displayName", "display") if isinstance(given.get(key), str)), "")
    return given if isinstance(given, str) else ""


def _new_account(claims: dict[str, Any]) -> User:
    offered = (_claim(claims, "preferred_username"), _claim(claims, "email"), claims["sub"])
    made_up = f"sso-{hashlib.sha256(claims['sub'].encode()).hexdigest()[:12]}"
    requested = next((name for name in offered if NAME.fullmatch(name)), made_up)
    name, count = requested, 1
    while User.objects.filter(username__iexact=name).exists():
        count += 1
        name = f"{requested}-{count}"  # with what Django's forms accept, or its admin could not save the account
    account = User.objects.create_user(name)  # without a password: only the provider lets them in
    ProviderAccount.objects.create(account=account, issuer=settings.OIDC_ISSUER, subject=claims["sub"])
    return account


def _keep_names(account: User, claims: dict[str, Any]) -> None:
    fields = {"first_name": ("given_name", 150), "last_name": ("family_name", 150), "email": ("email", 254)}
    wanted = {
        field: _claim(claims, name)[:longest]
        for field, (name, longest) in fields.items()
        if isinstance(claims.get(name), str)
    }
    if not {"first_name", "last_name"} & set(wanted) and _claim(claims, "name"):
        wanted |= {"first_name": _claim(claims, "name")[:150], "last_name": ""}
    changed = [field for field, value in wanted.items() if getattr(account, field) != value]
    for field in changed:
        setattr(account, field, wanted[field])
    if changed:
        account.save(update_fields=changed)


def _claim(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""
