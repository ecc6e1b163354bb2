"""The history: what a refresh is about to replace is kept, with the period in which it was so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from inventory.models import PAST
from inventory.refreshing.snapshot import chunks


def keep(model: type[models.Model], keys: Iterable[Any], now: datetime) -> None:
    """Copies the rows with these keys, as they are, into the history: until now. Call this before they are changed.

    What began now is not kept: it is part of the same transaction, and nobody has seen it.
    """
    quote: Any = connection.ops.quote_name
    past = PAST[model]
    shared = [field.column for field in past._meta.local_concrete_fields if field.name not in ("period", "until")]
    names = ", ".join(map(quote, shared))
    moment = past._meta.get_field("until").get_db_prep_save(now, connection)
    with connection.cursor() as cursor:
        for some in chunks(keys):
            cursor.execute(
                f"INSERT INTO {quote(past._meta.db_table)} ({names}, until) "  # noqa: S608 - the names are our models'
                f"SELECT {names}, %s FROM {quote(model._meta.db_table)} "
                f"WHERE id IN ({', '.join(['%s'] * len(some))}) AND since < %s",
                [moment, *some, moment],
            )
