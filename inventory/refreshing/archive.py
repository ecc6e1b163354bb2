"""What is kept of the past, in the transaction that ends it: what a refresh is about to replace, with the period in
which it was so, and how many numbers there are at the end of each day.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, Q

from inventory.choices import RESTRICTIONS, Kind, orders_of_restricted
from inventory.models import PAST, DailyCount, PhoneNumber
from inventory.models.daily_counts import COUNTED, day_of, end_of
from inventory.models.numbers import stalled_port
from inventory.refreshing.bulk import insert
from inventory.refreshing.snapshot import chunks

BY = ("country", "kind", "porting_status")


def archive(model: type[models.Model], keys: Iterable[Any], now: datetime) -> None:
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


def record_day(now: datetime, *, changed: bool, complete: bool) -> None:
    """Count the numbers anew for the day of `now`. A day begins with a change, or with the first answer of the whole
    workspace; later ones that change nothing cost a look whether it has begun.
    """
    day = day_of(now)
    counted = DailyCount.objects.filter(day=day)
    if not changed and (not complete or counted.exists()):
        return
    counted.delete()
    with connection.cursor() as cursor:
        cursor.execute(*_statement(end_of(day) - timedelta(days=settings.QUO_PORT_STALLED_AFTER)))
        rows = cursor.fetchall() or [("", Kind.UNKNOWN.value, "", *[0] * len(COUNTED))]
    insert(DailyCount, ({"day": day, **dict(zip((*BY, *COUNTED), row, strict=True))} for row in rows))


@lru_cache(maxsize=1)
def _statement(stalled_before: datetime) -> tuple[str, Any]:
    """What counts, as SQL and its parameters: to compile it takes 2 of the 3 ms that 500 numbers would take. It names
    only columns of the index `number_by_counted`: of 100,000 numbers, reading the rows themselves takes a second.
    """
    conditions = {each.column: Q(**{f"{each.use}_order__in": orders_of_restricted(each)}) for each in RESTRICTIONS}
    conditions |= {"unassigned": Q(sort_people=None), "stalled": stalled_port(stalled_before)}
    counts = {name: Count("kind", filter=conditions.get(name)) for name in COUNTED}  # never NULL
    rows = PhoneNumber.objects.current().order_by().values_list(*BY).annotate(**counts)
    return rows.query.sql_with_params()
