"""Getting one answer off the wire within a time budget, whatever the other side does.

requests' read timeout starts anew with every byte, so a body or headers that drip one byte per second would
hold a refresh for hours. Here each wait on the socket also ends with the budget, or when the caller wants to stop.
"""

import io
import socket
from collections.abc import Callable
from contextvars import ContextVar
from http.client import HTTPResponse, IncompleteRead
from time import monotonic
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .connection_errors import FAILURES
from .error_responses import MAX_BODY
from .errors import BadAnswer, Cancelled, TryLater

Progress = Callable[[int, int | None], None]
"""Called with the bytes received so far (decompressed) and, when known, the bytes to expect."""

CHUNK = 2**16
LOOK_UP_EVERY = 0.25
"""Seconds after which a wait looks up to see whether it should stop."""
TELL_EVERY = 0.1
"""Seconds between two calls of progress."""


class Budget:
    """The seconds that one call may take in all: requests, bodies and the waits between them."""

    def __init__(
        self, seconds: float, clock: Callable[[], float], should_stop: Callable[[], bool] | None = None
    ) -> None:
        self.seconds = seconds
        self.should_stop = should_stop
        self._clock = clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        return self._end - self._clock()

    def check(self) -> None:
        """Raises Cancelled or TryLater when it is time to end."""
        if self.should_stop is not None and self.should_stop():
            raise Cancelled("The request to Quo was cancelled.")
        if self.remaining() <= 0:
            raise TryLater(f"Quo's answer was not complete within {self.seconds:g} seconds.", worth_retrying=False)


current_budget: ContextVar[Budget | None] = ContextVar("current_budget", default=None)
"""The budget of the request under way; the socket reader, deep inside urllib3, takes it from here."""


class Session(requests.Session):
    """A session that never follows a redirect and whose sockets keep to the current budget."""

    def __init__(self) -> None:
        super().__init__()
        self.mount("https://", BudgetedAdapter())
        self.mount("http://", BudgetedAdapter())

    def get_redirect_target(self, resp: requests.Response) -> None:
        # Even with allow_redirects=False, requests reads a redirect's whole body and parses its Location.
        return None


def read_body(response: requests.Response, budget: Budget, max_answer: int, progress: Progress | None) -> bytes:
    """The decompressed body, at most ``max_answer`` bytes; of an error, its first MiB.

    Raises BadAnswer over the bound, and whatever urllib3 raises when the body is cut short.
    """
    if response.status_code != 200:
        return _read_refusal(response)
    total = _expected_size(response)
    if total is not None and total > max_answer:
        raise _too_large(max_answer)
    told_at = monotonic()
    size = 0
    # BytesIO hands out its buffer without a copy; joining a list of chunks would need twice the memory.
    body = io.BytesIO()
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        budget.check()
        size += body.write(chunk)
        if size > max_answer:
            raise _too_large(max_answer)
        if progress is not None and monotonic() - told_at >= TELL_EVERY:
            progress(size, total)
            told_at = monotonic()
    if progress is not None:
        progress(size, total)
    return body.getvalue()


def _read_refusal(response: requests.Response) -> bytes:
    """What there is of an error's body, up to a MiB. The status alone already tells what to do."""
    body = b""
    try:
        while len(body) < MAX_BODY and (chunk := response.raw.read1(CHUNK, decode_content=True)):
            body += chunk
    except FAILURES:
        pass
    return body


def _expected_size(response: requests.Response) -> int | None:
    """Content-Length, if it counts the bytes that we are going to see."""
    length = response.headers.get("Content-Length", "")
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    plain = encoding in ("", "identity") and length.isascii() and length.isdigit() and len(length) < 16
    return int(length) if plain else None


def _too_large(max_answer: int) -> BadAnswer:
    return BadAnswer(f"Quo's answer is larger than {max_answer / 2**20:,.0f} MiB.", status=200)


# -- Sockets that keep to the budget


class BudgetedReader(io.RawIOBase):
    """Reads from a socket, waiting at most its timeout for the next byte and never longer than the budget."""

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self.at_end = False
        self._sock = sock
        self._budget = budget
        # The plain reader is only kept open: it makes the socket outlive the connection's own close().
        self._plain = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        timeout = self._sock.gettimeout()
        give_up_at = monotonic() + (timeout if timeout is not None else self._budget.seconds)
        try:
            while True:
                self._budget.check()
                patience = min(LOOK_UP_EVERY, self._budget.remaining(), give_up_at - monotonic())
                self._sock.settimeout(max(patience, 0.001))
                try:
                    size = self._sock.recv_into(buffer)
                    self.at_end = size == 0
                    return size
                except TimeoutError:
                    if monotonic() >= give_up_at:
                        raise
        finally:
            if self._sock.fileno() != -1:
                self._sock.settimeout(timeout)

    def close(self) -> None:
        if not self.closed:
            self._plain.close()
        super().close()


class BudgetedResponse(HTTPResponse):
    """http.client's response (headers and body), reading through a BudgetedReader."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._reader: BudgetedReader | None = None
        if budget := current_budget.get():
            self._reader = BudgetedReader(sock, budget)
            buffered: Any = io.BufferedReader(self._reader, buffer_size=CHUNK)
            self.fp.close()
            self.fp = buffered

    def begin(self) -> None:
        super().begin()
        # http.client takes headers that end in the middle for complete ones, and the body for an empty one.
        if self._reader is not None and self._reader.at_end:
            raise IncompleteRead(b"")


class BudgetedHTTPConnection(HTTPConnection):
    response_class = BudgetedResponse


class BudgetedHTTPSConnection(HTTPSConnection):
    response_class = BudgetedResponse


class BudgetedHTTPPool(HTTPConnectionPool):
    ConnectionCls = BudgetedHTTPConnection


class BudgetedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = BudgetedHTTPSConnection


class BudgetedAdapter(HTTPAdapter):
    """requests' adapter with the connections above, also through a proxy."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _use_budgeted_pools(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        _use_budgeted_pools(manager)
        return manager


def _use_budgeted_pools(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": BudgetedHTTPPool, "https": BudgetedHTTPSPool}
