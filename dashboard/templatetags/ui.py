"""The small pieces that every page is made of: times, badges, people."""

import datetime as dt
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from inventory.choices import RESTRICTIONS, Badge
from inventory.models import PhoneNumber, WorkspaceUser

register = template.Library()

MINUTE, HOUR, DAY, MONTH, YEAR = 60, 3600, 86400, 30 * 86400, 365 * 86400


@register.simple_tag
def ago(moment: dt.datetime | None, never: str = "never") -> SafeString:
    """A time as people say it, with the exact one on hover: "4 min ago"."""
    if moment is None:
        return SafeString(never)
    return _time(moment, spoken(moment))


@register.simple_tag
def age(moment: dt.datetime | None) -> SafeString:
    """How long ago, short, for columns: "12 d"."""
    if moment is None:
        return SafeString("–")
    return _time(moment, short_age(moment))


@register.simple_tag
def clock(moment: dt.datetime | None) -> SafeString:
    """The time of a line in a timeline: the hour today, otherwise the day."""
    if moment is None:
        return SafeString("–")
    local, now = timezone.localtime(moment), timezone.localtime()
    days = (now.date() - local.date()).days
    if days == 0:
        text = f"{local:%H:%M}"
    elif days == 1:
        text = "Yesterday"
    elif days < 7:
        text = f"{local:%A}"[:3]
    else:
        text = f"{local:%b} {local.day}" + (f", {local.year}" if local.year != now.year else "")
    return _time(moment, text)


def spoken(moment: dt.datetime) -> str:
    seconds = (timezone.now() - moment).total_seconds()
    if seconds < 0:
        return f"on {timezone.localtime(moment):%Y-%m-%d}"
    if seconds < MINUTE:
        return "just now"
    return f"{short_age(moment)} ago"


def short_age(moment: dt.datetime) -> str:
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    for unit, name in ((YEAR, "y"), (MONTH, "mo"), (DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= unit:
            return f"{seconds // unit} {name}"
    return "<1 min"


def _time(moment: dt.datetime, text: str) -> SafeString:
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        f"{local:%Y-%m-%d %H:%M:%S %Z}",
        text,
    )


@register.simple_tag
def badge(what: Badge, suffix: str = "") -> SafeString:
    """A value with its label, tone and meaning. The text carries the meaning; the colour only helps."""
    tail = format_html(" <small>{}</small>", suffix) if suffix else ""
    return format_html('<span class="badge {}" title="{}">{}{}</span>', what.tone, what.meaning, what.label, tail)


@register.simple_tag
def restrictions(number: PhoneNumber, use: str) -> SafeString:
    """The three small tags of a use (`calling`, `messaging`), in fixed places."""
    return SafeString("".join(_restriction(r.column, getattr(number, r.column)) for r in RESTRICTIONS if r.use == use))


@lru_cache(maxsize=512)
def _restriction(column: str, value: str) -> str:
    what = next(r for r in RESTRICTIONS if r.column == column).badge(value)
    return format_html(
        '<span class="way {}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}. </span></span>',
        what.tone, what.meaning, what.label, what.meaning,
    )  # fmt: skip


@register.simple_tag
def avatar(user: WorkspaceUser) -> SafeString:
    """A person's initials in their colour. Decoration: the name stands beside it, or in the row's hidden text."""
    return format_html(
        '<span class="avatar hue-{}" aria-hidden="true" title="{}">{}</span>', user.hue, user.name, user.initials
    )


@register.simple_tag
def faces(number: PhoneNumber, most: int = 3) -> SafeString:
    """The people of a number in a table cell: one by name, several as initials with their names for screen readers."""
    users = [assignment.user for assignment in number.assignments.all()]
    if not users:
        return SafeString('<span class="waiting-text">no one</span>')
    if len(users) == 1:
        return format_html(
            '<span class="faces">{} <span class="name">{}</span></span>', avatar(users[0]), users[0].name
        )
    more = format_html(' <span class="muted">+{}</span>', len(users) - most) if len(users) > most else ""
    names = ", ".join(user.name for user in users)
    shown = format_html_join("", "{}", ((avatar(user),) for user in users[:most]))
    return format_html(
        '<span class="faces" title="{}">{}{}<span class="visually-hidden">{}</span></span>', names, shown, more, names
    )


@register.filter
def percent_of(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
