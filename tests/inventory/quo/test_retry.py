"""When to ask again, how long to wait first, and what is said when it is given up."""

import pytest

from inventory.quo import pace
from inventory.quo.errors import QuoError, RateLimited, TryLater
from inventory.quo.pace import wait_before_retry


@pytest.fixture(autouse=True)
def no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "random", lambda: 1.0)
    monkeypatch.setattr(pace, "ATTEMPTS", 9)


def later(retry_after: float | None = None) -> QuoError:
    return TryLater("Not now.", advice="Wait.", retry_after=retry_after)


def given_up(failure: QuoError, attempt: int = 1, remaining: float = 1000) -> QuoError:
    with pytest.raises(QuoError) as caught:
        wait_before_retry(failure, attempt, remaining)
    assert caught.value is failure
    return failure


def test_the_waits_double_up_to_ten_seconds() -> None:
    assert [wait_before_retry(later(), attempt, 1000) for attempt in range(1, 8)] == [0.5, 1, 2, 4, 8, 10, 10]


def test_the_waits_are_jittered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "random", lambda: 0.25)
    assert wait_before_retry(later(), 1, 1000) == 0.125


def test_the_longer_of_both_waits_counts() -> None:
    assert [wait_before_retry(later(0.25), 1, 1000), wait_before_retry(later(5), 1, 1000)] == [0.5, 5]


def test_a_retry_after_of_thirty_seconds_is_waited_for_and_a_longer_one_is_not() -> None:
    assert wait_before_retry(later(30), 1, 1000) == 30
    assert given_up(later(31)).advice == "Wait. (Retry after 31 seconds.)"


@pytest.mark.parametrize(("remaining", "retry_after"), [(5, 5), (0.5, None)])
def test_it_never_waits_until_the_end_of_the_budget(remaining: float, retry_after: float | None) -> None:
    given_up(later(retry_after), remaining=remaining)
    assert wait_before_retry(later(retry_after), 1, remaining + 0.1) < remaining + 0.1


def test_the_last_error_says_how_often_it_was_asked_if_more_than_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given_up(later(), attempt=9).advice == "Wait. (Asked 9 times.)"
    monkeypatch.setattr(pace, "ATTEMPTS", 1)
    assert given_up(later()).advice == "Wait."


def test_what_is_not_worth_retrying_is_raised_as_it_is() -> None:
    error = given_up(RateLimited("No.", advice="Never.", retry_after=1, worth_retrying=False))
    assert error.advice == "Never."
