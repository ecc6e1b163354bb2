"""Guessing passwords: slowed down by account and address, and its owner still gets in."""

import contextlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.accounts.models import FailedSignIns
from dashboard.accounts.roles import VIEWER
from dashboard.accounts.throttling import Attempt, TryLater
from dashboard.audit.models import AuditEntry
from tests.dashboard.conftest import PASSWORD, WRONG, make_account

LIMIT = 10
TrySignIn = Callable[..., int]


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def goes_on(self, *, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def ada(db: None) -> User:
    return make_account("ada", VIEWER)


def test_one_address_guesses_ten_times_at_an_account_and_others_get_in_from_there(
    ada: User, attempt: TrySignIn
) -> None:
    make_account("bob", VIEWER)
    outcomes = [attempt("ada") for _ in range(LIMIT + 3)]
    assert outcomes == [200] * (LIMIT - 1) + [429] * 4
    assert attempt("ada", PASSWORD) == 429
    assert attempt("bob", PASSWORD) == 302


def test_an_account_that_many_addresses_guess_at_pauses_ever_longer(
    ada: User, attempt: TrySignIn, clock: Clock
) -> None:
    for place in range(LIMIT):
        attempt("ada", address=f"203.0.113.{place}")
    pauses = []
    for place in range(9):
        response = Client().post(
            reverse("login"), {"username": "ada", "password": WRONG}, REMOTE_ADDR=f"198.51.100.{place}"
        )
        assert response.status_code == 429
        pauses.append(int(response.headers["Retry-After"]))
        clock.goes_on(seconds=pauses[-1])
        assert attempt("ada", address=f"192.0.2.{place}") == 429  # it was checked, and the next pause begins
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256]


def test_an_address_is_locked_only_after_ten_times_as_many_failures(
    ada: User, attempt: TrySignIn, settings: Settings
) -> None:
    settings.SIGN_IN_FAILURES = 3
    outcomes = [attempt(f"guess-{place}") for place in range(30)]
    assert outcomes == [200] * 29 + [429]
    assert attempt("ada", PASSWORD) == 429
    assert attempt("ada", PASSWORD, address="198.51.100.7") == 302


def test_all_addresses_of_an_ipv6_network_count_as_one(ada: User, attempt: TrySignIn, settings: Settings) -> None:
    settings.SIGN_IN_FAILURES = 3
    outcomes = [attempt("ada", address=f"2001:db8:0:1::{place:x}") for place in range(3)]
    outcomes += [attempt(f"guess-{place}", address=f"2001:db8:0:1::{place:x}") for place in range(27)]
    assert outcomes == [200, 200, 429, *[200] * 26, 429]
    assert attempt("bob", address="2001:db8:0:2::1") == 200


def test_a_made_up_forwarded_address_does_not_help(ada: User, attempt: TrySignIn) -> None:
    outcomes = [attempt("ada", forwarded=f"192.0.2.{place}") for place in range(LIMIT)]
    assert outcomes[-1] == 429


def test_behind_a_trusted_proxy_the_client_is_locked_and_not_the_proxy(
    ada: User, attempt: TrySignIn, settings: Settings, clock: Clock
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.9"]
    for place in range(LIMIT):
        # the client made up the first address; the proxy appended the second
        attempt("ada", address="10.0.0.9", forwarded=f"192.0.2.{place}, 203.0.113.5")
    clock.goes_on(seconds=2)
    assert attempt("ada", PASSWORD, address="10.0.0.9", forwarded="203.0.113.5") == 429
    assert attempt("ada", PASSWORD, address="10.0.0.9", forwarded="203.0.113.6") == 302


def test_one_who_has_an_account_cannot_reset_the_count_by_signing_in(ada: User, attempt: TrySignIn) -> None:
    make_account("mallory", VIEWER)
    for _ in range(LIMIT - 1):
        attempt("ada")
        attempt("mallory", PASSWORD)
    assert attempt("ada") == 429


def test_whoever_guesses_from_fifty_addresses_as_soon_as_they_may_checks_a_hundred_in_an_hour(
    ada: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner gets in all the while, and little is left behind. No guess at another time would be checked."""
    phone, checked = Client(), []
    form = {"username": "ada", "password": PASSWORD}
    assert phone.post(reverse("login"), form).status_code == 302
    right = User.check_password

    def check(self: User, raw: str) -> bool:
        checked.append(raw)
        return right(self, raw)

    monkeypatch.setattr(User, "check_password", check)
    requests = [RequestFactory().post("/", REMOTE_ADDR=f"203.0.113.{place}") for place in range(50)]
    end, tries = clock.now + timedelta(hours=1), 0
    while clock.now < end:
        request = requests[tries % len(requests)]
        request.user = AnonymousUser()
        clock.goes_on(seconds=Attempt(request, "ada").wait())
        tries += 1
        with contextlib.suppress(TryLater):
            authenticate(request, username="ada", password=f"guess {tries}")
        if tries % 20 == 0:
            phone.post(reverse("logout"))
            assert phone.post(reverse("login"), form).status_code == 302
    guesses = [password for password in checked if password != PASSWORD]
    assert LIMIT < len(guesses) == tries <= 100, len(guesses)
    assert FailedSignIns.objects.count() <= 50


def test_guesses_at_the_same_time_check_no_more_passwords(
    ada: User, attempt: TrySignIn, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """While the first is still being checked, the others already count."""
    settings.SIGN_IN_FAILURES = 3
    checked = []

    def check(self: User, raw: str) -> bool:
        checked.append(raw)
        if len(checked) < 5:
            attempt("ada", f"guess {len(checked)}")
        return False

    monkeypatch.setattr(User, "check_password", check)
    attempt("ada")
    assert len(checked) == 3


def test_a_browser_that_the_account_knows_counts_by_itself(ada: User, attempt: TrySignIn, clock: Clock) -> None:
    make_account("mallory", VIEWER)
    phone, other = Client(), Client()
    for client, name in ((phone, "ada"), (other, "mallory")):
        client.post(reverse("login"), {"username": name, "password": PASSWORD}, REMOTE_ADDR="203.0.113.5")
        client.post(reverse("logout"))
    for place in range(LIMIT + 5):
        attempt("ada")
        attempt("ada", address=f"198.51.100.{place}")

    def status(client: Client, password: str) -> int:
        form = {"username": "ada", "password": password}
        return client.post(reverse("login"), form, REMOTE_ADDR="203.0.113.5").status_code

    assert status(other, PASSWORD) == 429  # it is known, but to another account
    assert [status(phone, WRONG) for _ in range(LIMIT - 1)] == [200] * (LIMIT - 1)
    assert status(phone, PASSWORD) == 302
    phone.post(reverse("logout"))
    assert [status(phone, WRONG), status(phone, PASSWORD)] == [429, 429]


def test_a_forged_cookie_of_a_known_browser_is_none(ada: User, attempt: TrySignIn, clock: Clock) -> None:
    phone, thief = Client(), Client()
    phone.post(reverse("login"), {"username": "ada", "password": PASSWORD})
    for place in range(LIMIT):
        attempt("ada", address=f"203.0.113.{place}")
    genuine = phone.cookies["device"].value
    thief.cookies["device"] = genuine.replace(f".{ada.pk}:", f".{ada.pk}.999:")
    assert thief.cookies["device"].value != genuine
    assert thief.post(reverse("login"), {"username": "ada", "password": PASSWORD}).status_code == 429
    thief.cookies["device"] = genuine
    assert thief.post(reverse("login"), {"username": "ada", "password": PASSWORD}).status_code == 302


def test_the_pause_ends_by_itself_and_knocking_does_not_prolong_it(ada: User, attempt: TrySignIn, clock: Clock) -> None:
    for _ in range(LIMIT):
        attempt("ada")
    for _ in range(14):
        clock.goes_on(seconds=60)
        assert attempt("ada") == 429
    clock.goes_on(seconds=61)
    assert attempt("ada", PASSWORD) == 302


def test_a_right_password_does_not_count(ada: User, attempt: TrySignIn) -> None:
    attempt("ada")
    assert [attempt("ada", PASSWORD) for _ in range(LIMIT + 1)] == [302] * (LIMIT + 1)
    assert FailedSignIns.objects.get().count == 1


def test_the_lockout_says_in_words_what_to_do(ada: User, attempt: TrySignIn) -> None:
    for _ in range(LIMIT):
        attempt("ada")
    response = Client().post(reverse("login"), {"username": "ada", "password": PASSWORD}, REMOTE_ADDR="203.0.113.5")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "Try again in 15 minutes, or ask your administrator" in response.content.decode()


@pytest.mark.parametrize("path", ["/accounts/password/"])
def test_the_old_password_is_throttled_and_noted_as_a_sign_in_is(path: str, viewer: Client) -> None:
    form = {"old_password": WRONG, "new_password1": "an entirely new one", "new_password2": "an entirely new one"}
    outcomes = [viewer.post(path, form).status_code for _ in range(25)]
    assert outcomes == [200] * (LIMIT - 1) + [429] * (25 - LIMIT + 1)
    refused = AuditEntry.objects.get(action="sign-in-refused")
    assert (refused.who, refused.detail, refused.count) == ("vic", "wrong password, asked for once more", LIMIT - 1)
    assert AuditEntry.objects.filter(action="locked-out", who="vic").exists()
    assert viewer.post(path, form | {"old_password": PASSWORD}).status_code == 429
    assert User.objects.get(username="vic").check_password(PASSWORD)


def test_the_admins_form_for_a_password_leads_to_ours(owner: Client) -> None:
    form = {"old_password": WRONG, "new_password1": "an entirely new one", "new_password2": "an entirely new one"}
    for response in (owner.get("/admin/password_change/"), owner.post("/admin/password_change/", form)):
        assert (response.status_code, response.headers["Location"]) == (302, reverse("password"))


def test_failed_sign_ins_are_forgotten_by_a_command_which_the_audit_log_notes(
    ada: User, attempt: TrySignIn, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(LIMIT):
        attempt("ada", address="2001:db8:0:1::7")
    call_command("unlock", "--address", "2001:db8:0:1::8")
    assert AuditEntry.objects.latest("id").detail == "of address 2001:db8:0:1::8"
    assert attempt("ada", PASSWORD, address="2001:db8:0:1::7") == 302
    for place in range(LIMIT):
        attempt("ada", address=f"203.0.113.{place}")
    call_command("unlock", "ada")
    entry = AuditEntry.objects.latest("id")
    assert (entry.who, entry.action, entry.detail) == ("command line", "unlock", "of account ada")
    assert attempt("ada", PASSWORD, address="198.51.100.7") == 302
    capsys.readouterr()
    for name in ("ada", "adda"):
        call_command("unlock", name)
    assert capsys.readouterr().out.splitlines() == ["There are none.", "There are none, and no account adda."]


def test_a_wrong_password_is_kept_nowhere(ada: User, attempt: TrySignIn, caplog: pytest.LogCaptureFixture) -> None:
    attempt("ada", "correct horse battery staple")
    kept = [*FailedSignIns.objects.values_list(), *AuditEntry.objects.values_list()]
    assert "correct horse" not in f"{kept} {caplog.text}"


def test_a_password_typed_as_account_is_kept_nowhere(attempt: TrySignIn, caplog: pytest.LogCaptureFixture) -> None:
    attempt("hunter2-hunter2")
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.detail) == ("", "no such account")
    kept = [*FailedSignIns.objects.values_list(), *AuditEntry.objects.values_list()]
    assert "hunter2" not in f"{kept} {caplog.text}"


def test_a_refusal_does_not_tell_whether_the_account_exists(ada: User, outsider: Client) -> None:
    pages = [
        outsider.post(reverse("login"), {"username": name, "password": "wrong"}).content.decode()
        for name in ("ada", "bob")
    ]
    assert pages[0].count("correct username and password") == pages[1].count("correct username and password") == 1
