"""Whether this installation can do its work: the database answers, its tables are the code's, a worker is there."""

import logging

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

from inventory.database import reason
from inventory.models import Worker

log = logging.getLogger("dashboard.readiness")


def obstacles() -> list[str]:
    """What stands in the way, in words. Empty where nothing does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations are missing: run manage.py migrate"]
        return _static_files() + _worker()
    except (DatabaseError, InterfaceError) as error:
        log.warning("the database does not answer: %s", reason(error))
        return ["the database does not answer"]


def _static_files() -> list[str]:
    """What this process knows of them, since it reads the list of them once, at its start."""
    if getattr(staticfiles_storage, "hashed_files", None) == {}:
        return ["static files are missing: run manage.py collectstatic, then restart the site"]
    return []


def _worker() -> list[str]:
    if settings.TASKS_MODE != "database":
        return []
    if not Worker.objects.alive().exists():
        return ["no worker gives a sign of life: run manage.py db_worker"]
    return []
