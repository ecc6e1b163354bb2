"""Many rows at once. A model's instance for each row would be most of the time of a first import."""

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
    """Inserts the rows. With `unique`, those that are there already get new values for the fields in `update`."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        fields = [model._meta.get_field(name) for name in batch[0]]
        prepare = {field.name: _preparing(field) for field in fields if isinstance(field, PREPARED)}
        for row in batch:
            row.update({name: to_database(row[name]) for name, to_database in prepare.items()})
        values = [list(row.values()) for row in batch]
        if connection.vendor == "postgresql" and len(batch) == BATCH:
            _copy(model, fields, values, unique, update)
        else:
            _insert(model, fields, values, unique, update)


# What a database may want in another form than Python's. Texts and whole numbers go in as they are.
PREPARED = (models.DateField, models.BinaryField, models.BooleanField)


def _preparing(field: Any) -> Callable[[Any], Any]:
    """Most rows have the same times in several columns, so each is put into the database's form once."""
    return lru_cache(maxsize=BATCH)(lambda value: field.get_db_prep_save(value, connection))


# Only names of our own models go into the statements; every value is a parameter, or copied.


def _insert(
    model: type[models.Model], fields: list[Any], values: list[list[Any]], unique: Sequence[str], update: Sequence[str]
) -> None:
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_table(model)} ({_names(fields)}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement + _or_update(model, unique, update), values)


def _copy(
    model: type[models.Model], fields: list[Any], values: list[list[Any]], unique: Sequence[str], update: Sequence[str]
) -> None:
    """PostgreSQL's own way for many rows. COPY knows no conflicts, so that rows go by way of a temporary table."""
    table, names = _table(model), _names(fields)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")  # noqa: S608
        with cursor.copy(f"COPY incoming ({names}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
        statement = f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming"  # noqa: S608
        cursor.execute(statement + _or_update(model, unique, update))
        cursor.execute("DROP TABLE incoming")


def _or_update(model: type[models.Model], unique: Sequence[str], update: Sequence[str]) -> str:
    if not unique:
        return ""
    keys = _names(model._meta.get_field(name) for name in unique)
    renewed = ", ".join(
        f"{name} = excluded.{name}" for name in (_names([model._meta.get_field(field)]) for field in update)
    )
    return f" ON CONFLICT ({keys}) DO UPDATE SET {renewed}"


def _names(fields: Iterable[Any]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
