"""What somebody does who signs in with an authenticator app: reads its key, types its codes."""

import time
from base64 import b32decode
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django_otp import oath
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from dashboard.audit.models import AuditEntry
from tests.dashboard.conftest import PASSWORD

PAGE, STEP = "/accounts/second-factor/", "/accounts/login/code/"


class Clock:
    """The time of both sides, which stands still."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_800_000_015.0  # in the middle of a code's half minute
        monkeypatch.setattr(time, "time", lambda: self.now)
        monkeypatch.setattr(oath, "time", lambda: self.now)

    def goes_on(self, seconds: float = 30) -> None:
        self.now += seconds


def text(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def app_code(key: bytes, ahead: float = 0) -> str:
    """What an app with this key shows, whose clock may be ahead."""
    return f"{oath.totp(key, t0=-int(ahead)):06}"


def key_on(response: Any) -> bytes:
    shown = BeautifulSoup(response.content, "html.parser").find(id="key")
    assert shown
    return b32decode(shown.get_text().replace(" ", ""))


def sign_in(name: str = "ada", password: str = PASSWORD, next: str = "") -> tuple[Client, Any]:
    client = Client()
    form = {"username": name, "password": password, "next": next}
    return client, client.post(reverse("login"), form)


def is_in(client: Client) -> bool:
    return client.get(reverse("changes")).status_code == 200


def set_up(client: Client) -> tuple[bytes, list[str]]:
    """The app's key, and the recovery codes."""
    key = key_on(client.get(PAGE))
    response = client.post(PAGE, {"code": app_code(key)})
    shown = BeautifulSoup(response.content, "html.parser").find(id="recovery-codes")
    assert shown, text(response)
    return key, shown.get_text().split()


def unthrottle() -> None:
    for model in (TOTPDevice, StaticDevice):
        model.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)


def entries(action: str) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(action=action).order_by("id").values_list("who", "detail"))
