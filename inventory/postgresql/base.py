"""Django's engine trusts a server to answer: where it is frozen, or its network is gone, a thread waits for ever.

Here connecting, the look at whether a kept connection still works, and every statement end in time. A thread keeps
its connection (CONN_MAX_AGE): there are never fewer than threads, and one that a restart has cut is noticed by the
next request and made anew. psycopg's pool waits for 1, 2, 4, … seconds between its attempts, and so long after the
server's return nobody gets a connection.
"""

import time
from collections.abc import Generator
from contextlib import suppress
from threading import Lock
from typing import Any, Self, TypeVar

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from psycopg.errors import ConnectionTimeout, QueryCanceled, _WaitTimeout

from inventory.database import all_within, seconds_for_a_statement, seconds_to_connect, until_the_deadline

Result = TypeVar("Result")
POLL = 0.05  # seconds between two looks at the time
CANCEL = 1.0  # seconds to tell the server that a statement is not waited for any more
PAUSE = 1.0  # seconds


class Silence:
    """Whether the server did not answer lately. Then one caller a second finds out, and all others fail at once.

    Otherwise each request would wait for its time-out, and the next ones for a thread. A server that refuses
    connections needs no such care: that answer is there at once.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._until: float | None = None

    def begins(self) -> None:
        with self._lock:
            self._until = time.monotonic() + PAUSE

    def ends(self) -> None:
        with self._lock:
            self._until = None

    def check(self) -> None:
        """Raises OperationalError where another one has found out just now, or is about to."""
        with self._lock:
            if self._until is None:
                return
            now = time.monotonic()
            if now < self._until:
                raise psycopg.OperationalError("the server did not answer a moment ago")
            self._until = now + PAUSE


silence = Silence()


class Connection(psycopg.Connection[Any]):
    is_silent = False

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Generator[Any, Any, Self]:
        return (yield from _within(seconds_to_connect(), super()._connect_gen(conninfo)))

    def wait(self, gen: Any, interval: float = POLL, timeout: float | None = None) -> Any:
        seconds = seconds_for_a_statement()
        try:
            return super().wait(gen, interval, seconds if timeout is None else timeout)
        except _WaitTimeout:
            self.is_silent = True
            left = until_the_deadline(CANCEL)
            if left and psycopg.capabilities.has_cancel_safe():
                with suppress(psycopg.Error):
                    self.cancel_safe(timeout=left)
            self.close()  # the answer may still come, and would be taken for that of the next statement
            raise QueryCanceled(f"no answer within {seconds:.3g} seconds") from None


def _within(seconds: float, steps: Generator[Any, Any, Result]) -> Generator[Any, Any, Result]:
    """The generator, ended after so many seconds. psycopg's own time-out for connecting is of two at least."""
    end = time.monotonic() + seconds
    ready = None
    try:
        while True:
            ready = yield steps.send(ready)
            if time.monotonic() >= end:
                steps.close()
                raise ConnectionTimeout(f"no connection within {seconds:.3g} seconds")
    except StopIteration as done:
        result: Result = done.value
        return result


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        self.isolation_level = IsolationLevel.READ_COMMITTED
        silence.check()
        try:
            connection = Connection.connect(**conn_params)
        except ConnectionTimeout:
            silence.begins()
            raise
        silence.ends()
        return connection

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        with all_within(seconds_to_connect()):
            usable: bool = super().is_usable()
        if self.connection.is_silent:
            silence.begins()
        return usable
