"""What the overview keeps: attention items that somebody snoozed."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

SNOOZE = "overview.snooze_attention"  # the permission to snooze and to wake
NOTE_LENGTH = 500


class Snooze(models.Model):
    """Somebody hid an attention item for everybody: until a time, or until what it is about changes."""

    item = models.CharField(max_length=60, unique=True)  # the item's key
    until = models.DateTimeField(null=True, blank=True)  # None: until it changes
    about = models.CharField(max_length=64, blank=True)  # where it waits for a change: a fingerprint of what there was
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    by = models.CharField(max_length=150)  # the account's name as it was then
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("snooze_attention", "Can snooze and wake attention items")]

    def __str__(self) -> str:
        return f"{self.item}, snoozed by {self.by}"
