"""Which attention items are snoozed, until when, and the notes on them."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from dashboard.audit.record import Action, record
from dashboard.lists.days import start_of
from dashboard.overview.attention import Item, all_conditions, needs_attention, only_new
from dashboard.overview.models import NOTE_LENGTH, Note, Snooze
from inventory.refreshing.lease import Event
from inventory.reports.attention import Condition, Rows
from inventory.reports.freshness import Freshness
from inventory.reports.statistics import Statistics, statistics

log = logging.getLogger("dashboard.overview")

LONGEST = timedelta(days=366)
LONGEST_OF_DATA = timedelta(days=31)  # of what is wrong with the data itself


class Refused(Exception):
    """An item cannot be snoozed like that. The message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its note, and the snooze that hides it."""

    item: Item
    note: Note | None
    snooze: Snooze | None = None

    @property
    def until(self) -> str:
        return until_words(self.snooze.until) if self.snooze else ""


def until_words(until: datetime | None) -> str:
    """ "Wed, Nov 25", with the hour for whoever is in another time zone than who snoozed it."""
    if until is None:
        return "it changes"
    local = timezone.localtime(until)
    year = f", {local.year}" if local.year != timezone.localdate().year else ""
    hour = f" at {local:%H:%M}" if (local.hour, local.minute) != (0, 0) else ""
    return f"{local:%a, %b} {local.day}{year}{hour}"


def split(fresh: Freshness, stats: Statistics) -> tuple[list[Line], list[Line]]:
    """The items that need attention now, and those that are snoozed. Rows that came later are among the first."""
    snoozes = {snooze.item: snooze for snooze in Snooze.objects.defer("seen")}
    notes = {note.item: note for note in Note.objects.all()}
    awake, snoozed = [], []
    for item in needs_attention(fresh, stats):
        snooze, note = snoozes.get(item.key), notes.get(item.key)
        if snooze is None or _is_over(snooze, item.condition, fresh.version):
            awake.append(Line(item, note))
            continue
        snoozed.append(Line(item, note, snooze))
        if new := _compare(snooze, item.condition, fresh.version).new:
            awake.append(Line(only_new(item, new, fresh, stats), note))
    return awake, snoozed


def snooze_end(condition: Condition, choice: str, day: str) -> datetime | None:
    """When a snooze ends: at the start of a `day` if there is one, else by `choice`. None: when it changes."""
    today = timezone.localdate()
    if not day and choice == "change":
        if condition.is_of_data:
            raise Refused("This can be snoozed until a day only.")
        return None
    choices = {"tomorrow": today + timedelta(days=1), "next-week": next_monday(today)}
    chosen = _date(day) if day else choices.get(choice)
    if chosen is None:
        raise Refused("Choose until when to snooze it.")
    longest = today + (LONGEST_OF_DATA if condition.is_of_data else LONGEST)
    if chosen <= today:
        raise Refused("Choose a day after today.")
    if chosen > longest:
        raise Refused(f"This can be snoozed until {longest:%B} {longest.day}, {longest.year} at most.")
    return start_of(chosen)


def snooze_choices(today: date) -> dict[str, Any]:
    """What the form offers: Monday once, on a Sunday too."""
    tomorrow, monday = today + timedelta(days=1), next_monday(today)
    return {"tomorrow": tomorrow, "next_monday": monday if monday != tomorrow else None, "note_length": NOTE_LENGTH}


def next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def snooze(condition: Condition, version: UUID, until: datetime | None, by: str) -> Snooze:
    """Hides for everybody what an item is about now. Raises Refused, also where somebody else was first."""
    earlier = Snooze.objects.filter(item=condition.key).first()
    is_on = earlier is not None and not _is_over(earlier, condition, version)
    if earlier is not None and is_on and not _compare(earlier, condition, version).new:
        raise Refused(f"{earlier.by} has snoozed it already, until {until_words(earlier.until)}.")
    seen = {"seen": condition.rows(), "status": condition.status}
    try:
        with transaction.atomic():
            if earlier is not None:
                earlier.delete()
            return Snooze.objects.create(item=condition.key, until=until, by=by, **seen)
    except IntegrityError:
        raise Refused("Somebody else has snoozed it at the same moment.") from None


def leave_note(item: str, text: str, by: str) -> bool:
    """Whether the item has another note than before. An empty one deletes it."""
    if len(text) > NOTE_LENGTH:
        raise Refused(f"A note has at most {NOTE_LENGTH} characters.")
    if not text:
        return bool(Note.objects.filter(item=item).delete()[0])
    if Note.objects.filter(item=item, text=text).exists():
        return False
    Note.objects.update_or_create(item=item, defaults={"text": text, "by": by, "at": timezone.now()})
    return True


def follow(event: Event, **_: object) -> None:
    """Follows what a refresh changed, in its transaction. What goes wrong here is no failure of the refresh."""
    if event in (Event.REQUESTED, Event.CANCELLED) or not (Snooze.objects.exists() or Note.objects.exists()):
        return
    try:
        with transaction.atomic():
            follow_changes()
    except Exception:
        log.exception("the snoozes could not follow a refresh")


def follow_changes() -> None:
    """Ends the snoozes of what has changed, and deletes the notes on what is gone. A snooze forgets rows that are
    gone. Otherwise what changes and changes back stays hidden.
    """
    fresh = Freshness.read()
    found = {condition.key: condition for condition in all_conditions(fresh, statistics(fresh.version))}
    Note.objects.exclude(item__in=found).delete()
    for each in Snooze.objects.all():
        condition = found.get(each.item)
        if condition is None or _is_over(each, condition, fresh.version):
            each.delete()
            record(None, Action.UNSNOOZE, f"“{each.item}”, snoozed by {each.by}, as it has changed", who="")
        elif _compare(each, condition, fresh.version).is_less:
            rows = condition.rows()
            each.seen = {id: state for id, state in each.seen.items() if rows.get(id) == state}
            each.save(update_fields=["seen"])


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an item is about, compared with what was seen when it was snoozed."""

    new: Rows
    is_less: bool


def _compare(snooze: Snooze, condition: Condition, version: UUID) -> Comparison:
    compared = _comparisons(version)
    if condition.is_timed or snooze.pk not in compared:
        rows, seen = condition.rows(), snooze.seen
        new = {id: state for id, state in rows.items() if seen.get(id) != state}
        compared[snooze.pk] = Comparison(new, len(rows) - len(new) < len(seen))
    return compared[snooze.pk]


@lru_cache(maxsize=1)
def _comparisons(version: UUID) -> dict[int, Comparison]:
    """In a version of the cache, by snooze."""
    return {}


def _is_over(snooze: Snooze, condition: Condition, version: UUID) -> bool:
    if snooze.status != condition.status or (snooze.until and snooze.until <= timezone.now()):
        return True
    compared = _compare(snooze, condition, version)
    return snooze.until is None and bool(compared.new or compared.is_less)


def _date(text: str) -> date:
    try:
        day = parse_date(text[:20])
    except ValueError:
        day = None
    if day is None:
        raise Refused("This is no date.")
    return day
