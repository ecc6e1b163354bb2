"""Sessions in the database, under a hash of their key, so that no copy of the table lets anybody continue one."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from dashboard.accounts.devices import device_name

# What a session says of itself, for the page that lists sessions
SINCE, SEEN, ADDRESS, USER_AGENT = "signed_in_at", "seen_at", "address", "user_agent"

LENGTH = AbstractBaseSession._meta.get_field("session_key").max_length
"""Characters of the column. 40 in hexadecimal are 160 bits, as much as the key itself holds."""


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
        return device_name(self.user_agent)


def stored(session_key: str) -> str:
    """The hash of a session's key. A plain hash is enough, as the key is random."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's own store, with hashed keys and our columns. Synchronous only, like all of our code."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = stored(self.session_key or "")
        row = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
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
