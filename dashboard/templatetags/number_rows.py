"""The rows of a table of numbers, made ready for its template.

A list shows hundreds of cells, and most of them look alike. Each look is made once, so that the template reads plain
variables and a page of fifty rows weighs little.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from dashboard.templatetags.ui import age, avatar, badge, cut, exact_time, short, short_age, url
from inventory.choices import RESTRICTED, RESTRICTION_BY_COLUMN, RESTRICTIONS, UNRESTRICTED, porting_badge
from inventory.models import PhoneNumber
from inventory.wording import isolated

register = template.Library()

AVATARS = 3
CALLING, TEXTING = (tuple(r.column for r in RESTRICTIONS if r.use == use) for use in ("calling", "messaging"))
UNASSIGNED = SafeString('<span class="waiting-text">unassigned</span>')
NOT_PORTING = SafeString('<i class="none">not porting</i>')
REQUESTED = SafeString('<span class="badge unknown" title="Quo gives a port request, but no status">Requested</span>')


@register.filter
def number_rows(numbers: Iterable[PhoneNumber]) -> Iterator[dict[str, Any]]:
    """What the table shows of each number and of the people that `for_list` fetched, cut to fit.

    `sole_user` where the query says so (`with_sole_users`): nobody but the page's person is assigned to the number.
    """
    zone = timezone.get_current_timezone()
    for number in numbers:
        yield {
            "id": number.id,
            "url": url("number", number.id),
            "name": _cell(number.name, 60) or "No name",
            "label": cut(number.name, 60) or cut(number.display_number, 30),
            "symbol": cut(number.symbol, 20) or "·",
            "number": number.number,
            "written": _cell(number.display_number, 30, alone=True),
            "place": _cell(number.place, 28, alone=True),
            "people": people(number),
            "calling": restriction_tags(CALLING, tuple(getattr(number, column) for column in CALLING)),
            "texting": restriction_tags(TEXTING, tuple(getattr(number, column) for column in TEXTING)),
            "porting": porting(number),
            "forward": _cell(number.display_forward, 24, alone=True) if number.forward else "",
            "updated": short_age(number.updated_at) if number.updated_at else "–",
            "updated_at": exact_time(number.updated_at, zone) if number.updated_at else "",
            "removed_at": number.removed_at,
            "is_marked": number.removed_at or getattr(number, "sole_user", False),
            "sole_user": getattr(number, "sole_user", False),
        }


def _cell(text: str, most: int, *, alone: bool = False) -> str:
    """As `short`, but quick where nothing is to be cut, which is nearly everywhere in a list."""
    return text if len(text) <= most else short(text, most, alone=alone)


def people(number: PhoneNumber) -> SafeString:
    """One person by name; several as initials, with all their names on hover and for screen readers."""
    users = number.assigned_users
    if not users:
        return UNASSIGNED
    if len(users) == 1:
        return SafeString(f"{avatar(users[0])} <bdi>{escape(users[0].name)}</bdi>")
    avatars = "".join(map(avatar, users[:AVATARS]))
    more = f" +{len(users) - AVATARS}" if len(users) > AVATARS else ""
    names = ", ".join(isolated(user.name) for user in users)
    return format_html('<span role="img" title="{}">{}{}</span>', names, SafeString(avatars), more)


@lru_cache(maxsize=512)
def restriction_tags(columns: tuple[str, ...], values: tuple[str, ...]) -> SafeString:
    """The three small tags of a use, in fixed places, as one image for screen readers.

    Its name comes from `meanings`, or stands in it where Quo gives an unknown value. Numbers have few combinations of
    values, so nearly all cells are found made.
    """
    badges = [RESTRICTION_BY_COLUMN[column].badge(value) for column, value in zip(columns, values, strict=True)]
    tags = format_html_join("", "<i{}>{}</i>", ((_class(what.tone), what.label) for what in badges))
    ids = [MEANINGS.get(what.meaning, "") for what in badges]
    if all(ids):
        return format_html('<b class="ways" role="img" aria-labelledby="{}">{}</b>', " ".join(ids), tags)
    return format_html('<b class="ways" role="img" title="{}">{}</b>', " ".join(f"{b.meaning}." for b in badges), tags)


def _class(tone: str) -> SafeString:
    return SafeString("") if tone == "plain" else format_html(' class="{}"', tone)


MEANINGS = {
    restriction.badge(value).meaning: f"m{place}{value[0]}"
    for place, restriction in enumerate(RESTRICTIONS)
    for value in (RESTRICTED, UNRESTRICTED)
}


@register.simple_tag
def meanings() -> SafeString:
    """What the usual restriction values mean, once for all rows of the page."""
    return MEANING_LIST


MEANING_LIST = format_html(
    "<ul hidden>{}</ul>",
    format_html_join("", '<li id="{}">{}.</li>', ((id, meaning) for meaning, id in MEANINGS.items())),
)


def porting(number: PhoneNumber) -> SafeString:
    """Where a number's port stands. Of a completed one the age does not matter."""
    if not number.porting_status:
        return REQUESTED if number.port_request_id else NOT_PORTING
    stage = porting_badge(number.porting_status)
    if stage.tone == "good":
        return format_html('<span class="good-text"><span aria-hidden="true">✓ </span>{}</span>', stage.label)
    return badge(stage, age(number.porting_since) if number.porting_since else "")
