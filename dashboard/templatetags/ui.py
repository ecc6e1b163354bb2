"""Template tags for times, badges and users."""

import datetime as dt
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.template.defaultfilters import truncatechars
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from dashboard.lists import as_of
from dashboard.responses.htmx import with_query
from inventory.choices import Badge
from inventory.models import WorkspaceUser
from inventory.runtime import moments
from inventory.search import MOST_WORDS, left_out

register = template.Library()

MINUTE, HOUR, DAY, MONTH, YEAR = 60, 3600, 86400, 30 * 86400, 365 * 86400


@register.simple_tag
def ago(moment: dt.datetime | None, never: str = "never") -> SafeString:
    """A relative time, with the exact one on hover: "4 min ago"."""
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
    return SafeString("–") if moment is None else _time(moment, clock_words(moment))


@register.simple_tag
def time_of_day(moment: dt.datetime) -> SafeString:
    """The hour and minute, for lines under the heading of their day."""
    return _time(moment, f"{timezone.localtime(moment):%H:%M}")


def clock_words(moment: dt.datetime) -> str:
    local, now = timezone.localtime(moment), timezone.localtime(moments.now())
    days = (now.date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if days == 1:
        return "Yesterday"
    if days < 7:
        return f"{local:%A}"[:3]
    return f"{local:%b} {local.day}" + (f", {local.year}" if local.year != now.year else "")


def spoken(moment: dt.datetime) -> str:
    seconds = (moments.now() - moment).total_seconds()
    if seconds < 0:
        return f"on {timezone.localtime(moment):%Y-%m-%d}"
    if seconds < MINUTE:
        return "just now"
    return f"{short_age(moment)} ago"


def short_age(moment: dt.datetime) -> str:
    return short_span((moments.now() - moment).total_seconds())


def short_span(seconds: float) -> str:
    """A length of time in its largest unit: "12 d". A negative one is none."""
    seconds = max(0, int(seconds))
    for unit, name in ((YEAR, "y"), (MONTH, "mo"), (DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= unit:
            return f"{seconds // unit} {name}"
    return "<1 min"


def _time(moment: dt.datetime, text: str) -> SafeString:
    machine = timezone.localtime(moment).isoformat(timespec="seconds")
    return SafeString(f'<time datetime="{machine}" title="{exact_time(moment)}">{escape(text)}</time>')


def exact_time(moment: dt.datetime, zone: dt.tzinfo | None = None) -> str:
    """In the page's time zone. Where that is looked up for each of many times, it costs as much as writing them."""
    return f"{timezone.localtime(moment, zone):%Y-%m-%d %H:%M:%S %Z}"


@register.simple_tag
def badge(what: Badge, suffix: str = "") -> SafeString:
    """A value with its label, tone and meaning. The text carries the meaning; the colour only helps."""
    tail = format_html(" <small>{}</small>", suffix) if suffix else ""
    return format_html('<span class="badge {}" title="{}">{}{}</span>', what.tone, what.meaning, what.label, tail)


@register.simple_tag
def restriction(what: Badge) -> SafeString:
    """One restriction value in words, where row and column name its place. Lists have `restriction_tags`."""
    words = {"plain": "Unrestricted", "unknown": what.label}.get(what.tone, "Restricted")
    return format_html('<span class="way {}">{}</span>', what.tone, words)


@register.simple_tag
def avatar(user: WorkspaceUser) -> SafeString:
    """A person's initials in their colour. Decoration: the name stands beside it, or in the text of the whole."""
    return _avatar(user.hue, user.initials)


@lru_cache(maxsize=4096)
def _avatar(hue: int, initials: str) -> SafeString:
    return format_html('<i class="avatar hue-{}" aria-hidden="true">{}</i>', hue, initials)


@register.filter(is_safe=True)
def cut(text: str, most: int) -> str:
    """As truncatechars, but quick where nothing is to be cut, which is nearly everywhere in a list."""
    return text if len(text) <= most else truncatechars(text, most)


@register.simple_tag
def short(text: str, most: int, *, alone: bool = False) -> SafeString:
    """Text of Quo's in a direction of its own. Where it is cut, its title is the whole, which is also shown in focus:
    that of the link around it, or its own where it stands `alone`.
    """
    if len(text) <= most:
        return format_html("<bdi>{}</bdi>", text)
    stop = SafeString(' tabindex="0"' if alone else "")
    return format_html('<bdi class="cut" title="{}"{}>{}</bdi>', text, stop, truncatechars(text, most))


@register.simple_tag
def words_left_out(text: str | None) -> SafeString:
    """A note on the words of a search that were not looked for, if there are any."""
    if not (words := left_out(text or "")):
        return SafeString("")
    note = '<p class="hint left-out">A search looks for its {} longest words. Left out: <bdi>{}</bdi></p>'
    return format_html(note, MOST_WORDS, truncatechars(", ".join(words), 120))


@register.simple_tag
def url(name: str, *arguments: str | int) -> str:
    """As Django's, for our own addresses: kept, because the frame of a page has twenty, and a list as many as rows.
    A number's and a user's keep the day that is shown.
    """
    found = _url(name, arguments, get_script_prefix(), get_urlconf())
    return with_query(found, as_of.query()) if arguments and name in as_of.PAGES else found


@register.simple_tag
def link(name: str, **filters: str) -> str:
    """The address of a list with these filters, and of the day that is shown."""
    day = dict(as_of.pairs()) if name in as_of.PAGES else {}
    return with_query(url(name), urlencode(filters | day))


@lru_cache(maxsize=4096)
def _url(name: str, arguments: tuple[str | int, ...], prefix: str, urlconf: str | None) -> str:
    return reverse(name, urlconf, args=arguments)


@register.filter
def duration(seconds: float | None) -> str:
    """A duration in the unit that suits its length: "340 ms", "4.2 s", "2 min 5 s"."""
    if seconds is None:
        return "–"
    if seconds < 1:
        return f"{max(1, round(seconds * 1000))} ms"
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // MINUTE} min {int(seconds) % MINUTE} s"


@register.simple_tag
def delta(more: int, *, more_is_worse: bool = False, day: str = "") -> SafeString:
    """What changed since yesterday, or another day, beside a figure. Colour is for what is worse."""
    if not more:
        return SafeString("")
    mark, words = ("▲", "more") if more > 0 else ("▼", "fewer")
    return format_html(
        '<small class="delta{}" title="{} {} than {}">{} {}<span class="visually-hidden"> {} since {}</span></small>',
        " bad-text" if more_is_worse and more > 0 else "", f"{abs(more):,}", words,
        f"on {day}" if day else "at the start of yesterday", mark, f"{abs(more):,}", words, day or "yesterday",
    )  # fmt: skip


@register.filter
def percent_of(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
