"""`manage.py copy_database sqlite:///db.sqlite3`: copies another database into this one, such as SQLite to PostgreSQL.

Rows keep their keys, and no signal is sent: the audit log stays as it was. All of it is copied, or nothing.
"""

from itertools import islice
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from dashboard.env import database_at
from inventory.models import Refresh

BATCH = 1000  # rows
SOURCE = "source"


class Command(BaseCommand):
    help = "Copies accounts, roles, audit log, numbers, history and views of another database into this new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="as DATABASE_URL names it: sqlite:///db.sqlite3")

    def handle(self, *, source: str, **_: Any) -> None:
        try:
            description = database_at(source)
        except ValueError:
            raise CommandError("The source takes the form of DATABASE_URL, such as sqlite:///db.sqlite3.") from None
        if "sqlite" in description["ENGINE"]:
            description["NAME"] = settings.BASE_DIR / description["NAME"]
            if not description["NAME"].is_file():
                raise CommandError(f"There is no database {description['NAME']}.")
        connections.databases[SOURCE] = connections.configure_settings({"default": {}, SOURCE: description})[SOURCE]
        try:
            copied = self.copy()
        except DatabaseError as error:
            raise CommandError(f"Nothing was copied: {error}") from error
        finally:
            connections[SOURCE].close()
        self.stdout.write(f"Copied {copied} rows.")

    def copy(self) -> int:
        here, there = (MigrationRecorder(each).applied_migrations() for each in (connection, connections[SOURCE]))
        if here.keys() != there.keys():
            raise CommandError("The two databases differ in their migrations: run manage.py migrate on both.")
        if User.objects.exists() or Refresh.objects.exists():
            raise CommandError("This database is in use. Copy into one that manage.py migrate has just made.")
        models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
        with transaction.atomic(), transaction.atomic(using=SOURCE):
            tables = [model._meta.db_table for model in models]  # migrate has written roles and permissions
            connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, allow_cascade=True))
            copied = sum(map(copy_rows, models))
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), models):
                    cursor.execute(statement)
        return copied


def copy_rows(model: type[Model]) -> int:
    for field in model._meta.local_concrete_fields:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            field.auto_now = field.auto_now_add = False  # type: ignore[attr-defined]  # times stay; this process ends
    rows = model._base_manager.using(SOURCE).order_by("pk").iterator(BATCH)
    count = 0
    while some := list(islice(rows, BATCH)):
        count += len(model._base_manager.using("default").bulk_create(some))
    return count
