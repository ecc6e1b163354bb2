"""When the client asks again, how long it waits first, and what it says when it gives up."""

from collections.abc import Callable, Iterator

import pytest

from inventory.quo.errors import Cancelled, QuoError, RateLimited, TryLater
from inventory.quo.retry import retrying
from inventory.quo.transport import Budget


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.naps: list[float] = []

    def __call__(self) -> float:
        return sum(self.naps)


def ask_until(
    answers: Iterator[QuoError | str],
    clock: Clock,
    *,
    attempts: int = 4,
    seconds: float = 1_000,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[str, int]:
    """The first answer that is no error, and the number of the attempt that got it."""

    def ask(attempt: int) -> tuple[str, int]:
        given = next(answers)
        if isinstance(given, QuoError):
            raise given
        return given, attempt

    budget = Budget(seconds, clock, should_stop)
    return retrying(ask, attempts=attempts, budget=budget, sleep=clock.naps.append, random=lambda: 1.0)


def later(retry_after: float | None = None) -> QuoError:
    return TryLater("Not now.", advice="Wait.", retry_after=retry_after)


def failing(clock: Clock, retry_after: float | None = None, *, attempts: int = 4, seconds: float = 1_000) -> QuoError:
    with pytest.raises(QuoError) as caught:
        ask_until((later(retry_after) for _ in range(100)), clock, attempts=attempts, seconds=seconds)
    return caught.value


def test_the_waits_double_up_to_ten_seconds() -> None:
    clock = Clock()
    assert ask_until(iter([*(later() for _ in range(7)), "there"]), clock, attempts=8) == ("there", 8)
    assert clock.naps == [0.5, 1, 2, 4, 8, 10, 10]


def test_a_retry_after_of_thirty_seconds_is_waited_for_and_a_longer_one_is_not() -> None:
    clock = Clock()
    assert ask_until(iter([later(30), "there"]), clock) == ("there", 2)
    assert clock.naps == [30]
    assert "31 seconds" in failing(clock, 31).advice
    assert clock.naps == [30]


def test_the_longer_of_both_waits_counts() -> None:
    clock = Clock()
    ask_until(iter([later(0.25), later(0), later(5), "there"]), clock)
    assert clock.naps == [0.5, 1, 5]


@pytest.mark.parametrize(("seconds", "retry_after", "naps"), [(5, 5, []), (6, 5, [5]), (3, None, [0.5, 1])])
def test_it_never_waits_until_the_end_of_the_budget(seconds: int, retry_after: float | None, naps: list[float]) -> None:
    clock = Clock()
    failing(clock, retry_after, seconds=seconds, attempts=9)
    assert clock.naps == naps


def test_the_last_error_says_how_often_it_was_asked_if_more_than_once() -> None:
    assert failing(Clock(), attempts=1).advice == "Wait."
    assert failing(Clock(), attempts=2).advice == "Wait. (Asked 2 times.)"


def test_what_is_not_worth_retrying_is_raised_as_it_is() -> None:
    error = RateLimited("No.", advice="Never.", worth_retrying=False)
    with pytest.raises(RateLimited) as caught:
        ask_until(iter([error]), Clock())
    assert caught.value is error
    assert error.advice == "Never."


def test_who_may_stop_it_is_asked_four_times_a_second_and_the_whole_wait_is_slept() -> None:
    clock = Clock()
    assert ask_until(iter([later(1.125), "there"]), clock, should_stop=lambda: False) == ("there", 2)
    assert clock.naps == [0.25, 0.25, 0.25, 0.25, 0.125]


def test_it_stops_in_the_middle_of_a_wait() -> None:
    clock = Clock()
    with pytest.raises(Cancelled):
        ask_until(iter([later(20), "there"]), clock, should_stop=lambda: clock() > 0.5)
    assert clock() == 0.75


def test_a_budget_that_is_spent_asks_no_more() -> None:
    clock = Clock()
    with pytest.raises(TryLater) as caught:
        ask_until(iter(["there"]), clock, seconds=0)
    assert not caught.value.worth_retrying
    assert "within 0 seconds" in caught.value.summary
