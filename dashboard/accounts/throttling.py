"""How often passwords may be tried: by account and address together, by address, and by account alone. And how many are
hashed at a time, which is slow on purpose.

A browser that an account has signed in from before counts by itself, so that nobody locks the owner out of it:
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies

Each attempt is counted before its password is checked, and no longer once that was right. So attempts at the same time
check no more passwords than one after the other.
"""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dashboard.accounts.models import FailedSignIns
from dashboard.audit.record import Action, record
from dashboard.monitoring.current_request import client_address, network_of
from dashboard.responses.htmx import private_cookie
from inventory.wording import counted

ACCOUNTS_BEHIND_AN_ADDRESS = 10  # so many times the limit may fail from one address, which may be a whole office's
SALT = "dashboard.known-device"
COOKIE_SECONDS = 180 * 24 * 3600  # since the latest sign-in
COOKIE_ACCOUNTS = 5  # that one browser is known for, the latest ones

# Hashing
AT_ONCE, WAITING = 2, 1  # threads of a process; of its four (gunicorn_conf.py) at least one stays free for pages
WAIT_SECONDS, RETRY_AFTER = 3, 5

_admitted = threading.BoundedSemaphore(AT_ONCE + WAITING)
_hashing = threading.BoundedSemaphore(AT_ONCE)


class TryLater(Exception):
    """The password was not checked, and may be tried again after some seconds. The text is for whoever typed it."""

    def __init__(self, seconds: int, text: str) -> None:
        super().__init__(text)
        self.seconds = seconds


@contextmanager
def slot() -> Iterator[None]:
    busy = TryLater(RETRY_AFTER, "Too many people are signing in. Try again in a few seconds.")
    if not _admitted.acquire(blocking=False):
        raise busy
    try:
        if not _hashing.acquire(timeout=WAIT_SECONDS):
            raise busy
        try:
            yield
        finally:
            _hashing.release()
    finally:
        _admitted.release()


class BoundedHasher(PBKDF2PasswordHasher):
    """Django's own hasher, which also encodes a password to check it, a few at a time."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with slot():
            return super().encode(password, salt, iterations)


class PasswordBackend(ModelBackend):
    """Django's check of a password, as often as it may be tried."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Any:
        """Raises TryLater where the password was not checked, or was one wrong one too many."""
        if request is None or username is None or password is None:
            return None
        attempt = Attempt(request, username)
        attempt.begin()
        try:
            account = super().authenticate(request, username, password)
        except TryLater:
            attempt.take_back()
            raise
        if account is None:
            attempt.raise_if_early()
        else:
            attempt.take_back()
        return account


class Attempt:
    """A password tried: for which account, from where."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        account = None if "\x00" in name else User.objects.filter(username=name).values_list("pk", flat=True).first()
        self.request, self.who = request, name if account else ""
        # People type their password in the name's field by mistake: what names nobody is kept as a hash.
        self.name = name if account else salted_hmac("dashboard.throttling", name).hexdigest()
        self.address = network_of(client_address(request))
        self.browser = known_browser(request, account) if account else ""
        self.row: FailedSignIns | None = None

    def begin(self) -> None:
        """Counts the attempt. Raises TryLater, and counts nothing, where it has to wait."""
        self.raise_if_early()
        with transaction.atomic():
            if connection.vendor == "postgresql":  # SQLite's transactions all begin by writing
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [self.name])
            seconds = self.wait()
            if not seconds:
                FailedSignIns.objects.filter(last_at__lt=timezone.now() - settings.SIGN_IN_PAUSE).delete()
                self.row, _ = FailedSignIns.objects.get_or_create(
                    name=self.name, address=self.address, browser=self.browser
                )
                self._counted().update(count=F("count") + 1, last_at=timezone.now())
        if seconds:
            self.raise_if_early()

    def take_back(self) -> None:
        """The password was right, or was not checked after all."""
        self._counted().update(count=F("count") - 1)
        self._counted().filter(count=0).delete()

    def raise_if_early(self) -> None:
        if seconds := self.wait():
            record(self.request, Action.LOCKED_OUT, "too many failed sign-ins", who=self.who)
            wait = counted(seconds, "second") if seconds < 100 else f"{ceil(seconds / 60)} minutes"
            raise TryLater(
                seconds,
                "There were too many failed attempts with this account, or from where you are. "
                f"Try again in {wait}, or ask your administrator.",
            )

    def wait(self) -> int:
        """Seconds until the next password may be tried, 0 for now."""
        limit = settings.SIGN_IN_FAILURES
        recent = FailedSignIns.objects.filter(last_at__gte=timezone.now() - settings.SIGN_IN_PAUSE)
        if self.browser:
            return _wait(recent.filter(name=self.name, browser=self.browser), limit)
        unknown = recent.filter(browser="")
        here = unknown.filter(address=self.address)
        return max(
            _wait(here.filter(name=self.name), limit),
            _wait(here, limit * ACCOUNTS_BEHIND_AN_ADDRESS),
            _wait(unknown.filter(name=self.name), limit, grows=True),
        )

    def _counted(self) -> QuerySet[FailedSignIns]:
        return FailedSignIns.objects.filter(pk__in=[self.row.pk] if self.row else [])


def _wait(failures: QuerySet[FailedSignIns], limit: int, *, grows: bool = False) -> int:
    """Seconds from now. At the limit the pause begins; one that grows is a second there and doubles with each more."""
    found = failures.aggregate(count=Sum("count", default=0), last=Max("last_at"))
    if found["count"] < limit:
        return 0
    pause = settings.SIGN_IN_PAUSE
    if grows:
        pause = min(pause, timedelta(seconds=2 ** min(found["count"] - limit, 30)))
    left: timedelta = found["last"] + pause - timezone.now()
    return max(0, ceil(left.total_seconds()))


def is_own_password(request: HttpRequest, typed: str) -> bool:
    """Whether this is the password of the account that is signed in. Asked again, it is throttled and recorded, too."""
    name = request.user.get_username()
    return bool(typed) and authenticate(request, username=name, password=typed) == request.user


# Known browsers: a signed cookie says which accounts have signed in from one, nothing is stored


def cookie_name() -> str:
    return f"{settings.COOKIE_PREFIX}device"


def known_browser(request: HttpRequest, account: int) -> str:
    """The browser's id, where that account has signed in from it. "" otherwise."""
    browser, accounts = _read(request)
    return browser if str(account) in accounts else ""


def remember_browser(request: HttpRequest, response: HttpResponse, account: int) -> None:
    browser, accounts = _read(request)
    accounts = [str(account), *(other for other in accounts if other != str(account))][:COOKIE_ACCOUNTS]
    value = ".".join([browser or secrets.token_hex(16), *accounts])
    response.set_signed_cookie(cookie_name(), value, salt=SALT, max_age=COOKIE_SECONDS, **private_cookie())


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    value = request.get_signed_cookie(cookie_name(), "", salt=SALT, max_age=COOKIE_SECONDS) or ""
    browser, *accounts = value.split(".")
    return browser, accounts
