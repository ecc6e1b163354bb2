"""When to ask again and how long to wait first. All requests are GETs, so asking again is always safe."""

from collections.abc import Callable
from typing import TypeVar

from .errors import QuoError
from .transport import LOOK_UP_EVERY, Budget

T = TypeVar("T")

FIRST_WAIT = 0.5
LONGEST_WAIT = 10.0
LONGEST_RETRY_AFTER = 30.0
"""Seconds: what is waited for at most when Quo says how long. Beyond that a person decides."""


def retrying(
    ask: Callable[[int], T],
    *,
    attempts: int,
    budget: Budget,
    sleep: Callable[[float], None],
    random: Callable[[], float],
) -> T:
    """What ``ask(attempt)`` returns, asking up to ``attempts`` times within the budget.

    Waits with exponential backoff and full jitter (each wait is anything between nothing and the backoff), so
    that many clients that failed together do not come back together; longer when Quo says so. Raises the last
    QuoError.
    """
    attempt = 0
    while True:
        attempt += 1
        budget.check()
        try:
            return ask(attempt)
        except QuoError as error:
            failure = error
        if not failure.worth_retrying:
            raise failure
        asked = failure.retry_after
        if asked is not None and (asked > LONGEST_RETRY_AFTER or asked >= budget.remaining()):
            failure.advice = f"It asks to be left alone for {asked:.0f} seconds; try again after that."
            raise failure
        backoff = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)) * random()
        wait = max(backoff, asked or 0.0)
        if attempt >= attempts or wait >= budget.remaining():
            failure.advice = f"{failure.advice} (Asked {attempt} times.)" if attempt > 1 else failure.advice
            raise failure
        _wait(wait, budget, sleep)


def _wait(seconds: float, budget: Budget, sleep: Callable[[float], None]) -> None:
    """Sleeps; in short stretches when the caller may want to stop meanwhile."""
    if budget.should_stop is None:
        sleep(seconds)
        return
    while seconds > 0:
        budget.check()
        sleep(min(seconds, LOOK_UP_EVERY))
        seconds -= LOOK_UP_EVERY
