"""What the overview keeps: attention items that somebody snoozed, and notes on them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

SNOOZE = "overview.snooze_attention"  # the permission to snooze, to unsnooze and to leave notes
NOTE_LENGTH = 500


class Snooze(models.Model):
    """Somebody hid for everybody what an attention item is about: until a time, or until that changes."""

    item = models.CharField(max_length=60, unique=True)  # the item's key
    until = models.DateTimeField(null=True, blank=True)  # None: until it changes
    seen = models.JSONField(default=dict)  # the rows that it hides, as far as they are still there: ids with states
    status = models.TextField(blank=True)  # the state beside them
    by = models.CharField(max_length=150)  # the account's name as it was then
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("snooze_attention", "Can snooze and annotate attention items")]

    def __str__(self) -> str:
        return f"{self.item}, snoozed by {self.by}"


class Note(models.Model):
    """What somebody wrote about an attention item, for everybody. It goes when the item does."""

    item = models.CharField(max_length=60, unique=True)
    text = models.CharField(max_length=NOTE_LENGTH)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.item}, noted by {self.by}"
