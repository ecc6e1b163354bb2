"""The one row that says how current the cache is."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models


class CacheState(models.Model):
    """The state of the cache, in one row: what pages and statistics need to know of it without counting.

    Written in the transaction that changes the cache (inventory.refreshing.bookkeeping), read by
    inventory.reports.freshness.
    What Quo says of the workspace itself stands here too, so that the name on every page takes no other query. Only
    2026-03-30 says it; where an answer has none, it stays as it was.
    """

    NEVER_WRITTEN = uuid.UUID(int=0)

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # Another one whenever numbers, users or assignments have changed: what is kept of them is kept under it
    version = models.UUIDField(default=NEVER_WRITTEN)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # when an answer last confirmed the whole workspace
    people_confirmed_at = models.DateTimeField(null=True, blank=True)  # when the complete list of users last did
    written_at = models.DateTimeField(null=True, blank=True)  # by a refresh or a decision, the last time
    known_since = models.DateTimeField(null=True, blank=True)  # as far back as the history reaches
    numbers = models.PositiveIntegerField(default=0)  # current ones
    unverified = models.PositiveIntegerField(default=0)  # those of them that no answer has confirmed since then

    workspace_name = models.TextField(blank=True)
    subscription_status = models.TextField(blank=True)  # active, expired
    # The registration without which carriers block messages to the US (A2P 10DLC): since when it has this status, and
    # the reasons that Quo gives for it
    a2p_status = models.TextField(blank=True)
    a2p_since = models.DateTimeField(null=True, blank=True)
    a2p_reasons = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.numbers - self.unverified} of {self.numbers} numbers confirmed at {self.confirmed_at}"

    @classmethod
    def locked(cls) -> Self:
        """The row, locked until the transaction ends: whoever writes the cache takes it first."""
        return cls.objects.select_for_update().get_or_create()[0]

    def next_moment(self, now: datetime) -> datetime:
        """The time of what is written now. Later than all before it, so that periods keep their order though a clock
        jumped back, or two refreshes came at once. The row is locked.
        """
        return max(now, self.written_at + timedelta(microseconds=1)) if self.written_at else now

    @property
    def is_expired(self) -> bool:
        return self.subscription_status.strip().lower() == "expired"

    @property
    def a2p_label(self) -> str:
        return self.a2p_status.replace("-", " ").replace("_", " ").strip()
