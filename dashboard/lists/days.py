"""Days as the pages show them: from midnight to midnight, in the displayed time zone."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import cast

from django.forms import DateField
from django.utils import timezone

from dashboard.lists.query import DATE, Facet

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


def short_day(day: date) -> str:
    """A day in few words: "Mar 5", with the year where it is another one."""
    return f"{day:%b} {day.day}" + (f", {day.year}" if day.year != timezone.localdate().year else "")


def day_of(text: str) -> date:
    """A day as it stands in an address. Raises ValidationError."""
    return cast(date, DateField().clean(text))


DAYS = (
    Facet(
        "since",
        # Times are compared, not dates, so that an index can serve it.
        lambda values, rows: rows.filter(at__gte=start_of(day_of(values[0]))),
        "From {}".format,
        check=day_of,
        shown=DATE,
        heading=lambda value: "From",
    ),
    Facet(
        "until",
        lambda values, rows: rows.filter(at__lt=start_of(min(day_of(values[0]), LAST) + timedelta(days=1))),
        "To {}".format,
        check=day_of,
        shown=DATE,
        heading=lambda value: "To",
    ),
)
"""Filters of rows with a time, `at`: from the start of a day, and up to the end of one."""


def check_days(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What is wrong with both days together."""
    since, until = values.get("since"), values.get("until")
    backwards = since and until and day_of(until[0]) < day_of(since[0])
    return {"until": ["It is before the other day."]} if backwards else {}
