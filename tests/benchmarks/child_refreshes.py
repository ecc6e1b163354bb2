"""A child: imports and refreshes in one database, and their floors, each when it is asked for.

python -m tests.benchmarks.child_refreshes API CHANGED_API
"""

import gc
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from inventory.choices import ChangeKind, State  # noqa: E402
from inventory.models import Assignment, Change, PhoneNumber, Refresh, WorkspaceUser  # noqa: E402
from inventory.refreshing.request import request_refresh  # noqa: E402
from inventory.refreshing.run import run_all  # noqa: E402
from tests.benchmarks.alerting import decided  # noqa: E402
from tests.benchmarks.child_floor import floor  # noqa: E402
from tests.benchmarks.conversation import converse  # noqa: E402
from tests.benchmarks.memory import MOST, memory  # noqa: E402

TABLES: tuple[type[models.Model], ...] = (WorkspaceUser, PhoneNumber, Assignment, Change)


def timed(work: Callable[[], object]) -> dict[str, Any]:
    """Seconds for this work, and the most memory that this process ever had, in bytes."""
    gc.collect()
    started = time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - started, "peak": memory("self", MOST)}


def refresh(api: str) -> None:
    """One refresh of the numbers, the whole way in."""
    settings.QUO_API_URL = api
    done = request_refresh("workspace", requested_by_name="benchmark")
    run_all(people=False)
    done.refresh_from_db()
    if done.state != State.SUCCEEDED:
        raise RuntimeError(done.summary)


def first_import(api: str) -> dict[str, Any]:
    clear(Refresh, *TABLES)
    return timed(lambda: refresh(api))


def bulk_create() -> dict[str, Any]:
    """Django's bulk_create of the rows that are there."""
    rows = [list(table._default_manager.all()) for table in TABLES]
    clear(*TABLES)

    def create() -> None:
        with transaction.atomic():
            for table, some in zip(TABLES, rows, strict=True):
                table._default_manager.bulk_create(some, batch_size=1000)

    return timed(create)


def clear(*tables: type[models.Model]) -> None:
    """Delete all rows, of the last table first. On PostgreSQL by TRUNCATE: what DELETE leaves in the tables would slow
    the next import down.
    """
    names = [table._meta.db_table for table in reversed(tables)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
        else:
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own tables


def month() -> None:
    """A third of the numbers was renamed within the last month: lists of changes are not those of a first day."""
    last, now = Refresh.objects.latest("pk"), timezone.now()
    numbers = PhoneNumber.objects.order_by("pk").values_list("pk", "name")[::3]
    step = timedelta(days=30) / len(numbers)
    renamed = (
        Change(
            refresh=last, at=now - step * place, kind=ChangeKind.NUMBER_CHANGED, number_id=pk, field="name", new=name
        )
        for place, (pk, name) in enumerate(numbers)
    )
    Change.objects.bulk_create(renamed, batch_size=1000)


def settle() -> None:
    """As PostgreSQL's autovacuum would within a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def main(api: str, changed_api: str) -> None:
    converse(
        {
            "month": month,
            "settle": settle,
            "first import": lambda: first_import(api),
            "bulk_create": bulk_create,
            "people": lambda: timed(lambda: run_all(people=True)),
            "floor": lambda: timed(lambda: floor(api)),
            "unchanged": lambda: timed(lambda: refresh(api)),
            "changed": lambda: timed(lambda: refresh(changed_api)),
            "alerts": lambda: decided(timed),
        }
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
