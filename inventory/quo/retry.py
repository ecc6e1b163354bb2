"""When to ask again, and how long to wait first. All requests are GETs, so asking again is always safe."""

from random import random

from .errors import QuoError

ATTEMPTS = 4
FIRST_WAIT = 0.5
LONGEST_WAIT = 10.0
LONGEST_RETRY_AFTER = 30.0
"""Seconds: what is waited for at most when Quo says how long. Beyond that a person decides."""


def wait_before_retry(failure: QuoError, attempt: int, remaining: float) -> float:
    """Seconds to wait before asking again. Raises the failure where asking again is of no use, or comes too late.

    Exponential backoff with full jitter (each wait is anything between nothing and the backoff), so that many clients
    that failed together do not come back together; longer when Quo says so.
    """
    if not failure.worth_retrying:
        raise failure
    retry_after = failure.retry_after
    if retry_after is not None and (retry_after > LONGEST_RETRY_AFTER or retry_after >= remaining):
        failure.advice = f"{failure.advice} (Retry after {retry_after:.0f} seconds.)"
        raise failure
    backoff = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (attempt - 1)) * random()  # noqa: S311
    wait: float = max(backoff, retry_after or 0.0)
    if attempt >= ATTEMPTS or wait >= remaining:
        failure.advice = f"{failure.advice} (Asked {attempt} times.)" if attempt > 1 else failure.advice
        raise failure
    return wait
