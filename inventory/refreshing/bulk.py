"""Insert many rows at once. Creating a model instance for each would take most of the time of a first import."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 1000
Row = dict[str, Any]  # a value for each field that is written, by its name; the same ones in every row


def insert(
    model: type[models.Model], rows: Iterable[Row], unique: Sequence[str] = (), update: Sequence[str] = ()
) -> None:
    """Insert the rows. With `unique`, rows that exist already get new values for the fields in `update`."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        fields = [model._meta.get_field(name) for name in batch[0]]
        prepare = {field.name: _preparing(field) for field in fields if isinstance(field, PREPARED)}
        for row in batch:
            row.update({name: to_database(row[name]) for name, to_database in prepare.items()})
        with connection.cursor() as cursor:
            cursor.executemany(_statement(model, fields, unique, update), [list(row.values()) for row in batch])


# Values that a database may need in another form than Python's. Texts and integers go in as they are.
PREPARED = (models.DateTimeField, models.BinaryField, models.BooleanField)


def _preparing(field: Any) -> Callable[[Any], Any]:
    """Converts a value for the database. Cached, since most rows have the same times in several columns."""
    return lru_cache(maxsize=BATCH)(lambda value: field.get_db_prep_save(value, connection))


def _statement(model: type[models.Model], fields: list[Any], unique: Sequence[str], update: Sequence[str]) -> str:
    def names(some: Iterable[Any]) -> str:
        return ", ".join(connection.ops.quote_name(field.column) for field in some)

    def named(some: Sequence[str]) -> list[Any]:
        return [model._meta.get_field(name) for name in some]

    # Only names of our own tables and columns are put into the text; every value is a parameter.
    table, places = connection.ops.quote_name(model._meta.db_table), ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({names(fields)}) VALUES ({places})"  # noqa: S608
    if unique:
        renewed = ", ".join(f"{names([field])} = excluded.{names([field])}" for field in named(update))
        statement += f" ON CONFLICT ({names(named(unique))}) DO UPDATE SET {renewed}"
    return statement
