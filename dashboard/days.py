"""Days as the pages show them: from midnight to midnight, in the displayed time zone."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

# Midnights outside these days may not be representable in UTC.
FIRST, LAST = date(2, 1, 1), date(9998, 12, 31)


def start_of(day: date) -> datetime:
    """The first moment of a day."""
    return timezone.make_aware(datetime.combine(min(max(day, FIRST), LAST), time.min))


def day_heading(day: date) -> str:
    """A day as a heading: "Today", "Yesterday", "Thursday, March 5", with the year where it is another one."""
    today = timezone.localdate()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return f"{day:%A, %B} {day.day}" + (f", {day.year}" if day.year != today.year else "")


class SinceFilter(django_filters.DateFilter):
    """From the start of a day. It compares times, not dates, so that an index can serve it."""

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        return qs.filter(at__gte=start_of(value)) if value else qs


class UntilFilter(django_filters.DateFilter):
    """Up to the end of a day."""

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        return qs.filter(at__lt=start_of(min(value, LAST) + timedelta(days=1))) if value else qs
