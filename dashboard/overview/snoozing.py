"""Which attention items are snoozed, and until when."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from dashboard.audit.record import Action, record
from dashboard.days import start_of
from dashboard.overview.attention import Item, needs_attention
from dashboard.overview.models import NOTE_LENGTH, Snooze
from inventory.freshness import Freshness
from inventory.statistics import statistics

LONGEST = timedelta(days=366)
LONGEST_OF_DATA = timedelta(days=31)  # of what is wrong with the data itself


class Refused(Exception):
    """An item cannot be snoozed like that. The message says why."""


@dataclass(frozen=True, slots=True)
class SnoozedItem:
    item: Item
    snooze: Snooze

    @property
    def until(self) -> str:
        """ "Wed, Nov 25", with the hour for whoever is in another time zone than who snoozed it."""
        if self.snooze.until is None:
            return "it changes"
        local = timezone.localtime(self.snooze.until)
        year = f", {local.year}" if local.year != timezone.localdate().year else ""
        hour = f" at {local:%H:%M}" if (local.hour, local.minute) != (0, 0) else ""
        return f"{local:%a, %b} {local.day}{year}{hour}"


def split(items: list[Item], version: UUID) -> tuple[list[Item], list[SnoozedItem]]:
    """The items that need attention now, and those that are snoozed. `version`: of the cache that they are about."""
    snoozes = {snooze.item: snooze for snooze in Snooze.objects.all()}
    awake, snoozed = [], []
    for item in items:
        snooze = snoozes.get(item.key)
        if snooze is None or _is_over(snooze, item, version):
            awake.append(item)
        else:
            snoozed.append(SnoozedItem(item, snooze))
    return awake, snoozed


def wake_time(item: Item, choice: str, day: str) -> datetime | None:
    """When a snooze ends: at the start of a `day` if there is one, else by `choice`. None: when it changes."""
    today = timezone.localdate()
    if not day and choice == "change":
        if item.about is None:
            raise Refused("This can be snoozed until a day only.")
        return None
    choices = {"tomorrow": today + timedelta(days=1), "next-week": next_monday(today)}
    chosen = _date(day) if day else choices.get(choice)
    if chosen is None:
        raise Refused("Choose until when to snooze it.")
    longest = today + (LONGEST_OF_DATA if item.about is None else LONGEST)
    if chosen <= today:
        raise Refused("Choose a day after today.")
    if chosen > longest:
        raise Refused(f"This can be snoozed until {longest:%B} {longest.day}, {longest.year} at most.")
    return start_of(chosen)


def snooze_choices(today: date) -> dict[str, Any]:
    """What the form offers."""
    tomorrow = today + timedelta(days=1)
    return {"tomorrow": tomorrow, "next_monday": next_monday(today), "note_length": NOTE_LENGTH}


def next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def snooze(item: Item, version: UUID, until: datetime | None, note: str, by: str) -> SnoozedItem:
    """Hides an item for everybody. Raises Refused, also where somebody else was first."""
    if len(note) > NOTE_LENGTH:
        raise Refused(f"A note has at most {NOTE_LENGTH} characters.")
    about = fingerprint(item, version) if until is None else ""
    earlier = Snooze.objects.filter(item=item.key).first()
    if earlier is not None and not _is_over(earlier, item, version):
        raise Refused(f"{earlier.by} has snoozed it already, until {SnoozedItem(item, earlier).until}.")
    try:
        with transaction.atomic():
            if earlier is not None:
                earlier.delete()
            made = Snooze.objects.create(item=item.key, until=until, about=about, note=note, by=by)
    except IntegrityError:
        raise Refused("Somebody else has snoozed it at the same moment.") from None
    return SnoozedItem(item, made)


def fingerprint(item: Item, version: UUID) -> str:
    """The same for as long as an item is about the same rows, in the same state."""
    known = _fingerprints(version)
    if item.is_timed or item.key not in known:
        known[item.key] = _digest(sorted(repr(row) for row in item.about or ()))
    return _digest([item.status, known[item.key]])


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()


@lru_cache(maxsize=1)
def _fingerprints(version: UUID) -> dict[str, str]:
    """Digests of the rows in a version of the cache, by key."""
    return {}


def end_changed(**_: object) -> None:
    """Ends the snoozes whose items have changed. Otherwise an item that changes and changes back stays hidden."""
    snoozes = Snooze.objects.filter(until=None)
    if not snoozes:
        return
    fresh = Freshness.read()
    items = {item.key: item for item in needs_attention(fresh, statistics(fresh.version))}
    for each in snoozes:
        item = items.get(each.item)
        if item is None or _is_over(each, item, fresh.version):
            with transaction.atomic():
                each.delete()
                record(None, Action.WAKE, f"“{each.item}”, snoozed by {each.by}, as it has changed", who="")


def _is_over(snooze: Snooze, item: Item, version: UUID) -> bool:
    return snooze.until <= timezone.now() if snooze.until else fingerprint(item, version) != snooze.about


def _date(text: str) -> date:
    try:
        day = parse_date(text[:20])
    except ValueError:
        day = None
    if day is None:
        raise Refused("This is no date.")
    return day
