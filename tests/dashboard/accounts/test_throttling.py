"""Guessing passwords: stopped by account and by address, and a forged address does not help."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.accounts.roles import VIEWER
from dashboard.audit.models import AuditEntry
from tests.dashboard.conftest import PASSWORD, make_account

LIMIT = 10
Attempt = Callable[..., int]


@pytest.fixture
def ada(db: None) -> User:
    return make_account("ada", VIEWER)


def test_the_account_is_locked_also_for_the_right_password_and_from_elsewhere(ada: User, attempt: Attempt) -> None:
    outcomes = [attempt("ada", address=f"203.0.113.{place}") for place in range(LIMIT + 3)]
    assert outcomes == [200] * (LIMIT - 1) + [429] * 4
    assert attempt("ada", PASSWORD, address="198.51.100.7") == 429


def test_the_address_is_locked_for_every_account(ada: User, attempt: Attempt) -> None:
    outcomes = [attempt(f"guess-{place}") for place in range(LIMIT)]
    assert outcomes == [200] * (LIMIT - 1) + [429]
    assert attempt("ada", PASSWORD) == 429
    assert attempt("ada", PASSWORD, address="198.51.100.7") == 302


def test_all_addresses_of_an_ipv6_network_count_as_one(ada: User, attempt: Attempt) -> None:
    outcomes = [attempt(f"guess-{place}", address=f"2001:db8:0:1::{place:x}") for place in range(40)]
    assert outcomes == [200] * (LIMIT - 1) + [429] * (40 - LIMIT + 1)
    assert attempt("ada", PASSWORD, address="2001:db8:0:2::1") == 302


def test_a_made_up_forwarded_address_does_not_help(ada: User, attempt: Attempt) -> None:
    outcomes = [attempt(f"guess-{place}", forwarded=f"192.0.2.{place}") for place in range(LIMIT)]
    assert outcomes[-1] == 429


def test_behind_a_trusted_proxy_the_client_is_locked_and_not_the_proxy(
    ada: User, attempt: Attempt, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.9"]
    for place in range(LIMIT):
        # the client made up the first address; the proxy appended the second
        attempt(f"guess-{place}", address="10.0.0.9", forwarded=f"192.0.2.{place}, 203.0.113.5")
    assert attempt("ada", PASSWORD, address="10.0.0.9", forwarded="203.0.113.5") == 429
    assert attempt("ada", PASSWORD, address="10.0.0.9", forwarded="203.0.113.6") == 302


def test_one_who_has_an_account_cannot_reset_the_count_by_signing_in(ada: User, attempt: Attempt) -> None:
    make_account("mallory", VIEWER)
    for _ in range(LIMIT - 1):
        attempt("ada")
        attempt("mallory", PASSWORD)
    assert attempt("ada") == 429


def test_ten_thousand_tries_check_ten_passwords(ada: User, attempt: Attempt, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []

    def check(self: User, raw: str) -> bool:
        checked.append(raw)
        return False

    monkeypatch.setattr(User, "check_password", check)
    outcomes = [attempt("ada", f"try {place}", address=f"203.0.{place // 250}.{place % 250}") for place in range(500)]
    assert outcomes.count(429) == 500 - LIMIT + 1
    assert len(checked) == LIMIT
    assert AccessAttempt.objects.count() <= LIMIT  # the rest of the ten thousand leaves nothing behind either
    assert AuditEntry.objects.filter(action="locked-out").count() < 500


def test_the_pause_ends_by_itself_and_knocking_does_not_prolong_it(ada: User, attempt: Attempt) -> None:
    for _ in range(LIMIT + 5):
        attempt("ada")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt("ada", PASSWORD) == 302


def test_the_lockout_says_in_words_what_to_do(ada: User, attempt: Attempt) -> None:
    for _ in range(LIMIT):
        attempt("ada")
    response = Client().post(reverse("login"), {"username": "ada", "password": PASSWORD}, REMOTE_ADDR="203.0.113.5")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "Try again in 15 minutes, or ask your administrator" in response.content.decode()


def test_a_wrong_password_is_kept_nowhere(ada: User, attempt: Attempt, caplog: pytest.LogCaptureFixture) -> None:
    attempt("ada", "correct horse battery staple")
    kept = [*AccessAttempt.objects.values_list(), *AuditEntry.objects.values_list()]
    assert "correct horse" not in f"{kept} {caplog.text}"


def test_a_password_typed_as_account_is_not_in_the_audit(attempt: Attempt) -> None:
    attempt("hunter2-hunter2")
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.detail) == ("", "no such account")


def test_a_refusal_does_not_tell_whether_the_account_exists(ada: User, outsider: Client) -> None:
    pages = [
        outsider.post(reverse("login"), {"username": name, "password": "wrong"}).content.decode()
        for name in ("ada", "bob")
    ]
    assert pages[0].count("correct username and password") == pages[1].count("correct username and password") == 1
