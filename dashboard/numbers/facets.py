"""The filters of the list of numbers: one table that its form, rail, chips, counts and exports read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import and_, or_

from django.conf import settings
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from dashboard.values import distinct
from inventory.attention import LATELY, left_with_one_user
from inventory.choices import (
    RESTRICTED,
    RESTRICTION_BY_KEY,
    RESTRICTIONS,
    Kind,
    Porting,
    Restriction,
    Role,
    porting_badge,
    porting_word,
)
from inventory.freshness import Freshness
from inventory.models.numbers import assigned, has_sole_user, has_users, matches, stalled_port
from inventory.models.users import any_of
from inventory.number_index import NumberIndex
from inventory.numbering import country_name
from inventory.statistics import Statistics, stalled_before, statistics

PERIODS = {"24h": ("24 hours", timedelta(days=1)), "7d": ("7 days", timedelta(days=7)), "30d": ("30 days", LATELY)}
STATES = {"current": Q(removed_at=None), "removed": Q(removed_at__isnull=False), "all": Q()}
REGIONS = {"US": "US", "CA": "Canada", "Intl": "International"}
YES = ("yes",)
BOXES, RADIO, MENU = "boxes", "radio", "menu"


def _nothing(known: Statistics) -> list[tuple[str, int]]:
    return []


def _no_tone(value: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter. Its last six fields are about the rail; where it is not shown there, it only has chips."""

    name: str  # in the URL
    condition: Callable[[list[str]], Q]  # which numbers it leaves for these values
    chip: Callable[[str], str]  # a chosen value in words; "" for no chip
    several: bool = False  # several values may be chosen; otherwise the last one counts
    all_apply: bool = False  # of several values; otherwise they are alternatives
    values: tuple[str, ...] = ()  # all that the rail may offer; () where Quo may have others
    unoffered: tuple[str, ...] = ()  # others that make sense
    longest: int = 255
    moves: bool = False  # what it leaves changes with time, or otherwise while the version of the cache stays
    shown: str = ""
    heading: Callable[[str], str] = str
    label: Callable[[str], str] = str
    tone: Callable[[str], str] = _no_tone  # of an exception: `bad` or `waiting`
    offers: Callable[[Statistics], list[tuple[str, int]]] = _nothing  # values with their counts without other filters
    indexed: Callable[[NumberIndex, str], int] | None = None  # the numbers of a value, where the index knows them

    def chosen(self, given: list[str]) -> list[str]:
        """The values that count among those of a URL or form."""
        return distinct(given) if self.several else list(filter(None, given))[-1:]

    def offered(self, known: Statistics, chosen: Iterable[str]) -> list[str]:
        """What the rail offers. What is chosen stays among it where no current number has it: otherwise the next change
        of another filter drops it.
        """
        values = [value for value, _ in self.offers(known)]
        return values + [value for value in chosen if value not in values and (value in self.values or not self.values)]


def _ways(value: str) -> Iterable[Restriction]:
    return RESTRICTIONS if value == "any" else [RESTRICTION_BY_KEY[value]]


def _restricted(values: list[str]) -> Q:
    return reduce(and_, (any_of(Q(**{way.column: RESTRICTED}) for way in _ways(value)) for value in values), Q())


def _restricted_in(index: NumberIndex, value: str) -> int:
    return reduce(or_, (index.having(way.column, RESTRICTED) for way in _ways(value)))


def _restriction_chip(value: str) -> str:
    if value == "any":
        return "Restricted in any way"
    restriction = RESTRICTION_BY_KEY.get(value)
    return f"Cannot {restriction.verb} {restriction.place}" if restriction else f"Restriction {value}"


def _known(value: str) -> str:
    """A value as columns have it, which are empty where Quo says nothing."""
    return "" if value == "none" else value


def _status(value: str) -> str:
    return porting_word(_known(value))


def _port(value: str) -> str:
    return "Not porting" if value == "none" else porting_badge(value).label


def _is_looping() -> Q:
    return Q(pk__in=statistics(Freshness.read().version).looping)


def _is_left_with_one_user() -> Q:
    return Q(pk__in=left_with_one_user(Freshness.read().version))


def _always(text: str) -> Callable[[str], str]:
    return lambda value: text


def _stalled(value: str) -> str:
    return f"Stalled for {settings.QUO_PORT_STALLED_AFTER:g} days"


FACETS = (
    Facet("q", lambda values: matches(values[0]), "“{}”".format, longest=200),
    Facet("id", lambda values: Q(pk__in=values), "Number {}".format, several=True),
    Facet("user", lambda values: assigned(user_id__in=values), "Assigned to {}".format, several=True),
    Facet("group", lambda values: Q(group_id__in=values), "Group {}".format),
    Facet(
        "restricted", _restricted, _restriction_chip, several=True, all_apply=True,
        values=tuple(RESTRICTION_BY_KEY), unoffered=("any",), shown=BOXES,
        heading=lambda value: "Cannot call" if value.startswith("calling") else "Cannot text",
        label=lambda value: REGIONS[RESTRICTION_BY_KEY[value].region],
        offers=lambda known: [(way.key, known.restricted[way.column]) for way in RESTRICTIONS],
        indexed=_restricted_in,
    ),
    Facet(
        "porting", lambda values: Q(porting_status__in=map(_status, values)),
        lambda value: "Not porting" if value == "none" else f"Port {_port(value).lower()}",
        several=True, shown=BOXES, heading=_always("Porting"), label=_port,
        tone=lambda value: "bad" if Porting.of(value) is Porting.FAILED else "",
        offers=lambda known: [(stage.status or "none", stage.count) for stage in known.stages],
        indexed=lambda index, value: index.having("porting_status", _status(value)),
    ),
    Facet(
        "stalled", lambda values: stalled_port(stalled_before()), lambda value: f"Port {_stalled(value).lower()}",
        values=YES, moves=True, shown=BOXES, heading=_always("Porting"), label=_stalled, tone=_always("waiting"),
        offers=lambda known: [("yes", known.stalled(stalled_before()))],
    ),
    Facet(
        "assigned", lambda values: {"yes": Q(has_users()), "no": ~Q(has_users())}.get(values[0], Q()),
        lambda value: "Assigned" if value == "yes" else "Unassigned",
        values=("yes", "no"), shown=RADIO, heading=_always("Assigned"),
        label=lambda value: {"yes": "Assigned", "no": "Unassigned"}.get(value, "All"),
        offers=lambda known: [("", known.total), ("yes", known.assigned), ("no", known.unassigned)],
        indexed=lambda index, value: {"yes": index.assigned, "no": index.all & ~index.assigned}.get(value, index.all),
    ),
    Facet(
        "sole", lambda values: has_sole_user(), _always("Sole user"), values=YES,
        shown=BOXES, heading=_always("Assigned"), label=_always("Sole user"),
        offers=lambda known: [("yes", known.alone_numbers)],
        indexed=lambda index, value: index.with_sole_user,
    ),
    Facet(
        "role", lambda values: assigned(user__role__in=values),
        lambda value: f"User’s role: {dict(Role.choices).get(value, value).lower()}",
        shown=MENU, heading=_always("User’s role"), label=lambda value: dict(Role.choices).get(value, value),
        offers=lambda known: [(role, count) for role, count in known.roles if role],
        indexed=lambda index, value: index.with_role(value),
    ),
    Facet(
        "forward", lambda values: ~Q(forward="") if values == ["yes"] else Q(forward=""),
        lambda value: "Forwards" if value == "yes" else "Does not forward",
        values=("yes", "no"), shown=MENU, heading=_always("Forwarding"),
        label=lambda value: "Forwards" if value == "yes" else "Does not forward",
        offers=lambda known: [("yes", known.forwarded), ("no", known.total - known.forwarded)],
        indexed=lambda index, value: index.forwarding if value == "yes" else index.all & ~index.forwarding,
    ),
    Facet(
        "country", lambda values: Q(country__in=map(_known, values)),
        lambda value: "No country" if value == "none" else f"Country {value}",
        longest=8, shown=MENU, heading=_always("Country"),
        label=lambda value: "None" if value == "none" else country_name(value)[:40],
        offers=lambda known: [(code or "none", count) for code, count in known.countries],
        indexed=lambda index, value: index.having("country", _known(value)),
    ),
    Facet(
        "kind", lambda values: Q(kind__in=values), lambda value: dict(Kind.choices).get(value, value),
        values=tuple(Kind.values), shown=MENU, heading=_always("Kind"), label=lambda value: str(Kind(value).label),
        offers=lambda known: [(kind, known.by_kind[kind]) for kind in Kind.values if kind in known.by_kind],
        indexed=lambda index, value: index.having("kind", value),
    ),
    Facet(
        "updated", lambda values: Q(updated_at__gte=timezone.now() - PERIODS[values[0]][1]),
        lambda value: f"Updated in the last {PERIODS[value][0] if value in PERIODS else value}",
        values=tuple(PERIODS), moves=True, shown=MENU, heading=_always("Updated in Quo"),
        label=lambda value: f"Last {PERIODS[value][0]}",
        offers=lambda known: [(value, known.updated(timezone.now() - age)) for value, (_, age) in PERIODS.items()],
    ),
    Facet(
        "state", lambda values: STATES[values[0]],
        lambda value: {"removed": "Removed", "all": "Including removed"}.get(value, ""),
        values=("removed", "all"), unoffered=("current",), shown=MENU, heading=_always("Removed numbers"),
        label=lambda value: "Removed only" if value == "removed" else "Include removed",
        offers=lambda known: [("removed", known.removed), ("all", known.total + known.removed)],
        indexed=lambda index, value: {"current": index.current, "removed": index.removed, "all": index.all}[value],
    ),
    Facet(
        "unverified", lambda values: Q(unverified=True), _always("Not confirmed by the last answer"),
        values=YES, moves=True,
    ),
    Facet("warnings", lambda values: Q(warned__gt=0), _always("With warnings"), values=YES),
    Facet("looping", lambda values: _is_looping(), _always("Forwards in a loop"), values=YES),
    Facet(
        "left", lambda values: _is_left_with_one_user(), _always("Left with one user in the last 30 days"),
        values=YES, moves=True,
    ),
)  # fmt: skip
BY_NAME = {facet.name: facet for facet in FACETS}
RAIL = [facet for facet in FACETS if facet.shown]


def asked_in(query: QueryDict) -> dict[str, list[str]]:
    """The values of a URL by their filters, in its order. What leaves the list as it is, is not among them."""
    found = {name: BY_NAME[name].chosen(query.getlist(name)) for name in query if name in BY_NAME}
    return {name: values for name, values in found.items() if values and (name, values) != ("state", ["current"])}
