"""Sessions in the database, under a hash of their key, so that no copy of the table lets anybody continue one.

They end where an account is deactivated, gets a new password, or its roles change; their browsers are told why.
"""

import hashlib
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

# What a session says of itself, for the page that lists sessions
SINCE, SEEN, ADDRESS, USER_AGENT = "signed_in_at", "seen_at", "address", "user_agent"

LENGTH = AbstractBaseSession._meta.get_field("session_key").max_length
"""Characters of the column. 40 in hexadecimal are 160 bits, as much as the key itself holds."""

FRESH_SECONDS = 10 * 60
ENDED_KEPT_FOR = timedelta(days=1)  # for which it is kept why a session ended

# The first that occurs counts: Edge also calls itself Chrome, Chrome also Safari, and an iPhone a Mac.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


class Session(AbstractBaseSession):
    """A session, with what its account is shown of it. The store fills the columns from the session's own data."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    address = models.CharField(max_length=45, blank=True)  # of the latest noted request, as are the next two
    user_agent = models.CharField(max_length=255, blank=True)
    seen_at = models.DateTimeField(null=True)
    signed_in_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls) -> type[db.SessionStore]:
        return SessionStore

    @property
    def device(self) -> str:
        """Such as "Firefox on Linux". Of a program that is no browser the beginning of what it says."""
        browser = next((name for mark, name in BROWSERS if mark in self.user_agent), "")
        system = next((name for mark, name in SYSTEMS if mark in self.user_agent), "")
        if browser and system:
            return f"{browser} on {system}"
        return self.user_agent[:40] or "Unknown device"


def stored(session_key: str) -> str:
    """The hash of a session's key. A plain hash is enough, as the key is random."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's own store, with hashed keys and our columns. Synchronous only, like all of our code."""

    ended_because = ""  # in words, of a session that was ended

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = stored(self.session_key or "")
        row = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            ended = Session.objects.filter(session_key=stored(key), account=None, expire_date__gt=timezone.now())
            self.ended_because = ended.values_list("session_data", flat=True).first() or ""
        return row

    def exists(self, session_key: str) -> bool:
        return super().exists(stored(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - which get_model_class names
        row.session_key = stored(row.session_key)
        row.account_id = data.get(SESSION_KEY)
        row.address, row.user_agent = data.get(ADDRESS, ""), data.get(USER_AGENT, "")
        row.signed_in_at, row.seen_at = _moment(data.get(SINCE)), _moment(data.get(SEEN))
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored(key))


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the account has just signed in, so that it is known who sits there."""
    return 0 <= time.time() - int(request.session.get(SINCE, 0)) < FRESH_SECONDS


def end_sessions(*accounts: int, because: str, but: str | None = None) -> int:
    """Ends all sessions of these accounts, and how many were. `but` is the key of one that goes on."""
    rows = Session.objects.filter(account__in=accounts).exclude(session_key=stored(but or ""))
    return end(rows, because)


def end(rows: models.QuerySet[Session], because: str) -> int:
    """Deletes the sessions. A row under the hash of the hash, which no key leads to, says why."""
    until = timezone.now() + ENDED_KEPT_FOR
    keys = rows.values_list("session_key", flat=True)
    ended = [Session(session_key=stored(key), session_data=because, expire_date=until) for key in keys]
    Session.objects.bulk_create(ended, ignore_conflicts=True)
    return rows.delete()[0]


REASONS = {
    "password": "Your password was changed.",
    "is_active": "Your account was deactivated.",
    "is_staff": "Your role was changed.",
    "is_superuser": "Your role was changed.",
}


@receiver(pre_save, sender=User)
def compare(instance: User, update_fields: frozenset[str] | None, raw: bool = False, **_: Any) -> None:
    """Notes whether the save changes what sessions depend on. Not at each sign-in, which saves its time alone."""
    instance._ends_sessions = ""  # type: ignore[attr-defined]
    if raw or instance.pk is None or (update_fields is not None and not {*REASONS} & update_fields):
        return
    before = User.objects.filter(pk=instance.pk).values(*REASONS).first() or {}
    changed = [REASONS[field] for field, value in before.items() if value != getattr(instance, field)]
    instance._ends_sessions = changed[0] if changed else ""  # type: ignore[attr-defined]


@receiver(post_save, sender=User)
def end_after_change(instance: User, **_: Any) -> None:
    if because := instance._ends_sessions:  # type: ignore[attr-defined]
        end_sessions(instance.pk, because=because)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def end_after_role_change(instance: models.Model, action: str, pk_set: set[int] | None, **_: Any) -> None:
    """A session learns of a new role by signing in again. `instance` is the account, or the group that it joins."""
    if action not in ("post_add", "post_remove", "pre_clear") or (action != "pre_clear" and not pk_set):
        return
    if isinstance(instance, User):
        end_sessions(instance.pk, because=REASONS["is_staff"])
    elif isinstance(instance, Group):
        accounts = instance.user_set.values_list("pk", flat=True) if action == "pre_clear" else pk_set or ()
        end_sessions(*accounts, because=REASONS["is_staff"])
