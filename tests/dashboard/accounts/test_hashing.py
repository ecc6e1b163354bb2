"""At most two passwords are hashed at once in a process; whoever would wait too long is told to come back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from dashboard import settings as ours
from dashboard.accounts import throttling as hashing
from dashboard.accounts.throttling import BoundedHasher, TryLater
from tests.dashboard.conftest import PASSWORD, make_account


def test_fifty_at_once_are_two_that_work_one_that_waits_and_the_rest_turned_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside, most, finish, lock = 0, 0, threading.Event(), threading.Lock()

    def encode(self: object, password: str, salt: str, iterations: int | None = None) -> str:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        assert finish.wait(30)
        with lock:
            inside -= 1
        return "hashed"

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", encode)
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 30)
    turned_away = threading.Semaphore(0)

    def sign_in(_: int) -> str:
        try:
            return BoundedHasher().encode("a password", "salt")
        except TryLater:
            turned_away.release()
            return "busy"

    with ThreadPoolExecutor(50) as threads:
        outcomes = threads.map(sign_in, range(50))
        for _ in range(47):
            assert turned_away.acquire(timeout=30)
        finish.set()
        assert sorted(outcomes) == ["busy"] * 47 + ["hashed"] * 3
    assert most == hashing.AT_ONCE == 2
    assert BoundedHasher().encode("a password", "salt") == "hashed"  # all places are free again


def test_whoever_waits_too_long_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.01)
    with hashing.slot(), hashing.slot(), pytest.raises(TryLater), hashing.slot():
        pass


def test_it_is_the_hasher_of_the_product_and_reads_what_djangos_wrote() -> None:
    assert ours.PASSWORD_HASHERS == ["dashboard.accounts.throttling.BoundedHasher"]
    hash = PBKDF2PasswordHasher().encode("a password", "salt", 10)
    assert BoundedHasher().verify("a password", hash)
    assert BoundedHasher.algorithm == PBKDF2PasswordHasher.algorithm


def busy(self: User, raw: str) -> bool:
    with hashing.slot(), hashing.slot(), hashing.slot():
        return True


def test_the_page_says_so_with_429_and_nothing_is_counted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make_account("ada")
    with monkeypatch.context() as patch:
        patch.setattr(User, "check_password", busy)
        patch.setattr(hashing, "WAIT_SECONDS", 0.01)
        for _ in range(settings.SIGN_IN_FAILURES + 1):
            response = Client().post(reverse("login"), {"username": "ada", "password": PASSWORD})
            assert response.status_code == 429
            assert response.headers["Retry-After"] == "5"
            assert "Too many people are signing in" in response.content.decode()
    assert Client().post(reverse("login"), {"username": "ada", "password": PASSWORD}).status_code == 302
