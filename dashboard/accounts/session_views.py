"""One's own sessions, to see and to end. A superuser sees and ends those of anybody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from dashboard.accounts.middleware import role_not_required
from dashboard.accounts.sessions import Session, end, stored
from dashboard.audit.record import Action, record
from dashboard.responses.htmx import Request, with_query
from inventory.wording import counted

SHOWN = 200


@role_not_required
@require_safe
def sessions(request: Request) -> HttpResponse:
    """Whose sessions: one's own, or those of `user`."""
    account = _account(request, request.GET.get("user", ""))
    found = _sessions(account)
    own = stored(request.session.session_key or "")
    context: dict[str, Any] = {
        "account": account,
        "sessions": sorted(found[:SHOWN], key=lambda session: session.session_key != own),
        "count": found.count(),
        "own": own,
    }
    return render(request, "accounts/sessions.html", context)


@role_not_required
@require_POST
def end_session(request: Request, key: str) -> HttpResponse:
    """Ends one session. Ending the present one is to sign out."""
    if key == stored(request.session.session_key or ""):
        logout(request)
        return redirect("login")
    rows = Session.objects.all() if request.user.is_superuser else _sessions(request.user)
    session = get_object_or_404(rows.filter(account__isnull=False).select_related("account"), session_key=key)
    assert session.account is not None  # noqa: S101 - none of them is without
    with transaction.atomic():
        end(rows.filter(pk=session.pk), "It was ended from another device.")
        return _ended(request, session.account, f"1 session: {session.device}, {session.address}")


@role_not_required
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    """Ends all sessions of the account but the present one."""
    account = _account(request, request.POST.get("user", ""))
    others = _sessions(account).exclude(session_key=stored(request.session.session_key or ""))
    with transaction.atomic():
        count = end(others, "It was ended from another device.")
        return _ended(request, account, counted(count, "session"))


def _account(request: Request, name: str) -> User:
    if name in ("", request.user.get_username()):
        return request.user
    if not request.user.is_superuser:
        raise PermissionDenied
    account = User.objects.filter(username=name.replace("\x00", "\ufffd")).first()  # no database stores NUL
    if account is None:
        raise Http404(f"No account is named {name[:150]}.")
    return account


def _sessions(account: User) -> QuerySet[Session]:
    return Session.objects.filter(account=account, expire_date__gt=timezone.now()).order_by("-seen_at", "session_key")


def _ended(request: Request, account: User, what: str) -> HttpResponse:
    name = account.get_username()
    record(request, Action.SIGN_OUT, f"ended {what} of account {name}")
    messages.success(request, f"Ended {what}.")
    query = "" if account == request.user else urlencode({"user": name})
    return redirect(with_query(reverse("sessions"), query))
