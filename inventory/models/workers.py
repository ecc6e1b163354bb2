"""The processes that run queued refreshes (`manage.py db_worker`)."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from inventory.quo.records import MAX_ID

# A worker writes a heartbeat every 10 seconds. A minute leaves room for a machine that is busy.
SILENCE = timedelta(minutes=1)


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - SILENCE)

    def last_seen(self) -> datetime | None:
        """When any worker last wrote a heartbeat."""
        return self.order_by("-seen_at").values_list("seen_at", flat=True).first()


class Worker(models.Model):
    """A process that runs refreshes, and its last heartbeat."""

    name = models.CharField(primary_key=True, max_length=MAX_ID)
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
