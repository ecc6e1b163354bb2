"""`manage.py prune_audit`: deletes old entries of the audit log. The only way to do so, and for the shell alone."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from dashboard.audit.models import AuditEntry
from dashboard.audit.record import Action, record
from inventory.management.commands.prune_history import days


class Command(BaseCommand):
    help = "Deletes audit entries that are more than DAYS days old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than", type=days, required=True, metavar="DAYS")

    def handle(self, *, older_than: int, **options: Any) -> None:
        before = timezone.now() - timedelta(days=older_than)
        with transaction.atomic():
            deleted, _ = AuditEntry.objects.filter(at__lt=before).delete()
            if deleted:
                record(None, Action.PRUNE, f"{deleted:,} older than {older_than} days")
        self.stdout.write(f"{deleted:,} audit entries older than {older_than} days deleted")
