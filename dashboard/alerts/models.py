"""Rules, and the outbox of what they send. No row holds an address: a rule names its channel."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone

from dashboard.alerts.events import Event, Rhythm
from inventory.choices import Choices
from inventory.models import Refresh

MANAGE = "alerts.manage_rules"  # the permission to add and change rules, to send tests and to send again
ME = "me"  # the channel of rules that go to their subscribers only
LATELY = timedelta(days=7)
DELAYED_AFTER = 3  # attempts that failed, the last of them some minutes after the first
OVERDUE = timedelta(minutes=10)  # workers look every second
LONGEST_PAUSE = timedelta(hours=8)  # between two attempts


class Rule(models.Model):
    """What is told to whom, and when."""

    name = models.CharField(max_length=80)
    events = models.JSONField(default=list)  # values of Event
    query = models.TextField(blank=True)  # of the list of numbers: only about these. Users and refreshes have no filter
    channel = models.CharField(max_length=60, default=ME)
    rhythm = models.CharField(max_length=12, choices=Rhythm.options, default=Rhythm.IMMEDIATELY)
    hour = models.PositiveSmallIntegerField(default=8)  # of a digest, in the time zone
    time_zone = models.CharField(max_length=64, blank=True)  # "" for the site's
    enabled = models.BooleanField(default=True)
    # Accounts that get it by mail as well
    subscribers = models.ManyToManyField(User, blank=True, related_name="+")

    # What it has decided on: the changes up to an id, the states that it has told of (by event, keys with a state), and
    # when. While it is paused they stay as they are.
    cursor = models.BigIntegerField(default=0)
    known_states = models.JSONField(default=dict, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        default_permissions = ()
        permissions: ClassVar = [("manage_rules", "Can add and change alert rules, and send again")]

    def __str__(self) -> str:
        return self.name

    @property
    def chosen_events(self) -> list[Event]:
        return [event for event in Event if event.value in self.events]

    @property
    def zone(self) -> str:
        return self.time_zone or settings.TIME_ZONE


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(state=Delivery.State.WAITING)

    def failed(self) -> Self:
        return self.filter(state=Delivery.State.FAILED)

    def failed_lately(self) -> Self:
        """Those of the last week, which pages say."""
        return self.failed().filter(ended_at__gte=timezone.now() - LATELY)

    def due(self, now: datetime) -> Self:
        """Those to attempt now. A time that is too far ahead is of a clock that went back."""
        return self.filter(Q(next_attempt_at__lte=now) | Q(next_attempt_at__gt=now + 2 * LONGEST_PAUSE))

    def channels_due(self, now: datetime) -> list[str]:
        return list(self.waiting().due(now).order_by().values_list("channel", flat=True).distinct())

    def nobody_sends(self) -> bool:
        """Whether some are due for long, and none was attempted lately: in a slow channel they wait for each other."""
        now = timezone.now()
        if not self.waiting().filter(next_attempt_at__lt=now - OVERDUE).exists():
            return False
        lately = Q(ended_at__gt=now - OVERDUE) | Q(ended_at=None, attempts__gt=0, next_attempt_at__gt=now)
        return not self.filter(lately).exists()

    def delayed(self) -> Self:
        """Those that several attempts could not send."""
        return self.waiting().filter(attempts__gte=DELAYED_AFTER)


class Delivery(models.Model):
    """A message on its way to one receiver, as it was decided on."""

    class State(Choices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # what receivers know it by, the same on every attempt
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="deliveries")
    refresh = models.ForeignKey(Refresh, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=60)
    account = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")  # of ME
    receiver = models.CharField(max_length=16, blank=True)  # of a channel with several: a digest of the address

    subject = models.TextField()
    text = models.TextField()
    html = models.TextField()
    data = models.JSONField()

    state = models.CharField(max_length=8, choices=State.options, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.TextField(blank=True)  # of the last attempt, in words
    decided_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)  # when it was sent, or failed for good

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "deliveries"
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["rule", "-id"], name="delivery_of_rule"),
            models.Index(fields=["state", "channel", "id"], name="delivery_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"

    @property
    def to(self) -> str:
        """Where it goes, in words."""
        return str(self.account) if self.account else self.channel
