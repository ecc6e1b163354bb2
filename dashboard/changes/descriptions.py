"""Changes as sentences with links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from heroicons.templatetags.heroicons import heroicon_mini

from dashboard.templatetags.ui import url
from inventory.choices import RESTRICTED, RESTRICTION_BY_COLUMN, ChangeKind, porting_badge
from inventory.models import Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.numbering import written

NOT_FOLDED: Mapping[int, int] = MappingProxyType({})
REMOVALS: Mapping[str, str] = {ChangeKind.NUMBER_REMOVED: "numbers", ChangeKind.USER_REMOVED: "people"}
FIELDS = {
    "number": "number",
    "formatted_number": "formatted number",
    "name": "name",
    "symbol": "symbol",
    "group_id": "group",
    "forward": "forwarding",
    "port_request_id": "port request",
    "porting_status": "porting status",
    "created_at": "creation date",
    "email": "email",
    "first_name": "first name",
    "last_name": "last name",
    "role": "role",
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A change as a line of a timeline."""

    at: datetime
    text: SafeString
    refresh: Refresh


def describe_changes(
    changes: Iterable[Change],
    about: PhoneNumber | WorkspaceUser | None = None,
    folded: Mapping[int, int] = NOT_FOLDED,
) -> list[TimelineEntry]:
    """A line for each change. `about` is the subject of the page, which is not named again in each. `folded`: how many
    removals of its kind and refresh a change stands for.
    """
    return [
        TimelineEntry(
            change.at,
            removals(change, folded[change.pk]) if change.pk in folded else sentence(change, about),
            change.refresh,
        )
        for change in changes
    ]


def removals(change: Change, count: int) -> SafeString:
    """Many removals that a refresh saw, with a link to each of them."""
    query = urlencode({"refresh": change.refresh_id, "kind": change.kind})
    return format_html(
        '<a href="{}?{}">{} {} were removed</a>', reverse("changes"), query, f"{count:,}", REMOVALS[change.kind]
    )


def sentence(change: Change, about: object = None) -> SafeString:
    """One change as a sentence, with links. Everything from Quo is escaped."""
    number, user = _number(change.number, about), _user(change.user, about)
    match change.kind:
        case ChangeKind.NUMBER_ADDED:
            return format_html("{} was added", number)
        case ChangeKind.NUMBER_REMOVED:
            return format_html("{} was removed", number)
        case ChangeKind.NUMBER_RESTORED:
            return format_html("{} was restored", number)
        case ChangeKind.USER_ADDED if not change.is_news:
            return format_html("{} was first seen", user)  # by a first import: nobody knows when they were added
        case ChangeKind.USER_ADDED:
            return format_html("{} was added to the workspace", user)
        case ChangeKind.USER_REMOVED:
            return format_html("{} was removed from the workspace", user)
        case ChangeKind.USER_RESTORED:
            return format_html("{} was restored", user)
        case ChangeKind.USER_ASSIGNED if change.field:
            return format_html("{}: group for {} {}", user, _object(number), format_old_new(change.old, change.new))
        case ChangeKind.USER_ASSIGNED:
            return format_html("{} was assigned to {}", user, _object(number))
        case ChangeKind.USER_UNASSIGNED:
            return format_html("{} was unassigned from {}", user, _object(number))
        case ChangeKind.USER_CHANGED:
            return format_html("{}: {} {}", user, _field(change), format_old_new(change.old, change.new))
        case _:
            return number_change(change, number)


def number_change(change: Change, number: SafeString) -> SafeString:
    """A field of a number."""
    if change.field in RESTRICTION_BY_COLUMN:
        way = RESTRICTION_BY_COLUMN[change.field]
        became = format_html(
            '<strong class="{}">{}</strong>', "bad-text" if change.new == RESTRICTED else "", change.new or "unknown"
        )
        return format_html("{} {} became {} on {}", way.noun, way.place, became, _object(number))
    if change.field == "porting_status":
        old = porting_badge(change.old).label.lower() if change.old else "none"
        badge = porting_badge(change.new) if change.new else None
        new = format_html('<strong class="{}-text">{}</strong>', badge.tone, badge.label.lower()) if badge else "none"
        return format_html('{}: porting status <s dir="auto">{}</s> → {}', number, old, new)
    if change.field == "forward":
        return format_html("{}: {}", number, _forwarding(change))
    if change.field == "name" and change.old and change.new:
        return format_html(
            '{} was renamed from <s dir="auto">{}</s> to <strong dir="auto">{}</strong>', number, change.old, change.new
        )
    return format_html("{}: {} {}", number, _field(change), format_old_new(change.old, change.new))


def _field(change: Change) -> str:
    return FIELDS.get(change.field, change.field)


def format_old_new(old: str, new: str) -> SafeString:
    """How a value changed. Either value may be empty."""
    if not old:
        return format_html('set to <strong dir="auto">{}</strong>', new)
    if not new:
        return format_html('<s dir="auto">{}</s> cleared', old)
    return format_html('changed from <s dir="auto">{}</s> to <strong dir="auto">{}</strong>', old, new)


def _forwarding(change: Change) -> SafeString:
    if not change.new:
        return format_html('no longer forwards to <s dir="auto">{}</s>', written(change.old))
    if not change.old:
        return format_html('forwards to <strong dir="auto">{}</strong>', written(change.new))
    return format_html(
        'forwards to <strong dir="auto">{}</strong> instead of <s dir="auto">{}</s>',
        written(change.new),
        written(change.old),
    )


def _number(number: PhoneNumber | None, about: object) -> SafeString:
    """A number's name with a link to its page, and the number itself."""
    if number is None or number == about:
        return SafeString("This number")
    text, icon = number.name or number.display_number, heroicon_mini("phone", size=16, aria_hidden="true")
    phone = format_html(' <small class="phone">{}</small>', number.display_number) if number.name else ""
    return format_html('{}<a href="{}"><bdi>{}</bdi></a>{}', icon, url("number", number.pk), text, phone)


def _user(user: WorkspaceUser | None, about: object) -> SafeString:
    if user is None or user == about:
        return SafeString("This user")
    icon = heroicon_mini("user", size=16, aria_hidden="true")
    return format_html('{}<a href="{}"><bdi>{}</bdi></a>', icon, url("user", user.pk), user.name)


def _object(words: SafeString) -> SafeString:
    return SafeString("this number") if words == "This number" else words
