"""A child: fills a database, or measures refreshes and their floors in it. Prints JSON.

python -m tests.benchmarks.child_refreshes fill|imports|unchanged|peak API [CHANGED_API] [REPETITIONS]
"""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

import msgspec  # noqa: E402
import requests  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402

from inventory.choices import State  # noqa: E402
from inventory.models import Assignment, Change, PhoneNumber, Refresh, WorkspaceUser  # noqa: E402
from inventory.quo.records import RawRecord  # noqa: E402
from inventory.refreshing.request import request_refresh  # noqa: E402

TABLES: tuple[type[models.Model], ...] = (WorkspaceUser, PhoneNumber, Assignment, Change)


class List(msgspec.Struct):
    data: list[msgspec.Raw]


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def refresh(api: str) -> Refresh:
    """One refresh of everything, the whole way in."""
    settings.QUO_API_URL = api
    done = request_refresh("workspace", requested_by_name="benchmark")
    if done.state != State.SUCCEEDED:
        raise RuntimeError(done.summary)
    return done


def least(api: str) -> None:
    """The least that it takes to know that nothing changed: fetch, split, digest, one SELECT."""
    body = requests.get(f"{api}/v1/phone-numbers", timeout=60).content
    digests = {RawRecord.of(raw).digest for raw in msgspec.json.decode(body, type=List).data}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, digest FROM inventory_phonenumber WHERE removed_at IS NULL")
        known = {bytes(digest) for _, digest in cursor.fetchall()}
    if known != digests:
        raise RuntimeError("the cache does not hold what the answer says")


def fill(api: str, changed_api: str) -> dict[str, Any]:
    """The first import, and then some history."""
    call_command("migrate", verbosity=0)
    found = {"seconds": seconds(lambda: refresh(api)), "peak": peak()}
    for address in (changed_api, api):
        refresh(address)
    if connection.vendor == "postgresql":  # as autovacuum would within a minute
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return found


def imports(api: str, repetitions: int) -> dict[str, Any]:
    """First imports, and Django's bulk_create of the same rows, in turn."""
    call_command("migrate", verbosity=0)
    product, floor = [], []
    for _ in range(repetitions):
        product.append(seconds(lambda: refresh(api)))
        rows = [list(table._default_manager.all()) for table in TABLES]
        clear(but=(Refresh,))
        floor.append(seconds(lambda rows=rows: bulk_create(rows)))  # type: ignore[misc]
        clear()
    return {"product": product, "floor": floor}


def bulk_create(rows: list[list[Any]]) -> None:
    with transaction.atomic():
        for table, some in zip(TABLES, rows, strict=True):
            table._default_manager.bulk_create(some, batch_size=1000)


def clear(but: tuple[type[models.Model], ...] = ()) -> None:
    tables: list[type[models.Model]] = [*TABLES[::-1], Refresh]
    with connection.cursor() as cursor:
        for table in (table for table in tables if table not in but):
            cursor.execute(f"DELETE FROM {table._meta.db_table}")  # noqa: S608 - our own tables


def unchanged(api: str, changed_api: str, repetitions: int) -> dict[str, Any]:
    """Refreshes that find nothing new, their floor, and refreshes that find a hundred changes, in turn."""
    product, floor, changed = [], [], []
    for _ in range(repetitions):
        floor.append(seconds(lambda: least(api)))
        product.append(seconds(lambda: refresh(api)))
        changed.append(seconds(lambda: refresh(changed_api)))
        refresh(api)
    return {"product": product, "floor": floor, "changed": changed}


def peak() -> int:
    """The most memory that this process ever had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main(what: str, *arguments: str) -> dict[str, Any]:
    match what, arguments:
        case "fill", (api, changed_api):
            return fill(api, changed_api)
        case "imports", (api, repetitions):
            return imports(api, int(repetitions))
        case "unchanged", (api, changed_api, repetitions):
            return unchanged(api, changed_api, int(repetitions))
        case "peak", (api,):
            return {"seconds": seconds(lambda: refresh(api)), "peak": peak()}
    raise SystemExit(__doc__)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
