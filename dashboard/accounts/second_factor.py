"""The second factor of accounts that sign in with a password: codes of an authenticator app, and recovery codes.

django-otp makes and checks both: it takes no code twice, and waits longer after each wrong one. A session notes that it
has shown its second factor, so that no page asks the database for it.
"""

import re
import time
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from math import ceil

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from dashboard.accounts import links
from dashboard.accounts import single_sign_on as accounts

SHOWN = "second_factor_shown"  # in the session: whether the account's second factor was. Absent where it has none
RECOVERY_CODES = 10
ENROLMENT = timedelta(hours=1)  # for which a key that was shown can be confirmed
# Sessions that began some other way than with a password.
EXEMPT = (accounts.BACKEND, links.BACKEND)
APP_CODE = re.compile(r"[0-9]{6}")
RECOVERY_CODE = re.compile(r"[a-z2-7]{8}")
CLOCK = 20  # steps of half a minute that a phone's clock may differ by, to be told so


@dataclass(frozen=True)
class Check:
    """Whether a typed code was right."""

    is_right: bool
    is_recovery: bool = False
    wait: int = 0  # seconds until the next code is looked at; this one was not


class State(Enum):
    """What a signed-in session has to do with second factors."""

    NOT_ASKED = 0  # they are off, or it did not begin with a password
    POSSIBLE = 1  # the account may set one up
    DUE = 2  # it has to, before anything else
    UNSHOWN = 3  # the account has one, which this session has not shown
    VERIFIED = 4

    @property
    def blocks(self) -> bool:
        return self in (State.DUE, State.UNSHOWN)


def began_with_password(request: HttpRequest) -> bool:
    return request.session.get(BACKEND_SESSION_KEY) not in (None, *EXEMPT)


def state(request: HttpRequest) -> State:
    """Asks no database: the session notes at its begin whether the account had a second factor."""
    if settings.SECOND_FACTOR == "off" or not began_with_password(request):
        return State.NOT_ASKED
    shown = request.session.get(SHOWN)
    if shown is not None:
        return State.VERIFIED if shown else State.UNSHOWN
    return State.DUE if settings.SECOND_FACTOR == "required" else State.POSSIBLE


def note_if_enrolled(request: HttpRequest, account: User) -> None:
    """Also with SECOND_FACTOR=off, when no code is asked for: once it is on again, it is."""
    if began_with_password(request) and is_enrolled(account):
        request.session[SHOWN] = False


def may_enrol(account: User) -> bool:
    """Whether the account may have a second factor: it is for those who sign in with a password."""
    return settings.PASSWORDS and account.has_usable_password()


def is_enrolled(account: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=account, confirmed=True).exists())


def requires_code(account: User) -> bool:
    """Whether a password alone does not sign the account in."""
    return settings.SECOND_FACTOR != "off" and is_enrolled(account)


@transaction.atomic
def check_code(account: User, typed: str) -> Check:
    """Uses up a code of the app or a recovery code. Spaces, hyphens and capitals do not count."""
    code = _joined(typed).lower()
    is_recovery = bool(RECOVERY_CODE.fullmatch(code))
    if not is_recovery and not APP_CODE.fullmatch(code):
        return Check(False)
    devices = StaticDevice.objects if is_recovery else TOTPDevice.objects
    device = devices.select_for_update().filter(user=account, confirmed=True).first()
    if device is None:
        return Check(False, is_recovery)
    return _verify(device, code, is_recovery)


def _verify(device: TOTPDevice | StaticDevice, code: str, is_recovery: bool = False) -> Check:
    allowed, reason = device.verify_is_allowed()
    if not allowed:
        return Check(False, is_recovery, max(1, ceil((reason["locked_until"] - timezone.now()).total_seconds())))
    return Check(device.verify_token(code), is_recovery)


def recovery_codes_left(account: User) -> int:
    return int(StaticToken.objects.filter(device__user=account).count())


# Enrolling


@transaction.atomic
def enrolment(account: User) -> TOTPDevice:
    """The device that the account is setting up: the same key when the page is shown again within an hour."""
    User.objects.select_for_update().get(pk=account.pk)  # two pages at the same time show one key
    begun = TOTPDevice.objects.filter(user=account, confirmed=False).order_by("pk")
    begun.filter(created_at__lt=timezone.now() - ENROLMENT).delete()
    return begun.first() or TOTPDevice.objects.create(user=account, name="authenticator app", confirmed=False)


def is_enrolling(account: User) -> bool:
    since = timezone.now() - ENROLMENT
    return bool(TOTPDevice.objects.filter(user=account, confirmed=False, created_at__gte=since).exists())


def cancel_enrolment(account: User) -> None:
    TOTPDevice.objects.filter(user=account, confirmed=False).delete()


@transaction.atomic
def enrol(account: User, typed: str) -> tuple[Check, list[str]]:
    """Makes the device that is being set up the account's only one, if the code is its, with new recovery codes."""
    code = _joined(typed)
    device = TOTPDevice.objects.select_for_update().get(pk=enrolment(account).pk)
    check = _verify(device, code) if APP_CODE.fullmatch(code) else Check(False)
    if not check.is_right:
        return check, []
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    TOTPDevice.objects.filter(user=account).exclude(pk=device.pk).delete()
    return check, new_recovery_codes(account)


def clock_difference(device: TOTPDevice, typed: str) -> int:
    """Minutes by which the phone's clock is ahead, where the code is the device's at another time; 0 where it is not.

    For enrolling only: whoever signs in is not told what their code is good for.
    """
    code = _joined(typed)
    if not APP_CODE.fullmatch(code):
        return 0
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    return round(totp.drift * device.step / 60) if totp.verify(int(code), tolerance=CLOCK) else 0


@transaction.atomic
def new_recovery_codes(account: User) -> list[str]:
    """Ten codes in place of those before."""
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name="recovery codes")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return [f"{code[:4]}-{code[4:]}" for code in codes]


@transaction.atomic
def remove(account: User) -> bool:
    """Deletes the account's second factor. Whether it had one."""
    had_one = is_enrolled(account)
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()
    return had_one


def _joined(typed: str) -> str:
    """Without the spaces and hyphens between the groups in which apps and this site show codes."""
    return re.sub(r"[\s-]", "", typed)
