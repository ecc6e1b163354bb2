"""When to ask Quo, and when to ask again: ten requests in any second, over all that the key is used for.

All requests are GETs, so asking again is always safe.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from random import random
from time import monotonic

from .errors import QuoError

PER_SECOND = 10
WINDOW = 1.0
LONGEST_WINDOW = 1.1
"""A request counts at Quo when it arrives, at some time between being sent and being answered. So it is counted here
until a second after its answer, or this long after it was sent, whichever comes first."""

RECOVERY = 1.0
"""Seconds without a 429 after which one more request a second is allowed again."""
LOOK_AGAIN = 0.01

ATTEMPTS = 4
FIRST_WAIT = 0.5
LONGEST_WAIT = 10.0
LONGEST_RETRY_AFTER = 30.0
"""Seconds: what is waited for at most when Quo says how long. Beyond that a person decides."""


class Pace:
    """Lets requests through, one at a time. Where Quo says that they were too many, half as many from then on."""

    def __init__(self) -> None:
        self._allowed = PER_SECOND
        self._counted: list[_Slot] = []
        self._closed_until = 0.0
        self._recovered_at = 0.0
        self._lock = threading.Lock()

    @contextmanager
    def slot(self, over: threading.Event) -> Iterator[None]:
        """Waits for a slot, or until it is over. The request is inside."""
        slot = None
        while not over.is_set() and (slot := self._take()) is None:
            over.wait(LOOK_AGAIN)
        try:
            yield
        finally:
            if slot is not None:
                slot.until = min(slot.until, monotonic() + WINDOW)

    def slow_down(self, seconds: float) -> None:
        """Nothing is let through for so long, and less after that. For a 429, whichever request it was for."""
        with self._lock:
            now = monotonic()
            if now >= self._closed_until:  # else it is for a request that was sent before the last one was heard
                self._allowed = max(1, self._allowed // 2)
            self._closed_until = max(self._closed_until, now + seconds)
            self._recovered_at = self._closed_until

    def _take(self) -> "_Slot | None":
        with self._lock:
            now = monotonic()
            if now < self._closed_until:
                return None
            if self._allowed < PER_SECOND and now >= self._recovered_at + RECOVERY:
                self._allowed += 1
                self._recovered_at = now
            self._counted = [slot for slot in self._counted if slot.until > now]
            if len(self._counted) >= self._allowed:
                return None
            slot = _Slot(now + LONGEST_WINDOW)
            self._counted.append(slot)
            return slot


@cache
def pace_of(fingerprint: bytes) -> Pace:
    """The one pace in this process of the key that has this fingerprint."""
    return Pace()


@dataclass(eq=False)
class _Slot:
    """A request that counts until that time."""

    until: float


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
