"""Links that sign an account in once, within ten minutes, where no other way of signing in works.

Only `manage.py signin_link` makes them. The database holds their hash.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import Enum

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.utils import timezone

from dashboard.accounts.models import SignInLink

MINUTES = 10
MOST = 5  # links for an account within that time
KEPT = timedelta(days=1)  # for which a used or expired link is told from an unknown one
BACKEND = "dashboard.accounts.sign_in_links.SignInLinkBackend"


class SignInLinkBackend(ModelBackend):
    """Marks sessions that began with a link. It takes no password."""

    def authenticate(self, request: object, username: object = None, password: object = None, **_: object) -> None:
        return None


class TooMany(Exception):
    """MOST links were made for the account within MINUTES."""


class Refusal(Enum):
    UNKNOWN = "This link is not valid."
    USED = "This link was used. It is good once."
    EXPIRED = f"This link is older than {MINUTES} minutes."
    CLOSED = "The account of this link is closed."


def make(account: User) -> str:
    """A new link's token. Raises TooMany."""
    now = timezone.now()
    SignInLink.objects.filter(made_at__lt=now - KEPT).delete()
    if SignInLink.objects.filter(account=account, made_at__gt=_oldest()).count() >= MOST:
        raise TooMany
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(account=account, token_hash=_hash(token), made_at=now)
    return token


def find(token: str) -> User | Refusal:
    """Whose link this is, if it is still good."""
    link = SignInLink.objects.select_related("account").filter(token_hash=_hash(token)).first()
    if link is None:
        return Refusal.UNKNOWN
    if link.used_at is not None:
        return Refusal.USED
    if link.made_at <= _oldest():
        return Refusal.EXPIRED
    return link.account if link.account.is_active else Refusal.CLOSED


def use(token: str) -> User | Refusal:
    """As `find`, and uses the link up. Of two simultaneous requests one gets the account."""
    found = find(token)
    if isinstance(found, Refusal):
        return found
    unused = SignInLink.objects.filter(token_hash=_hash(token), used_at=None)
    return found if unused.update(used_at=timezone.now()) else Refusal.USED


def _oldest() -> datetime:
    return timezone.now() - timedelta(minutes=MINUTES)


def _hash(token: str) -> str:
    """A plain hash will do: the token is random, and has 256 bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
