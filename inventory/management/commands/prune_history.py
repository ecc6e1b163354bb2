"""`manage.py prune_history`: deletes old refreshes and their changes, so that the tables stay bounded."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Max
from django.utils import timezone

from inventory.choices import State
from inventory.models import Change, Refresh, RejectedRecord

BATCH = 500


class Command(BaseCommand):
    help = (
        "Deletes refreshes that ended more than DAYS days ago, with their changes and rejected records. "
        "Numbers and users are kept, also removed ones. So are, whatever their age, the latest successful refresh "
        "of each scope and target, and refreshes with held removals."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than", type=days, required=True, metavar="DAYS", help="age in days, from 1 to 36500"
        )

    def handle(self, *, older_than: int, **options: Any) -> None:
        before = timezone.now() - timedelta(days=older_than)
        latest = Refresh.objects.filter(state=State.SUCCEEDED).values("scope", "target").annotate(last=Max("pk"))
        old = (
            Refresh.objects.ended()
            .filter(finished_at__lt=before)
            .exclude(pk__in=latest.values("last"))
            .exclude(pk__in=Refresh.objects.waiting_for_decision().values("pk"))
        )
        refreshes = changes = 0
        while ids := list(old.values_list("pk", flat=True)[:BATCH]):
            changes += Change.objects.filter(refresh__in=ids).delete()[0]
            RejectedRecord.objects.filter(refresh__in=ids).delete()
            refreshes += Refresh.objects.filter(pk__in=ids).delete()[0]
        self.stdout.write(f"{refreshes:,} refreshes and {changes:,} changes older than {older_than} days deleted")


def days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 36500:
        raise ArgumentTypeError(f"{text!r} is not a number of days from 1 to 36500")
    return int(text)
