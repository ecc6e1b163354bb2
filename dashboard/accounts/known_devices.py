"""Which browsers accounts have signed in from: a signed cookie says so, nothing is stored."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SALT = "dashboard.known-device"
LASTS = 180 * 24 * 3600  # seconds since the latest sign-in
ACCOUNTS = 5  # that one browser is known for, the latest ones


def cookie_name() -> str:
    return "__Host-device" if settings.HTTPS else "device"


def known_device(request: HttpRequest, account: int) -> str:
    """The browser's id, where that account has signed in from it. "" otherwise."""
    device, accounts = _read(request)
    return device if str(account) in accounts else ""


def remember_device(request: HttpRequest, response: HttpResponse, account: int) -> None:
    device, accounts = _read(request)
    accounts = [str(account), *(other for other in accounts if other != str(account))][:ACCOUNTS]
    response.set_signed_cookie(
        cookie_name(),
        ".".join([device or secrets.token_hex(16), *accounts]),
        salt=SALT,
        max_age=LASTS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    device, *accounts = (request.get_signed_cookie(cookie_name(), "", salt=SALT, max_age=LASTS) or "").split(".")
    return device, accounts
