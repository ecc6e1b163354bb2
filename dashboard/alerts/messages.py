"""What an alert says: a subject with the fact, the numbers with what was before, what to do, and links.

One message for a rule and refresh, as plain text, as HTML for mail, and as data for webhooks (docs/webhooks.md). What
Quo and people name may hold line breaks, mentions, Markdown and HTML: it is made harmless for each.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from dashboard.alerts.channels import Message
from dashboard.alerts.events import Event
from dashboard.alerts.models import Rule
from dashboard.alerts.occurrences import Fact, Occurrence, Occurrences
from inventory.choices import RESTRICTION_BY_COLUMN, Role, porting_badge
from inventory.models import Refresh
from inventory.numbering import written
from inventory.reports.blocked import why_blocked
from inventory.wording import counted, isolated

VERSION = 1  # of what webhooks get
NAMED = 20  # numbers and people in a message
PEOPLE = 3  # of a number
LONGEST = 60  # characters of a name
JOINERS = "\u200c\u200d"  # of Persian words, and of emoji
NUMBERS = {  # subjects of events, for one number and for several
    Event.PORTING_FAILED: ("The port of {} failed", "{} ports failed"),
    Event.PORTING_STALLED: ("The port of {} is stalled", "{} ports are stalled"),
    Event.PORTING_COMPLETED: ("The port of {} is completed", "{} ports are completed"),
    Event.PORTING_CHANGED: ("The porting status of {} changed", "The porting status of {} numbers changed"),
    Event.SOLE_USER_LEFT: ("The sole user of {} left", "The sole users of {} numbers left"),
    Event.UNASSIGNED: ("{} is unassigned now", "{} numbers are unassigned now"),
    Event.NUMBER_REMOVED: ("{} was removed", "{} numbers were removed"),
    Event.NUMBER_ADDED: ("{} was added", "{} numbers were added"),
    Event.FORWARDING_CHANGED: ("Forwarding of {} changed", "Forwarding of {} numbers changed"),
    Event.RESTRICTION_ADDED: ("{} was restricted", "{} numbers were restricted"),
    Event.RESTRICTION_LIFTED: ("Restrictions of {} were lifted", "Restrictions of {} numbers were lifted"),
    Event.PERSON_LEFT: ("{} left the workspace", "{} people left the workspace"),
    Event.ROLE_CHANGED: ("The role of {} changed", "The roles of {} people changed"),
}
WORKSPACE = {
    Event.KEY_REFUSED: "Quo refuses the API key",
    Event.REFRESH_FAILING: "No refresh has succeeded for too long",
}
ADVICE = {
    Event.REMOVALS_HELD: "Nothing was removed. Open the refresh, and remove or keep them.",
    Event.PORTING_FAILED: "Open the number in Quo: it says what the carrier asks for.",
    Event.PORTING_STALLED: "Ask Quo’s support where the port stands.",
    Event.SOLE_USER_LEFT: "Nobody answers until somebody is assigned in Quo.",
    Event.UNASSIGNED: "Nobody answers until somebody is assigned in Quo.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A number or person that a message names."""

    name: str
    number: str
    people: str
    what: list[str]  # became of it, with what it was before
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a message says of an event."""

    title: str
    lines: list[Line]
    left_out: int
    advice: list[tuple[str, str]]  # with the address of Quo's page on it, or ""


def compose(rule: Rule, occurrences: Sequence[Occurrences], *, refresh: Refresh | None) -> Message:
    """What a rule says. `refresh`: the one that saw all of it, None where there were several, or none."""
    parts = list(_parts(occurrences))
    context = {
        "parts": parts,
        "subject": _subject(parts),
        "rule": one_line(rule.name),
        "rule_url": absolute("alert", rule.pk),
        "refresh": refresh,
        "refresh_url": absolute("refresh", refresh.pk) if refresh else "",
        "list_url": _list_url(occurrences, refresh, rule.decided_at),
    }
    first = [(each.event, one) for each in occurrences for one in each.first]
    data = {
        "rule": {"id": rule.pk, "name": rule.name, "url": context["rule_url"]},
        "refresh": {"id": refresh.pk, "url": context["refresh_url"]} if refresh else None,
        "event": str(occurrences[0].event),
        "events": {str(each.event): each.count for each in occurrences},
        "subject": context["subject"],
        "url": context["list_url"] or context["refresh_url"],
        "numbers": [entry for event, one in first if one.number for entry in _entries(event, one)],
        "people": [entry for event, one in first if one.user and not one.number for entry in _entries(event, one)],
    }
    return _message(context, data)


def compose_test(channel: str, by: str) -> Message:
    """What "Send a test" sends."""
    subject, url = "A test of this channel", absolute("alerts")
    text = one_line(f"{by} tests the channel {channel}: alerts arrive here.", 300)
    data = {"rule": None, "refresh": None, "event": "test", "events": {"test": 1}, "subject": subject, "url": url}
    return _message({"subject": subject, "text": text, "url": url}, data | {"numbers": [], "people": []})


def _message(context: dict[str, Any], data: dict[str, Any]) -> Message:
    body = {
        "type": f"alert.{data['event']}",
        "timestamp": timezone.now().isoformat(),
        "data": {"version": VERSION} | data,
    }
    text = re.sub(r"\n{3,}", "\n\n", render_to_string("alerts/message.txt", context)).strip() + "\n"
    return Message(context["subject"], text, render_to_string("alerts/message.html", context), body)


def absolute(name: str, *args: object, query: str = "") -> str:
    """An address for outside, whichever host or thread asks for it."""
    path = reverse(name, args=args).removeprefix(get_script_prefix())
    return f"{settings.SITE_URL}{settings.SCRIPT_NAME}/{path}{'?' * bool(query)}{query}"


def one_line(text: str, most: int = LONGEST) -> str:
    """Without line breaks and what else cannot be seen: no name adds a header or a line, or turns a text around."""
    seen = (mark if mark in JOINERS or unicodedata.category(mark)[0] not in "CZ" else " " for mark in text)
    return isolated(truncatechars(" ".join("".join(seen).split()), most))


def _subject(parts: Sequence[Part]) -> str:
    more = [f"{counted(len(parts) - 2, 'other event')}"] if len(parts) > 2 else []
    return ". ".join([part.title for part in parts[:2]] + more)


def _parts(occurrences: Sequence[Occurrences]) -> Iterator[Part]:
    room = NAMED
    for each in occurrences:
        lines = [_line(each.event, one) for one in each.first[:room] if one.number or one.user]
        room -= len(lines)
        left_out = each.count - len(lines) if any(one.number or one.user for one in each.first) else 0
        yield Part(_title(each), lines, left_out, list(_advice(each)))


def _title(each: Occurrences) -> str:
    """What happened: "3 numbers can no longer message the US"."""
    if each.event in WORKSPACE:
        return WORKSPACE[each.event]
    if each.event == Event.REMOVALS_HELD:
        return f"{counted(each.count, 'removal')} {'waits' if each.count == 1 else 'wait'} for a decision"
    first = each.first[0]
    name = one_line(str(first.number or first.user or "One"))
    if each.event in (Event.RESTRICTION_ADDED, Event.RESTRICTION_LIFTED) and len(each.by_field) == 1:
        way = RESTRICTION_BY_COLUMN[next(iter(each.by_field))]
        verb = "message" if way.use == "messaging" else "call"
        can, again = ("can no longer", "") if each.event == Event.RESTRICTION_ADDED else ("can", " again")
        return f"{name if each.count == 1 else counted(each.count, 'number')} {can} {verb} {way.place}{again}"
    one, several = NUMBERS[each.event]
    return one.format(name) if each.count == 1 else several.format(f"{each.count:,}")


def _line(event: Event, one: Occurrence) -> Line:
    number, what = one.number, [words for fact in _facts(one) if (words := _what(fact))]
    if number is None:
        return Line(one_line(str(one.user)), "", "", what, absolute("user", one.user.pk if one.user else ""))
    if event == Event.PORTING_STALLED:
        since = f" since {timezone.localdate(one.at)}" if one.at else ""
        what = [f"{porting_badge(number.porting_status).label}{since}"]
    users = [one_line(user.name) for user in number.assigned_users]
    people = ", ".join(users[:PEOPLE]) + (f" +{len(users) - PEOPLE}" if len(users) > PEOPLE else "")
    written_as = one_line(number.display_number) if number.name else ""
    return Line(one_line(str(number)), written_as, people or "unassigned", what, absolute("number", number.pk))


def _facts(one: Occurrence) -> tuple[Fact, ...]:
    """What changed: where a number's user left, that user."""
    return one.facts or ((Fact("user", one.user.name, ""),) if one.number and one.user else ())


def _what(fact: Fact) -> str:
    """What changed, and what it was before."""
    if fact.field in RESTRICTION_BY_COLUMN:
        way = RESTRICTION_BY_COLUMN[fact.field]
        label, old, new = f"{way.noun} {way.place}", fact.old or "unknown", fact.new or "unknown"
    elif fact.field == "porting_status":
        label, (old, new) = "Porting", (porting_badge(s).label.lower() if s else "none" for s in (fact.old, fact.new))
    elif fact.field == "forward":
        label, (old, new) = "Forwarding", (written(n) if n else "none" for n in (fact.old, fact.new))
    elif fact.field == "role":
        roles = dict(Role.choices)
        label, (old, new) = "Role", (str(roles.get(r, r)).lower() or "none" for r in (fact.old, fact.new))
    elif fact.field == "user":
        return f"Before: {one_line(fact.old)}"
    else:
        return ""
    return f"{label}: {one_line(old)} → {one_line(new)}"


def _advice(each: Occurrences) -> Iterator[tuple[str, str]]:
    """What to do, where that is known: for numbers that cannot message the US, Quo's pages; else a sentence."""
    for one in each.first:
        if one.detail:
            yield one_line(one.detail, 300), ""
    if each.event == Event.RESTRICTION_ADDED:
        blocked = (one.number for one in each.first if any(fact.field == "messaging_us" for fact in one.facts))
        for reason in dict.fromkeys(why_blocked(number.country, number.kind) for number in blocked if number):
            yield f"Usually {reason.words}.", reason.url
    elif each.event in ADVICE:
        yield ADVICE[each.event], ""


def _list_url(occurrences: Sequence[Occurrences], refresh: Refresh | None, since: datetime) -> str:
    """The numbers that the message is about, or where it does not have all of them, what changed."""
    ids = {one.number.pk: "" for each in occurrences for one in each.first if one.number}
    if ids and all(each.count <= len(each.first) or not each.first[0].number for each in occurrences):
        removed = {"state": "all"} if any(each.event == Event.NUMBER_REMOVED for each in occurrences) else {}
        return absolute("numbers", query=urlencode({"id": [*ids], **removed}, doseq=True))
    if not any(one.number or one.user for each in occurrences for one in each.first):
        return ""
    if {each.event for each in occurrences} == {Event.PORTING_STALLED}:
        return absolute("numbers", query="stalled=yes&sort=since")
    return absolute("changes", query=urlencode({"refresh": refresh.pk} if refresh else {"after": since.isoformat()}))


def _entries(event: Event, one: Occurrence) -> Iterator[dict[str, Any]]:
    """For webhooks: an entry for each value that changed."""
    number, user = one.number, one.user
    about: dict[str, Any] = {}
    if number:
        users = [{"id": user.pk, "name": user.name} for user in number.assigned_users]
        about = {"id": number.pk, "number": number.number, "name": number.name, "users": users}
    elif user:
        about = {"id": user.pk, "name": user.name, "email": user.email}
    about["url"] = absolute("number" if number else "user", about["id"])
    for fact in _facts(one) or (Fact("", "", ""),):
        yield about | {"event": str(event), "field": fact.field, "old": fact.old, "new": fact.new}
