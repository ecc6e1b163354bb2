"""Requests that belong together: sent from threads of their own, until all are answered or something ends them.

Whoever waits for an answer waits in another thread than the one that looks up names, connects and reads. So the end
of the time, a cancellation and a failure all take effect at once for the caller, whatever a request hangs in.
"""

import threading
from collections import Counter
from collections.abc import Callable
from contextvars import copy_context
from queue import SimpleQueue
from time import monotonic
from typing import Any, Generic, Literal, Protocol, Self, TypeVar

from .credentials import KeyAuth
from .error_responses import Clean, Generation, refusal
from .errors import Cancelled, QuoError, RateLimited, TryLater
from .pace import Pace, wait_before_retry
from .transport import IN_FLIGHT, Options, Received, Transport

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

TICK = 0.25

Unit = Literal["bytes", "requests", "people"]


class Progress:
    """``done`` of ``total`` (None while that is unknown), in ``unit``. Safe to read from any thread."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.done = 0
        self.total: int | None = None
        self._calls: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def calls(self) -> Counter[str]:
        """Requests by the status of their answer, ``none`` where none came, also those that were sent again."""
        with self._lock:
            return Counter(self._calls)

    def restart(self, unit: Unit) -> None:
        """For the next fetch."""
        self.unit, self.done, self.total = unit, 0, None

    def received(self, size: int, total: int | None) -> None:
        """So many bytes have come, of so many where the length is known."""
        self.done, self.total = size, total

    def sent(self, status: str) -> None:
        """A request was sent, and answered with this status."""
        with self._lock:
            self._calls[status] += 1

    def request_ended(self) -> None:
        """One more request is through, or given up, however often it was sent."""
        if self.unit == "requests":
            with self._lock:
                self.done += 1

    def people_read(self, count: int) -> None:
        """So many people are known of the list that is being read."""
        if self.unit == "people":
            self.done = max(self.done, count)

    def requests_needed(self, total: int) -> None:
        if self.unit == "requests":
            self.total = total


class Decode(Protocol[T_co]):
    def __call__(self, body: bytes, *, clean: Clean) -> T_co: ...


class Pending(Generic[T]):
    """The result to be of a job that was started."""

    def __init__(self, fetch: "Fetch", job: Callable[[], T]) -> None:
        self._fetch = fetch
        self._job = job
        self._results: list[T] = []

    def result(self) -> T:
        """Waits for it. Raises what ended the fetch, where that came first."""
        self._fetch.wait_until(lambda: bool(self._results))
        return self._results[0]

    def run(self) -> None:
        self._results.append(self._job())


class Fetch:
    """Use as a context manager; whoever waits when it is left gets Cancelled.

    The whole fetch may take a timeout more than the time budget for each further request that turns out to be needed:
    silence ends it, not length.
    """

    def __init__(
        self,
        transport: Transport,
        auth: KeyAuth,
        generation: Generation,
        pace: Pace,
        progress: Progress,
        options: Options,
    ) -> None:
        self._transport = transport
        self._auth = auth
        self._generation = generation
        self._pace = pace
        self._progress = progress
        self._options = options
        self._seconds = options.time_budget  # for the whole fetch
        self._deadline = monotonic() + options.time_budget
        self._needed = 1
        self._is_all_known = False
        self.size = 0  # bytes of the bodies of all answers
        self._jobs: SimpleQueue[Pending[Any] | None] = SimpleQueue()
        self._threads = 0
        self._changed = threading.Condition()
        self._over = threading.Event()
        self._error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end(Cancelled("The request to Quo was cancelled."))

    def end(self, error: BaseException) -> None:
        """Whoever waits gets this error, unless there was one before. From any thread."""
        with self._changed:
            self._error = self._error or error
            self._over.set()
            self._changed.notify_all()
        self._transport.close()
        for _ in range(self._threads):
            self._jobs.put(None)

    def start(self, job: Callable[[], T]) -> Pending[T]:
        """Runs the job in a thread of the fetch. An error of it ends the fetch."""
        pending = Pending(self, job)
        self._jobs.put(pending)
        if self._threads < IN_FLIGHT:
            self._threads += 1
            # Daemons: one that hangs in a name look-up does not keep the process from ending.
            work = copy_context().run
            threading.Thread(target=work, args=(self._work,), name="quo", daemon=True).start()
        return pending

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Raises what ended the fetch, or TryLater where the time is over."""

        def is_over() -> bool:
            return is_so() or self._error is not None or monotonic() >= self._deadline

        done = False
        while not done:
            self._options.tick()  # without the lock: it may write to a database
            with self._changed:
                done = self._changed.wait_for(is_over, min(TICK, max(0.0, self._deadline - monotonic())))
        with self._changed:
            if self._error is None and not is_so():
                self._error = _too_slow(self._seconds)
            if self._error is not None:
                raise self._error

    def expect(self, requests: int, *, is_all: bool = False) -> None:
        """So many more requests are needed. ``is_all``: no others will be, as far as can be known now."""
        with self._changed:
            self._needed += requests
            self._is_all_known = self._is_all_known or is_all
            if self._is_all_known:
                self._progress.requests_needed(self._needed)
            self._seconds += requests * max(self._options.timeout, 1.0)
            self._deadline += requests * max(self._options.timeout, 1.0)
            self._changed.notify_all()

    def get(self, path: str, params: dict[str, str], decode: Decode[T], received: Received | None = None) -> T:
        """What ``decode`` makes of the answer, asking again where that may help. For jobs.

        ``received`` is told of each piece of the body that has come.
        """
        deadline = min(self._deadline, monotonic() + self._options.time_budget)
        attempt = 0
        try:
            while True:
                attempt += 1
                try:
                    return self._ask(path, params, decode, received, attempt, deadline)
                except QuoError as error:
                    failure = error
                wait = wait_before_retry(failure, attempt, deadline - monotonic())
                if isinstance(failure, RateLimited):
                    self._pace.slow_down(wait)
                self._over.wait(wait)
        finally:
            self._progress.request_ended()

    def _ask(
        self,
        path: str,
        params: dict[str, str],
        decode: Decode[T],
        received: Received | None,
        attempt: int,
        deadline: float,
    ) -> T:
        def check(size: int, total: int | None) -> None:
            if self._over.is_set() or monotonic() > deadline:
                raise _too_slow(self._options.time_budget)
            if received is not None:
                received(size, total)

        with self._pace.slot(self._over):
            remaining = deadline - monotonic()
            if self._over.is_set() or remaining <= 0:
                raise _too_slow(self._options.time_budget)
            timeout = min(self._options.timeout, remaining)
            answer = self._transport.get(path, params, timeout=timeout, attempt=attempt, received=check)
        if answer.status != 200:
            raise refusal(answer.status, answer.headers, answer.body, self._generation, self._auth.hide)
        with self._changed:
            self.size += len(answer.body)
        return decode(answer.body, clean=self._auth.hide)

    def _work(self) -> None:
        while (pending := self._jobs.get()) is not None and not self._over.is_set():
            try:
                pending.run()
            except BaseException as error:
                self.end(error)
            with self._changed:
                self._changed.notify_all()


def _too_slow(seconds: float) -> TryLater:
    return TryLater(f"Quo's answer was not complete within {seconds:g} seconds.", worth_retrying=False)
