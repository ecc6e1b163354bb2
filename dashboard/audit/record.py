"""Writing the audit log: who did what, when, from where."""

import logging
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from dashboard.audit.models import COMMAND_LINE, AuditEntry
from dashboard.monitoring.client_address import client_address, network_of
from dashboard.monitoring.request_context import current_request
from inventory.runtime import tracing

log = logging.getLogger("dashboard.audit")

Action = AuditEntry.Action

# What anybody can cause as often as they like: one entry a minute for an address (of IPv6 the /64) and account, or the
# log could be filled. Its count says how often; detail, address and request are the first's.
REPEATABLE = (Action.SIGN_IN_REFUSED, Action.CODE_REFUSED, Action.LINK_REFUSED, Action.LOCKED_OUT, Action.DENIED)
MINUTE = timedelta(minutes=1)
ADDRESSES = 100  # entries of one kind within a minute, after which addresses are not told apart: some have a million


def record(request: HttpRequest | None, action: str, detail: str = "", *, who: str | None = None) -> None:
    """Notes what the request's account did, or tried to. `who` names another one, "" nobody.

    Without a request that of this thread is taken; where there is none either, a command did it.
    """
    request = request or current_request.get()
    address = client_address(request) if request else ""
    if who is None:
        who = _account_of(request)
    entry = AuditEntry(
        who=_text(who)[:255],
        action=action,
        detail=_text(detail)[:2000],
        address=address,
        request_id=tracing.current(),
    )
    if request and action in REPEATABLE and _counted(entry):
        return
    entry.save(force_insert=True)
    message = "audit %s by %s from %s: %s"
    extra = {"fields": entry.as_fields()}
    log.info(message, action, entry.who or "-", entry.address or "-", entry.detail, extra=extra)


def _account_of(request: HttpRequest | None) -> str:
    if request is None:
        return COMMAND_LINE
    account: Any = getattr(request, "user", None)
    if account is not None and account.is_authenticated:
        return str(account.get_username())
    return str(getattr(request, "acting_as", ""))


def _counted(entry: AuditEntry) -> bool:
    """Whether an entry of the last minute is the same but for its detail. Then that one counts this, too."""
    since = timezone.now() - MINUTE
    recent = AuditEntry.objects.filter(action=entry.action, at__gt=since).order_by("id")
    entries = {(who, network_of(address)): pk for pk, who, address in recent.values_list("pk", "who", "address")}
    first = entries.get((entry.who, network_of(entry.address)))
    if first is None and len(entries) >= ADDRESSES:
        entry.address, entry.detail = "", f"{entry.detail}, from many addresses"
        first = entries.get((entry.who, ""))
    return bool(first and AuditEntry.objects.filter(pk=first).update(count=F("count") + 1))


def _text(text: str) -> str:
    """Without what PostgreSQL refuses in a text."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
