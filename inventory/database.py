"""How long the database may take, and which of its errors mean that it is away, busy or too slow."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import InterfaceError, OperationalError

_seconds: ContextVar[float | None] = ContextVar("seconds for a statement", default=None)
_deadline: ContextVar[float | None] = ContextVar("end of all waiting", default=None)
_serves_pages = False


def serve_pages() -> None:
    """From now on this process's statements are those of pages: nobody waits long for one."""
    global _serves_pages
    _serves_pages = True


@contextmanager
def long_statements() -> Iterator[None]:
    """For a refresh, which writes much, in whatever process it runs."""
    token = _seconds.set(settings.DATABASE_COMMAND_TIMEOUT)
    try:
        yield
    finally:
        _seconds.reset(token)


@contextmanager
def all_within(seconds: float) -> Iterator[None]:
    """Connecting and all statements in here end after so many seconds altogether."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_to_connect() -> float:
    return until_the_deadline(settings.DATABASE_CONNECT_TIMEOUT)


def seconds_for_a_statement() -> float:
    usual = settings.DATABASE_STATEMENT_TIMEOUT if _serves_pages else settings.DATABASE_COMMAND_TIMEOUT
    return until_the_deadline(_seconds.get() or usual)


def until_the_deadline(seconds: float) -> float:
    deadline = _deadline.get()
    return seconds if deadline is None else max(0.0, min(seconds, deadline - time.monotonic()))


def outage(error: BaseException | None) -> Exception | None:
    """The error that says that the database is away, busy or too slow: this one, or one that it came from."""
    while error is not None:
        if isinstance(error, InterfaceError) or (isinstance(error, OperationalError) and not _is_wrong_sql(error)):
            return error
        error = error.__cause__ or error.__context__
    return None


def _is_wrong_sql(error: OperationalError) -> bool:
    """SQLite calls also an unknown table or column an OperationalError."""
    return getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def reason(error: BaseException) -> str:
    """Why the database does not answer, in one line: refused, a wrong password, no such database. Holds no password."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words.removeprefix("connection failed: ")[:300]
