"""Whether this installation can do its work: the database answers, its tables are the code's, a worker is there."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from inventory.database import reason
from inventory.workers import last_seen

log = logging.getLogger("dashboard.readiness")

# A worker beats every 10 seconds. A minute leaves room for a machine that is busy.
SILENCE = timedelta(minutes=1)


def obstacles() -> list[str]:
    """What stands in the way, in words. Empty where nothing does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations are missing: run manage.py migrate"]
        return _worker()
    except (DatabaseError, InterfaceError) as error:
        log.warning("the database does not answer: %s", reason(error))
        return ["the database does not answer"]


def _worker() -> list[str]:
    if settings.TASKS_MODE != "database":
        return []
    seen = last_seen()
    if seen is None or timezone.now() - seen > SILENCE:
        return ["no worker gives a sign of life: run manage.py db_worker"]
    return []
