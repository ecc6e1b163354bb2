"""`manage.py prune_deliveries`: deletes old deliveries of alerts, so that the table stays bounded."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dashboard.alerts.models import Delivery
from inventory.management.commands.prune_history import days


class Command(BaseCommand):
    help = "Deletes deliveries of alerts that ended more than DAYS days ago. What waits is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than", type=days, required=True, metavar="DAYS")

    def handle(self, *, older_than: int, **_: Any) -> None:
        before = timezone.now() - timedelta(days=older_than)
        deleted, _all = Delivery.objects.filter(ended_at__lt=before).delete()
        self.stdout.write(f"{deleted:,} deliveries older than {older_than} days deleted")
