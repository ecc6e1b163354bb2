"""What is good once is good once, also for eight requests at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from dashboard.accounts import links, second_factor
from tests.dashboard.conftest import make_account

AT_ONCE = 8


def at_once(function: Callable[[], Any]) -> list[Any]:
    """What the function returns in each of eight threads that begin together."""
    barrier = Barrier(AT_ONCE)

    def run(_: int) -> Any:
        try:
            barrier.wait(30)
            return function()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.fixture
def ada(transactional_db: None) -> User:
    return make_account("ada")


@pytest.fixture
def codes(ada: User) -> list[str]:
    TOTPDevice.objects.create(user=ada, name="app", confirmed=True)
    return second_factor.new_recovery_codes(ada)


def test_a_link_signs_in_one_of_them(ada: User) -> None:
    token = unquote(links.path_of(ada).partition("token=")[2])
    found = at_once(lambda: links.use(token))
    assert [each for each in found if isinstance(each, User)] == [ada]
    assert found.count(links.Refusal.USED) == AT_ONCE - 1


def test_a_recovery_code_is_taken_from_one_of_them(ada: User, codes: list[str]) -> None:
    found = at_once(lambda: second_factor.check_code(ada, codes[0]))
    assert [check.is_right for check in found].count(True) == 1
    assert second_factor.recovery_codes_left(ada) == 9


def test_an_apps_code_is_taken_from_one_of_them(ada: User, codes: list[str]) -> None:
    code = f"{totp(TOTPDevice.objects.get().bin_key):06}"
    found = at_once(lambda: second_factor.check_code(ada, code))
    assert [check.is_right for check in found].count(True) == 1


def test_guesses_at_the_same_time_wait_as_those_one_after_the_other(ada: User, codes: list[str]) -> None:
    right = int(f"{totp(TOTPDevice.objects.get().bin_key):06}")
    found = at_once(lambda: second_factor.check_code(ada, f"{(right + 500_000) % 10**6:06}"))
    assert sorted(check.wait > 0 for check in found) == [False] + [True] * (AT_ONCE - 1)


def test_pages_at_the_same_time_show_one_key(ada: User) -> None:
    assert len(set(at_once(lambda: second_factor.enrolment(ada).key))) == 1
