"""Writing the audit log: who did what, when, from where. Pages record what they do; of accounts and refreshes
signals tell, whoever acts: a page, the admin or a command.
"""

import logging
from datetime import timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import F, Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from dashboard.audit.models import COMMAND_LINE, AuditEntry
from dashboard.monitoring.current_request import client_address, current_request, network_of
from inventory.models import Refresh
from inventory.refreshing.lease import Event, refresh_event
from inventory.runtime import tracing

log = logging.getLogger("dashboard.audit")

Action = AuditEntry.Action

# What anybody can cause as often as they like: one entry a minute for an address (of IPv6 the /64) and account, or the
# log could be filled. Its count says how often; detail, address and request are the first's.
REPEATABLE = (Action.SIGN_IN_REFUSED, Action.CODE_REFUSED, Action.LINK_REFUSED, Action.LOCKED_OUT, Action.DENIED)
MINUTE = timedelta(minutes=1)
ADDRESSES = 100  # entries of one kind within a minute, after which addresses are not told apart: some have a million

FLAGS = ("is_active", "is_staff", "is_superuser")
BACKENDS = {"SingleSignOnBackend": "by single sign-on", "SignInLinkBackend": "by a sign-in link"}
NOTED = (*FLAGS, "username", "email", "password")
KINDS = {User: (Action.ACCOUNT, "account"), Group: (Action.ROLE, "group")}


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


# Accounts, by signals


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    way = request.session[BACKEND_SESSION_KEY].rpartition(".")[2]
    record(request, Action.SIGN_IN, BACKENDS.get(way, ""), who=user.get_username())


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record(request, Action.SIGN_OUT, getattr(request, "sign_out_reason", ""), who=user.get_username())


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A name that no account has is not kept: people type their password there by mistake."""
    name = str(credentials.get("username") or "")
    account = User.objects.filter(username=name).first() if "\x00" not in name else None
    if account is None:
        record(request, Action.SIGN_IN_REFUSED, "no such account", who="")
    else:
        reason = "wrong password" if account.is_active else "the account is closed"
        if request is not None and request.user.is_authenticated:
            reason += ", asked for once more"
        record(request, Action.SIGN_IN_REFUSED, reason, who=account.get_username())


# What an account may do


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def memberships_changed(instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **_: Any) -> None:
    verb = {"post_add": "gained", "post_remove": "lost", "pre_clear": "lost all of its"}.get(action)
    if verb is None or (action != "pre_clear" and not pk_set):
        return
    what = f"{model._meta.verbose_name}s" if action == "pre_clear" else f"{model._meta.verbose_name}"
    names = ", ".join(map(str, model._default_manager.filter(pk__in=pk_set or ())))
    record(None, Action.ROLE, f"{instance._meta.verbose_name} {instance} {verb} {what} {names}".strip())


@receiver(pre_save, sender=User)
def account_changes(instance: User, update_fields: frozenset[str] | None, raw: bool = False, **_: Any) -> None:
    """Flags are compared with what the database holds; a password is known to be new from Django's own mark."""
    if raw:
        return
    # Django sets the mark in set_password, and clears it where it only renews the hash of a password typed right.
    if instance._password is not None and instance.pk is not None:  # type: ignore[attr-defined]
        record(None, Action.PASSWORD, f"of account {instance.get_username()}")
    if instance.pk is None or (update_fields is not None and not {*NOTED} & update_fields):
        return
    before = User.objects.filter(pk=instance.pk).values(*NOTED).first()
    if before is None:
        return
    name = instance.get_username()
    if before["username"] != name:
        record(None, Action.ACCOUNT, f"renamed account {before['username']} to {name}")
    if before["email"] != instance.email:
        record(None, Action.ACCOUNT, f"changed the email of account {name}")
    if is_password_usable(before["password"]) and not instance.has_usable_password():
        record(None, Action.PASSWORD, f"disabled for account {name}")
    for flag in FLAGS:
        if before[flag] != getattr(instance, flag):
            state = "on" if getattr(instance, flag) else "off"
            record(None, Action.ROLE, f"{flag} {state} for account {instance.get_username()}")


@receiver(post_save, sender=User)
@receiver(post_save, sender=Group)
def account_or_group_created(instance: User | Group, created: bool, raw: bool = False, **_: Any) -> None:
    if created and not raw:
        kind = "superuser" if isinstance(instance, User) and instance.is_superuser else KINDS[type(instance)][1]
        record(None, KINDS[type(instance)][0], f"created {kind} {instance}")


@receiver(post_delete, sender=User)
@receiver(post_delete, sender=Group)
def account_or_group_deleted(instance: User | Group, **_: Any) -> None:
    record(None, KINDS[type(instance)][0], f"deleted {KINDS[type(instance)][1]} {instance}")


@receiver(pre_save, sender=Group)
def group_renamed(instance: Group, raw: bool = False, **_: Any) -> None:
    before = None if raw else Group.objects.filter(pk=instance.pk).values_list("name", flat=True).first()
    if before is not None and before != instance.name:
        record(None, Action.ROLE, f"renamed group {before} to {instance.name}")


# Refreshes

ACTIONS = {
    Event.REQUESTED: Action.REFRESH,
    Event.CANCELLED: Action.CANCEL,
    Event.ACCEPTED: Action.ACCEPT,
    Event.DISMISSED: Action.DISMISS,
}


@receiver(refresh_event)
def refresh_done(refresh: Refresh, event: Event, by: str, automatic: bool, **_: Any) -> None:
    """What people do. How a refresh ends stands in its own row."""
    if event not in ACTIONS:
        return
    if event in (Event.ACCEPTED, Event.DISMISSED):
        detail = f"{refresh.held_words} of refresh {refresh.pk}"
    else:
        detail = f"refresh {refresh.pk} of {refresh.scope} {refresh.target}".strip()
    record(None, ACTIONS[event], f"{detail}, by an open page as the data was old" if automatic else detail, who=by)
