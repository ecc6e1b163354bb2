"""Reading the past: within `at`, the tables of numbers, assignments, users and changes are as they were at a moment.

Every query that names one of them is given a WITH of the same name, which hides it: the rows of today that are so since
then, and those of the history whose period the moment is in. So each filter, order, count and export works over
the past as it does over today. Both databases push conditions and orders down into such a union.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from inventory.models import PAST, Change
from inventory.models.history import ONLY_TODAY, Past
from inventory.runtime import moments

T = TypeVar("T")
# Changes have no period: they are there from the time on when they were seen
BOTH: dict[type[Model], type[Past] | None] = {**PAST, Change: None}
TABLES = {model._meta.db_table: (model, past) for model, past in BOTH.items()}
NAMES = re.compile(rf"\b({'|'.join(TABLES)})\b")


class NotInThePast(Exception):
    """A statement that does more than to read the past."""


@contextmanager
def at(moment: datetime | None) -> Iterator[None]:
    """Within it, this thread's queries read what was known at the moment. None: today's rows."""

    def read(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if moment is None or moments.shown.get() is not moment:  # within another `at`
            return execute(sql, params, many, context)
        return execute(_hiding(sql, moment), params, many, context)

    token = moments.shown.set(moment)
    try:
        with connection.execute_wrapper(read) if moment else nullcontext():
            yield
    finally:
        moments.shown.reset(token)


def streamed(rows: Iterable[T]) -> Iterator[T]:
    """The rows, each read as of the moment that is shown now: what is streamed is read when the view has ended."""
    return _each_at(moments.shown.get(), iter(rows))


def _each_at(moment: datetime | None, rest: Iterator[T]) -> Iterator[T]:
    while True:
        with at(moment):
            try:
                row = next(rest)
            except StopIteration:
                return
        yield row


def _hiding(sql: str, moment: datetime) -> str:
    named = tuple(sorted(set(NAMES.findall(sql))))
    if not named:
        return sql
    if not sql.startswith("SELECT "):
        raise NotInThePast(sql[:200])
    # A text of our own making: as a parameter it would have to come before those of the query.
    literal = str(connection.ops.adapt_datetimefield_value(moment))
    return _tables(named, connection.vendor).replace("%moment", f"'{literal}'") + sql


@lru_cache
def _tables(named: tuple[str, ...], vendor: str) -> str:
    return f"WITH {', '.join(_table(name, vendor) for name in named)} "


def _table(name: str, vendor: str) -> str:
    """The two halves have the same columns of the same types, or neither database would take them apart again."""
    quote: Any = connection.ops.quote_name
    model, past = TABLES[name]
    fields = model._meta.local_concrete_fields
    names = ", ".join(quote(field.column) for field in fields)
    columns = ", ".join(
        f"CAST(NULL AS {field.db_type(connection)}) AS {quote(field.column)}"
        if field.name in ONLY_TODAY
        else quote(field.column)
        for field in fields
    )
    today = f"main.{quote(name)}" if vendor == "sqlite" else quote(name)  # which a WITH's own name does not hide there
    earlier = quote(past._meta.db_table) if past else ""
    if past is None:
        rows = f"SELECT {columns} FROM {today} WHERE at <= %moment"  # noqa: S608 - the names are our models'
    elif vendor == "sqlite":
        rows = (
            f"SELECT {columns} FROM {today} WHERE since <= %moment "  # noqa: S608
            f"UNION ALL SELECT {columns} FROM {earlier} WHERE since <= %moment AND until > %moment"
        )
    else:  # which uses no index for the order of a union whose halves have conditions
        rows = (
            f"SELECT {names} FROM (SELECT {columns}, CAST('infinity' AS timestamptz) AS until FROM {today} "  # noqa: S608
            f"UNION ALL SELECT {columns}, until FROM {earlier}) AS periods WHERE since <= %moment AND until > %moment"
        )
    return f"{quote(name)} AS NOT MATERIALIZED ({rows})"
