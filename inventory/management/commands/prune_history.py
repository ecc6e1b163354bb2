"""`manage.py prune_history`: deletes old refreshes and their changes, so that the tables stay bounded."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Max, Q
from django.utils import timezone

from inventory.choices import ChangeKind, State
from inventory.models import PAST, CacheState, Change, Refresh, RejectedRecord

BATCH = 500
LATELY = 31  # days: the overview compares with what was so long ago
# Of any age: what somebody had who left, and the way of a port
NEEDED = Q(kind=ChangeKind.USER_UNASSIGNED, user__removed_at__isnull=False) | Q(field="porting_status")


class Command(BaseCommand):
    help = (
        "Deletes refreshes that ended more than DAYS days ago, with their changes and rejected records, and what was "
        "replaced before that: no page can show an earlier day any more. "
        "Numbers and users are kept, also removed ones, and the counts of each day. So are, whatever their age, the "
        "latest successful refresh of each scope and target, refreshes with held removals, and those that saw a port "
        "move, or somebody unassigned who has left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than",
            type=partial(days, least=LATELY),
            required=True,
            metavar="DAYS",
            help=f"age in days, from {LATELY} to 36500",
        )

    def handle(self, *, older_than: int, **options: Any) -> None:
        before = timezone.now() - timedelta(days=older_than)
        latest = Refresh.objects.filter(state=State.SUCCEEDED).values("scope", "target").annotate(last=Max("pk"))
        old = (
            Refresh.objects.ended()
            .filter(finished_at__lt=before)
            .exclude(pk__in=latest.values("last"))
            .exclude(pk__in=Refresh.objects.waiting_for_decision().values("pk"))
            .exclude(pk__in=Change.objects.filter(NEEDED).order_by().values("refresh"))
        )
        refreshes = changes = 0
        while ids := list(old.values_list("pk", flat=True)[:BATCH]):
            changes += Change.objects.filter(refresh__in=ids).delete()[0]
            RejectedRecord.objects.filter(refresh__in=ids).delete()
            refreshes += Refresh.objects.filter(pk__in=ids).delete()[0]
        states = forget(before)
        self.stdout.write(
            f"{refreshes:,} refreshes and {changes:,} changes older than {older_than} days deleted, "
            f"and {states:,} earlier states of numbers, assignments and users"
        )


def forget(before: datetime) -> int:
    """Deletes the states that ended by then: nothing can be shown as of an earlier time any more."""
    CacheState.objects.filter(known_since__lt=before).update(known_since=before)
    deleted = 0
    for past in PAST.values():
        ended = past._default_manager.filter(until__lte=before).order_by("pk").values_list("pk", flat=True)
        while ids := list(ended[:BATCH]):
            deleted += past._default_manager.filter(pk__in=ids).delete()[0]
    return deleted


def days(text: str, least: int = 1) -> int:
    if not text.isdigit() or not least <= int(text) <= 36500:
        raise ArgumentTypeError(f"{text!r} is not a number of days from {least} to 36500")
    return int(text)
