"""Sessions in the database, under a hash of their key: whoever reads a table or a dump cannot go on with one."""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

LENGTH = Session._meta.get_field("session_key").max_length
"""Characters of the column. 40 in hexadecimal are 160 bits, as much as the key itself holds."""


def stored(session_key: str) -> str:
    """What stands in the database for the key that the browser holds. A plain hash will do: the key is random."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's own store, which differs in what it looks up and writes. For synchronous code, like all of ours."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = stored(self.session_key or "")
        row = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return super().exists(stored(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored(key))
