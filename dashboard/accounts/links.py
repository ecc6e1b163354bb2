"""Links that sign an account in once: for who has just got an account, and where no other way of signing in works.

Django signs and times them. They name the account's latest sign-in, so that the next one uses up all that there are.
"""

from datetime import datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dashboard.accounts.models import ProviderAccount
from dashboard.audit.record import Action, record
from dashboard.responses.errors import error_page

SALT = "dashboard.sign-in-link"
MINUTES = 10
FIRST_HOURS = 24  # for an account that has never signed in
BACKEND = "dashboard.accounts.links.SignInLinkBackend"


class SignInLinkBackend(ModelBackend):
    """Marks sessions that began with a link."""

    def authenticate(self, *_: Any, **named: Any) -> None:
        """It takes no password."""


class Refusal(Enum):
    UNKNOWN = "This link is not valid."
    USED = "This link was used, or its account has signed in since it was made. It is good once."
    EXPIRED = (
        f"This link is too old. It is good for {MINUTES} minutes, the first of a new account for {FIRST_HOURS} hours."
    )
    CLOSED = "The account of this link is deactivated."


def path_of(account: User) -> str:
    """The path of a new link."""
    before = account.last_login.isoformat() if account.last_login else ""
    token = signing.dumps([account.pk, before], salt=SALT)
    return f"{reverse('sign-in-link')}?{urlencode({'token': token})}"


def has_provider(account: User) -> bool:
    return ProviderAccount.objects.filter(account=account).exists()


def lasts(account: User) -> str:
    return f"{MINUTES} minutes" if account.last_login else f"{FIRST_HOURS} hours"


def find(token: str) -> User | Refusal:
    """Whose link this is, if it is still good."""
    try:
        account_id, before = signing.loads(token, salt=SALT, max_age=FIRST_HOURS * 3600)
        if before:
            signing.loads(token, salt=SALT, max_age=MINUTES * 60)
    except signing.SignatureExpired:
        return Refusal.EXPIRED
    except signing.BadSignature:
        return Refusal.UNKNOWN
    account = User.objects.filter(pk=account_id).first()
    if account is None:
        return Refusal.UNKNOWN
    if account.last_login != (datetime.fromisoformat(before) if before else None):
        return Refusal.USED
    return account if account.is_active else Refusal.CLOSED


def use(token: str) -> User | Refusal:
    """As `find`, and uses the link up. Of two simultaneous requests one gets the account."""
    found = find(token)
    if isinstance(found, Refusal):
        return found
    unused = User.objects.filter(pk=found.pk, last_login=found.last_login)
    return found if unused.update(last_login=timezone.now()) else Refusal.USED


@sensitive_post_parameters("token")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest) -> HttpResponse:
    """GET shows a button, POST signs in (`token`): a program that looks where the link leads does not use it up.

    The token stands in the address's query, which no log of ours keeps.
    """
    posted = request.method == "POST"
    token = (request.POST if posted else request.GET).get("token", "")
    account = use(token) if posted else find(token)
    if isinstance(account, Refusal):
        record(request, Action.LINK_REFUSED, account.name.lower(), who="")
        return error_page(request, 403, f"{account.value} Ask your administrator for a new one.")
    if not posted:
        response = render(request, "registration/sign_in_link.html", {"account": account, "token": token})
        # The page's own files are not asked for with the token. Not `no-referrer`: forms would come from nowhere.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response
    login(request, account, backend=BACKEND)
    if settings.PASSWORDS and not account.has_usable_password() and not has_provider(account):
        return redirect("password")
    return redirect(settings.LOGIN_REDIRECT_URL)
