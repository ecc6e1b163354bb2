"""How often passwords may be tried: by account and address together, by address, and by account alone.

A browser that an account has signed in from before counts by itself, so that nobody locks the owner out of it:
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies

Each attempt is counted before its password is checked, and no longer once that was right. So attempts at the same time
check no more passwords than one after the other. django-axes asks the handler below, and has the table.
"""

from datetime import timedelta
from math import ceil
from typing import Any

from axes.handlers.base import AxesHandler
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F, Max, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dashboard.accounts.known_devices import known_device
from dashboard.audit.record import Action, record
from dashboard.errors import too_many
from dashboard.monitoring.client_address import client_address, network_of
from inventory.wording import counted

ACCOUNTS_BEHIND_AN_ADDRESS = 10  # so many times the limit may fail from one address, which may be a whole office's


class Handler(AxesHandler):  # type: ignore[misc]  # django-axes is without types
    """django-axes' part in it: before a password is checked, and after it was wrong."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        name = str((credentials or {}).get("username") or "")
        attempt = Attempt(request, name)
        request.throttled_for = attempt.begin()  # type: ignore[attr-defined]
        if request.throttled_for:  # type: ignore[attr-defined]
            return False
        request.attempt = attempt  # type: ignore[attr-defined]
        return True

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
        attempt = request.__dict__.pop("attempt", None)
        if attempt is not None:  # it stays counted, and the next one may have to wait
            request.throttled_for = attempt.wait()
            request.axes_locked_out = bool(request.throttled_for)
        if request.axes_locked_out:
            name = str(credentials.get("username") or "")
            user_locked_out.send("axes", request=request, username=name, ip_address=address(request))

    def post_save_access_attempt(self, instance: AccessAttempt, **_: Any) -> None:
        """django-axes calls it. There is nothing to do."""

    def post_delete_access_attempt(self, instance: AccessAttempt, **_: Any) -> None:
        """The same."""

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """For the commands axes_reset, axes_reset_ip and axes_reset_username."""
        found, whose = AccessAttempt.objects.all(), []
        if username:
            found = found.filter(username=username)
            whose.append(f"account {username}")
        if ip_address:
            found = found.filter(ip_address=network_of(ip_address))
            whose.append(f"address {ip_address}")
        count: int = found.delete()[0]
        record(None, Action.UNLOCK, f"of {' and '.join(whose) or 'everybody'}")
        return count


class Attempt:
    """A password tried: for which account, from where."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        account = None if "\x00" in name else User.objects.filter(username=name).values_list("pk", flat=True).first()
        # People type their password in the name's field by mistake: what names nobody is kept as a hash.
        self.name = name if account else salted_hmac("dashboard.throttling", name).hexdigest()
        self.address = address(request)
        self.device = known_device(request, account) if account else ""
        self.row: AccessAttempt | None = None
        self.at = self.before = timezone.now()

    def begin(self) -> int:
        """Counts the attempt, and gives 0. Or gives the seconds that it has to wait, and counts nothing."""
        if seconds := self.wait():
            return seconds
        with transaction.atomic():
            self._lock()
            if seconds := self.wait():
                return seconds
            AccessAttempt.objects.filter(attempt_time__lt=_since()).delete()
            self.row, _ = AccessAttempt.objects.get_or_create(
                username=self.name,
                ip_address=self.address,
                user_agent=self.device,
                defaults={"failures_since_start": 0, "http_accept": "", "path_info": ""},
            )
            self.at, self.before = timezone.now(), self.row.attempt_time
            self._counted().update(failures_since_start=F("failures_since_start") + 1, attempt_time=self.at)
        return 0

    def take_back(self) -> None:
        """The password was right, or was not checked after all."""
        self._counted().update(failures_since_start=F("failures_since_start") - 1)
        self._counted().filter(attempt_time=self.at).update(attempt_time=self.before)
        self._counted().filter(failures_since_start=0).delete()

    def wait(self) -> int:
        """Seconds until the next password may be tried, 0 for now."""
        limit, pause = settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME
        account, unknown = Q(username=self.name), Q(user_agent="")
        if self.device:
            rules = [(account & Q(user_agent=self.device), limit, False)]
        else:
            here = unknown & Q(ip_address=self.address)
            rules = [
                (here & account, limit, False),
                (here, limit * ACCOUNTS_BEHIND_AN_ADDRESS, False),
                (unknown & account, limit, True),
            ]
        sums: dict[str, Any] = {}
        for place, (which, _, _) in enumerate(rules):
            sums[f"failures_{place}"] = Sum("failures_since_start", filter=which)
            sums[f"last_{place}"] = Max("attempt_time", filter=which)
        recent = AccessAttempt.objects.filter(attempt_time__gte=_since())
        found = recent.filter(account | Q(ip_address=self.address)).aggregate(**sums)
        return max(
            _wait(found[f"failures_{place}"] or 0, found[f"last_{place}"], limit, pause, grows=grows)
            for place, (_, limit, grows) in enumerate(rules)
        )

    def _counted(self) -> Any:
        return AccessAttempt.objects.filter(pk=self.row and self.row.pk)

    def _lock(self) -> None:
        """One after the other for an account. SQLite's transactions are anyway: they all begin by writing."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [self.name])


def settle(request: HttpRequest) -> None:
    """At the end of a request: the attempt that it made, and that did not fail, does not count."""
    attempt: Attempt | None = request.__dict__.pop("attempt", None)
    if attempt is not None:
        attempt.take_back()


def _since() -> Any:
    return timezone.now() - settings.AXES_COOLOFF_TIME


def _wait(failures: int, last: Any, limit: int, pause: timedelta, *, grows: bool) -> int:
    """Seconds from now. At the limit the pause begins; one that grows is a second there and doubles with each more."""
    if failures < limit:
        return 0
    if grows:
        pause = min(pause, timedelta(seconds=2 ** min(failures - limit, 30)))
    left: timedelta = last + pause - timezone.now()
    return max(0, ceil(left.total_seconds()))


def address(request: HttpRequest) -> str | None:
    """The address that failures are counted for."""
    return network_of(client_address(request)) or None


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """What is shown in place of the form's answer. 429, with Retry-After."""
    seconds: int = request.throttled_for  # type: ignore[attr-defined]
    wait = counted(seconds, "second") if seconds < 100 else f"{ceil(seconds / 60)} minutes"
    return too_many(
        request,
        seconds,
        "There were too many failed attempts with this account, or from where you are. "
        f"Try again in {wait}, or ask your administrator.",
    )
