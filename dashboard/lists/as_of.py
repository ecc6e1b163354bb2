"""The day or moment that a page shows, as it stands in its address and in the links that keep it: `as_of`."""

from datetime import UTC, time, timedelta
from urllib.parse import urlencode

from django.utils import timezone

from inventory.runtime import moments

NAME = "as_of"
PAGES = (
    "numbers",
    "number",
    "users",
    "user",
    "group",
    "open-view",
)  # by the names of their URLs: those that can show the past
TICK = timedelta(microseconds=1)  # a day ends so long before the next one begins


def text() -> str:
    """A day, where its end is shown; else a moment. "" for today's state."""
    moment = moments.shown.get()
    if moment is None:
        return ""
    after = timezone.localtime(moment + TICK)
    if after.time() == time.min:
        return f"{after.date() - timedelta(days=1)}"
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def pairs() -> list[tuple[str, str]]:
    return [(NAME, text())] if moments.shown.get() else []


def query() -> str:
    return urlencode(pairs())


def words() -> str:
    """The same for people. "" for today's state."""
    moment = moments.shown.get()
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local:%B} {local.day}, {local.year}" + ("" if len(text()) == len("2026-03-31") else f"{local:, %H:%M:%S}")
