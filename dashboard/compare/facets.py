"""What a comparison may be asked for: two moments, a kind of difference, and the filters of the list of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from dashboard.lists.days import day_heading, start_of
from dashboard.lists.query import DATE, MENU, Facet, Listing, Query, always, no_chip, unfiltered
from dashboard.lists.through_time import Refused, moment_of
from dashboard.numbers.facets import FACETS
from inventory.choices import RESTRICTED, UNRESTRICTED
from inventory.reports.attention import last_monday
from inventory.reports.comparison import ADDED, KINDS, OTHER, PORTED, REASSIGNED, REMOVED, RENAMED, Difference, compare

LABELS = {
    ADDED: "Added", REMOVED: "Removed", REASSIGNED: "Reassigned", RESTRICTED: "Restricted",
    UNRESTRICTED: "Unrestricted", PORTED: "Ported", RENAMED: "Renamed", OTHER: "Other",
}  # fmt: skip
# Filters by what only today's rows tell, or whose day is always today
OF_TODAY = ("id", "state", "updated", "unverified", "warnings", "looping", "left", "stalled")
OF_NUMBERS = tuple(
    replace(facet, shown="" if facet.shown not in ("", MENU, "beside") else facet.shown)
    for facet in FACETS
    if facet.name not in OF_TODAY
)


COMPARE = Listing(
    "compare",
    (
        Facet("from", unfiltered, no_chip, shown=DATE, heading=always("From the end of")),
        Facet("to", unfiltered, no_chip, shown=DATE, heading=always("To the end of")),
        Facet("change", unfiltered, no_chip, several=True, values=KINDS),
        *OF_NUMBERS,
    ),
)


@dataclass(frozen=True, slots=True)
class Span:
    """Between which moments is compared; `after` None: now. In words: when each is."""

    before: datetime
    after: datetime | None
    was: str
    now: str


def asked(given: QueryDict, known_since: datetime | None) -> tuple[Query, Span | None]:
    """The query, and what it compares: since Monday, or as far back as the history reaches, where nothing else is asked
    for. None where nothing is known, or the query has errors.
    """
    given = given.copy()
    for name in ("from", "to"):
        # A form sends the moment that it keeps, and the day that somebody has put in instead.
        sent = sorted(filter(None, given.getlist(name)), key=lambda text: "T" not in text)
        given[name] = sent[-1] if sent else ""
    given["from"] = given.get("from") or _default(known_since)
    query = Query(_listing(given), given)
    texts = query.first if known_since else {}
    found: dict[str, datetime] = {}
    for name in ("from", "to"):
        try:
            if name in texts:
                found[name] = moment_of(texts[name])
        except Refused as refusal:
            query.errors[name] = [str(refusal)]
    before, after = found.get("from"), found.get("to")
    if before and after and before > after:
        query.errors["to"] = ["It is before the other day."]
    if query.errors or before is None:
        return query, None
    is_now = after is None or after >= timezone.now()
    words = "now" if is_now else _words(texts["to"])
    return query, Span(before, None if is_now else after, _words(texts["from"]), words)


def _listing(given: QueryDict) -> Listing:
    """A field for a day cannot hold a moment: then the form keeps it beside the empty field."""
    moments = tuple(text for name in ("from", "to") if "T" in (text := given.get(name, "")))
    facets = [replace(facet, unoffered=moments) if facet.shown == DATE else facet for facet in COMPARE.facets]
    return replace(COMPARE, facets=tuple(facets))


def found(query: Query, span: Span, version: UUID) -> Sequence[Difference]:
    """All differences under the filters of numbers."""
    return _found(version, span.before, span.after, query.without("from").without("to").without("change").text)


@lru_cache(maxsize=4)
def _found(version: UUID, before: datetime, after: datetime | None, text: str) -> Sequence[Difference]:
    return compare(before, after, Query(COMPARE, QueryDict(text)).rows)


def _start_of_week() -> date:
    """The day at whose end the week of `last_monday` begins."""
    return timezone.localdate(last_monday()) - timedelta(days=1)


def _default(known_since: datetime | None) -> str:
    day = _start_of_week()
    return f"{day}" if known_since is None or _is_known(day, known_since) else known_since.isoformat()


def _is_known(day: date, known_since: datetime) -> bool:
    return start_of(day + timedelta(days=1)) > known_since


def presets(seen: datetime | None, known_since: datetime | None) -> list[tuple[str, str, dict[str, str]]]:
    """Spans that are often asked for, by name, as far back as the history reaches."""
    if known_since is None:
        return []
    today = timezone.localdate()
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    found = [
        ("yesterday", "Since yesterday", today - timedelta(days=2), ""),
        ("monday", "Since Monday", _start_of_week(), ""),
        ("month", "Last month", before - timedelta(days=1), f"{month - timedelta(days=1)}"),
    ]
    shown = [
        (name, label, {"from": f"{day}", "to": to}) for name, label, day, to in found if _is_known(day, known_since)
    ]
    if seen and seen >= known_since:
        shown.insert(0, ("since-here", "Since I was here", {"from": seen.isoformat(), "to": ""}))
    return shown


def _words(text: str) -> str:
    if "T" in text:
        local = timezone.localtime(moment_of(text))
        return f"{local:%B} {local.day}, {local.year}, {local:%H:%M}"
    heading = day_heading(datetime.fromisoformat(text).date())
    return f"the end of {heading.lower() if heading in ('Today', 'Yesterday') else heading}"
