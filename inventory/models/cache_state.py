"""The one row that says how current the cache is."""

import uuid

from django.db import models


class CacheState(models.Model):
    """The state of the cache, in one row: what pages and statistics need to know of it without counting.

    Written in the transaction that changes the cache (inventory.refreshing.verification), read by inventory.freshness.
    """

    NEVER_WRITTEN = uuid.UUID(int=0)

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # Another one whenever numbers, users or assignments have changed: what is kept of them is kept under it
    version = models.UUIDField(default=NEVER_WRITTEN)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # when an answer last confirmed the whole workspace
    numbers = models.PositiveIntegerField(default=0)  # current ones
    unverified = models.PositiveIntegerField(default=0)  # those of them that no answer has confirmed since then

    def __str__(self) -> str:
        return f"{self.numbers - self.unverified} of {self.numbers} numbers confirmed at {self.confirmed_at}"
