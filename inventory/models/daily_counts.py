"""How many numbers there were, day by day."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from inventory.choices import RESTRICTIONS, Kind, Porting
from inventory.models.fields import KeyField
from inventory.quo.records import MAX_ID

COUNTED = ("numbers", "unassigned", *(restriction.column for restriction in RESTRICTIONS), "stalled")

UNDER_WAY = Q(porting_status__in=Porting.UNDER_WAY.words)
# Its own first: those of the same names as columns hide these
SUMS = {"under_way": Sum("numbers", filter=UNDER_WAY, default=0)} | {name: Sum(name) for name in COUNTED}


def day_of(moment: datetime) -> date:
    """The day under which a moment is filed: in the server's time zone, whoever looks."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def end_of(day: date) -> datetime:
    """The first moment after a day, in the server's time zone."""
    return datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())


class DailyCountQuerySet(models.QuerySet["DailyCount"]):
    def between(self, first: date, last: date) -> Self:
        return self.filter(day__gte=first, day__lte=last)

    def per(self, *columns: str, sums: Iterable[str] = SUMS) -> Any:
        """Sums of each day, and of each value of these columns in it, by day. All of them take their time."""
        summed = {name: SUMS[name] for name in sums}
        return self.order_by("day", *columns).values("day", *columns).annotate(**summed)


class DailyCount(models.Model):
    """How many current numbers of a country, kind and porting status there were after the last refresh of a day.

    A day on which no refresh of the workspace succeeded, and nothing changed, has none. Where there was no number at
    all, there is one row of zeros.
    """

    day = models.DateField()  # day_of the refresh
    country = KeyField(max_length=8, blank=True)
    kind = KeyField(max_length=16, choices=Kind.options)
    porting_status = KeyField(max_length=MAX_ID, blank=True)
    numbers = models.PositiveIntegerField(default=0)
    unassigned = models.PositiveIntegerField(default=0)
    calling_us = models.PositiveIntegerField(default=0)  # those that are restricted, and so on
    calling_ca = models.PositiveIntegerField(default=0)
    calling_intl = models.PositiveIntegerField(default=0)
    messaging_us = models.PositiveIntegerField(default=0)
    messaging_ca = models.PositiveIntegerField(default=0)
    messaging_intl = models.PositiveIntegerField(default=0)
    stalled = models.PositiveIntegerField(default=0)  # ports that were, by the end of the day

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "country", "kind", "porting_status"], name="one_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.numbers} {self.country} {self.kind} {self.porting_status}".strip()
