"""How long the database may take, and which of its errors mean that it is away, busy or too slow."""

import sqlite3
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

# As PostgreSQL calls them
UNDEFINED_TABLE, UNDEFINED_COLUMN = "42P01", "42703"
_serves_pages = False


def use_page_timeouts() -> None:
    """From now on this process's statements are those of pages: nobody waits long for one."""
    global _serves_pages
    _serves_pages = True


@receiver(connection_created)
def set_up(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Bounds the statements of a new connection to PostgreSQL, and has none compiled: for a search of several words
    that takes longer than to run it.

    Behind a pooler such as PgBouncer, which is known by naming another process than the server does, nothing may be
    kept in a session: the next statement may run in another one. The role's own time-out holds there.
    """
    if connection.vendor != "postgresql":
        return
    session = connection.connection
    (process,) = session.execute("SELECT pg_backend_pid()").fetchone()
    if process == session.info.backend_pid:
        session.execute(f"SET statement_timeout = {_milliseconds(_serves_pages)}; SET jit = off")
    else:
        connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = True


def allow_long_statements() -> None:
    """For the rest of a transaction, in a process that serves pages as well: a refresh writes much."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {_milliseconds(False)}")


def _milliseconds(of_a_page: bool) -> int:
    seconds = settings.DATABASE_STATEMENT_TIMEOUT if of_a_page else settings.DATABASE_COMMAND_TIMEOUT
    return int(seconds * 1000)


def try_to_connect() -> None:
    """Raises where the database takes no new connection. One that is kept would wait for a server that is frozen."""
    fresh = connection.copy()
    try:
        with fresh.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        fresh.close()


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


def is_not_migrated(error: BaseException | None) -> bool:
    """Whether a table or column is unknown to the database: it is older than this version, or empty."""
    while error is not None:
        unknown = getattr(error, "sqlstate", None) in (UNDEFINED_TABLE, UNDEFINED_COLUMN)
        if unknown or str(error).startswith(("no such table", "no such column")):
            return True
        error = error.__cause__ or error.__context__
    return False


def failure(error: Exception) -> str:
    """What a command says of a database that failed it: why, and what to do."""
    if is_not_migrated(error):
        return "The database lacks what this version needs. Run manage.py migrate."
    where = f": {connection.settings_dict['NAME']}" if connection.vendor == "sqlite" else ""
    return f"The database failed ({reason(error)}{where}). Check that it runs, can be written, and has room."


def reason(error: BaseException) -> str:
    """Why the database does not answer, in one line: refused, a wrong password, no such database. Holds no password."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words.removeprefix("connection failed: ")[:300]
