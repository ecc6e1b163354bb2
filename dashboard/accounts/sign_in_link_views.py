"""Signing in by a link that `manage.py signin_link` has made."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dashboard.accounts import sign_in_links
from dashboard.accounts.sign_in_links import Refusal
from dashboard.audit.models import AuditEntry
from dashboard.audit.record import Action, record
from dashboard.errors import error_page, too_many
from dashboard.monitoring.client_address import client_address, network_of

MOST_REFUSALS = 10  # of an address, within …
PAUSE = timedelta(minutes=15)


@sensitive_post_parameters("token")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest) -> HttpResponse:
    """GET shows a button, POST signs in (`token`): a program that looks where the link leads does not use it up.

    The token stands in the address's query, which no log of ours keeps.
    """
    posted = request.method == "POST"
    token = (request.POST if posted else request.GET).get("token", "")
    account = sign_in_links.use(token) if posted else sign_in_links.find(token)
    if isinstance(account, Refusal):
        # Only here: nobody guesses 256 bits, and whoever fails on purpose must not close this way to the others.
        if _refused_too_often(request):
            explanation = "Too many links from where you are were not valid. Try again in 15 minutes."
            return too_many(request, int(PAUSE.total_seconds()), explanation)
        record(request, Action.LINK_REFUSED, account.name.lower(), who="")
        return error_page(request, 403, f"{account.value} Ask your administrator for a new one.")
    if not posted:
        response = render(request, "registration/sign_in_link.html", {"account": account, "token": token})
        # The page's own files are not asked for with the token. Not `no-referrer`: forms would come from nowhere.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response
    login(request, account, backend=sign_in_links.BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _refused_too_often(request: HttpRequest) -> bool:
    """The audit log knows: it counts refusals of an address."""
    here = network_of(client_address(request))
    refused = AuditEntry.objects.filter(action=Action.LINK_REFUSED, at__gt=timezone.now() - PAUSE)
    counts = refused.values_list("address", "count")
    return sum(count for address, count in counts if network_of(address) == here) >= MOST_REFUSALS
