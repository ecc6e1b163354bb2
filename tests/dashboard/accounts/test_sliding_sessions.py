"""To the second: when a session ends, and when it is written."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from dashboard.accounts.middleware import begin, slide
from dashboard.accounts.sessions import ADDRESS, SEEN, SINCE, USER_AGENT

pytestmark = pytest.mark.django_db  # signing out tells those who count sign-ins


class Session(dict[str, Any]):
    ended = False

    def flush(self) -> None:
        self.ended = True


@pytest.fixture(autouse=True)
def times(settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE, settings.SESSION_MAX_AGE = 1_000, 5_000


def slid(now: int, **values: int) -> tuple[Session, HttpRequest]:
    request = RequestFactory().get("/")
    request.session = session = Session(values)  # type: ignore[assignment]
    request.user = AnonymousUser()
    slide(request, now)
    return session, request


@pytest.mark.parametrize(
    ("now", "values", "ends"),
    [
        (999, {SINCE: 0, SEEN: 0}, False),
        (1_000, {SINCE: 0, SEEN: 0}, True),
        (4_999, {SINCE: 0, SEEN: 4_900}, False),
        (5_000, {SINCE: 0, SEEN: 4_900}, True),
        (9_000, {}, False),
    ],
)
def test_it_ends_after_its_idle_time_and_after_its_longest_time(now: int, values: dict[str, int], ends: bool) -> None:
    session, request = slid(now, **values)
    assert session.ended is ends
    assert getattr(request, "sign_out_reason", "") == ("the session ran out" if ends else "")


def test_use_is_noted_in_twentieths_of_the_idle_time() -> None:
    assert slid(149, **{SINCE: 0, SEEN: 100})[0][SEEN] == 100
    assert slid(150, **{SINCE: 0, SEEN: 100})[0][SEEN] == 150


def test_use_is_noted_at_least_every_five_minutes(settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 28_800
    assert slid(399, **{SINCE: 0, SEEN: 100})[0][SEEN] == 100
    assert slid(400, **{SINCE: 0, SEEN: 100})[0][SEEN] == 400


def test_a_session_that_knows_no_times_begins_now() -> None:
    assert slid(700)[0] == {SINCE: 700, SEEN: 700, ADDRESS: "127.0.0.1", USER_AGENT: ""}


def test_the_times_of_sessions_from_before_an_upgrade_are_found() -> None:
    assert slid(5_000, signed_in_at=0, seen_at=4_990)[0].ended
    assert slid(1_500, signed_in_at=0, seen_at=0)[0].ended


def test_one_that_ends_is_not_noted_as_used() -> None:
    assert slid(1_000, **{SINCE: 0, SEEN: 0})[0][SEEN] == 0


def test_signing_in_notes_both_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 12.9)
    request = RequestFactory().get("/")
    request.session = session = Session()  # type: ignore[assignment]
    begin(request, User(pk=7))
    assert session == {SINCE: 12, SEEN: 12, ADDRESS: "127.0.0.1", USER_AGENT: ""}
