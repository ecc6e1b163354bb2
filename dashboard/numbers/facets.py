"""What the list of numbers may be asked for: one table that its form, chips, counts and exports read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import and_, or_

from django.conf import settings
from django.db.models import F, Q

from dashboard.lists.query import (
    BESIDE,
    BOXES,
    MENU,
    RADIO,
    SIZES,
    Column,
    Facet,
    Listing,
    always,
    filled,
)
from inventory.choices import (
    RESTRICTED,
    RESTRICTION_BY_KEY,
    RESTRICTIONS,
    Kind,
    Porting,
    Restriction,
    Role,
    porting_badge,
    porting_place,
    porting_word,
)
from inventory.models.numbers import assigned, has_sole_user, has_users, stalled_port
from inventory.models.users import any_of
from inventory.numbering import country_name
from inventory.reports.attention import LATELY, left_with_one_user
from inventory.reports.freshness import Freshness
from inventory.reports.number_index import NumberIndex
from inventory.reports.statistics import stalled_before, statistics
from inventory.runtime import moments

PERIODS = {"24h": ("24 hours", timedelta(days=1)), "7d": ("7 days", timedelta(days=7)), "30d": ("30 days", LATELY)}
STATES = {"current": Q(removed_at=None), "removed": Q(removed_at__isnull=False), "all": Q()}
REGIONS = {"US": "US", "CA": "Canada", "Intl": "International"}
YES = ("yes",)
ROLES = dict(Role.choices)


@dataclass(frozen=True, slots=True)
class NumberFacet(Facet):
    """A filter of numbers, and how they are counted by it (dashboard.numbers.counting)."""

    changes_with_time: bool = False  # what it leaves does, or otherwise stays the same in a version of the cache
    indexed: Callable[[NumberIndex, str], int] | None = None  # the numbers of a value, where the index knows them
    # The values that any of these numbers have, the most frequent first; where they are not fixed
    offered: Callable[[NumberIndex, int], list[str]] | None = None


def _restrictions(value: str) -> Iterable[Restriction]:
    return RESTRICTIONS if value == "any" else [RESTRICTION_BY_KEY[value]]


def _restricted(values: list[str]) -> Q:
    return reduce(
        and_, (any_of(Q(**{way.column: RESTRICTED}) for way in _restrictions(value)) for value in values), Q()
    )


def _restricted_in(index: NumberIndex, value: str) -> int:
    return reduce(or_, (index.having(way.column, RESTRICTED) for way in _restrictions(value)))


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


def _stalled(value: str) -> str:
    return f"Stalled for {settings.QUO_PORT_STALLED_AFTER:g} days"


FACETS = (
    NumberFacet("q", lambda values, numbers: numbers.search(values[0]), "“{}”".format, longest=200, shown=BESIDE),
    NumberFacet(
        "id", lambda values, numbers: numbers.filter(pk__in=values), "Number {}".format, several=True, most=SIZES[-1],
    ),
    NumberFacet(
        "user", lambda values, numbers: numbers.assigned_to(*values), "Assigned to {}".format, several=True,
        shown=BESIDE,
    ),
    NumberFacet("group", lambda values, numbers: numbers.filter(group_id__in=values), "Group {}".format),
    NumberFacet(
        "restricted", lambda values, numbers: numbers.filter(_restricted(values)), _restriction_chip,
        several=True, all_apply=True, values=tuple(RESTRICTION_BY_KEY), unoffered=("any",), shown=BOXES,
        heading=lambda value: "Cannot call" if value.startswith("calling") else "Cannot text",
        label=lambda value: REGIONS[RESTRICTION_BY_KEY[value].region],
        indexed=_restricted_in,
    ),
    NumberFacet(
        "porting", lambda values, numbers: numbers.filter(porting_status__in=map(_status, values)),
        lambda value: "Not porting" if value == "none" else f"Port {_port(value).lower()}",
        several=True, shown=BOXES, heading=always("Porting"), label=_port,
        tone=lambda value: "bad" if Porting.of(value) is Porting.FAILED else "",
        offered=lambda index, among: sorted(_values(index, among, "porting_status"), key=porting_place),
        indexed=lambda index, value: index.having("porting_status", _status(value)),
    ),
    NumberFacet(
        "stalled", lambda values, numbers: numbers.filter(stalled_port(stalled_before())),
        lambda value: f"Port {_stalled(value).lower()}",
        values=YES, changes_with_time=True, shown=BOXES, heading=always("Porting"), label=_stalled,
        tone=always("waiting"),
    ),
    NumberFacet(
        "assigned", lambda values, numbers: numbers.filter(has_users() if values == ["yes"] else ~Q(has_users())),
        lambda value: "Assigned" if value == "yes" else "Unassigned",
        values=("", "yes", "no"), shown=RADIO, heading=always("Assigned"),
        label=lambda value: {"yes": "Assigned", "no": "Unassigned"}.get(value, "All"),
        indexed=lambda index, value: {"yes": index.assigned, "no": index.all & ~index.assigned}.get(value, index.all),
    ),
    NumberFacet(
        "sole", lambda values, numbers: numbers.filter(has_sole_user()), always("Sole user"), values=YES,
        shown=BOXES, heading=always("Assigned"), label=always("Sole user"),
        indexed=lambda index, value: index.with_sole_user,
    ),
    NumberFacet(
        "role", lambda values, numbers: numbers.filter(assigned(user__role__in=values)),
        lambda value: f"User’s role: {ROLES.get(value, value).lower()}",
        shown=MENU, heading=always("User’s role"), label=lambda value: ROLES.get(value, value),
        offered=lambda index, among: [role for role, _ in index.counts_by_role(among) if role],
        indexed=lambda index, value: index.with_role(value),
    ),
    NumberFacet(
        "forward", lambda values, numbers: numbers.filter(~Q(forward="") if values == ["yes"] else Q(forward="")),
        lambda value: "Forwards" if value == "yes" else "Does not forward",
        values=("yes", "no"), shown=MENU, heading=always("Forwarding"),
        label=lambda value: "Forwards" if value == "yes" else "Does not forward",
        indexed=lambda index, value: index.forwarding if value == "yes" else index.all & ~index.forwarding,
    ),
    NumberFacet(
        "country", lambda values, numbers: numbers.filter(country__in=map(_known, values)),
        lambda value: "No country" if value == "none" else f"Country: {country_name(value)}",
        longest=8, shown=MENU, heading=always("Country"),
        label=lambda value: "None" if value == "none" else country_name(value)[:40],
        offered=lambda index, among: _values(index, among, "country"),
        indexed=lambda index, value: index.having("country", _known(value)),
    ),
    NumberFacet(
        "kind", lambda values, numbers: numbers.filter(kind__in=values),
        lambda value: dict(Kind.choices).get(value, value),
        values=tuple(Kind.values), shown=MENU, heading=always("Kind"), label=lambda value: str(Kind(value).label),
        offered=lambda index, among: [kind for kind in Kind.values if index.having("kind", kind) & among],
        indexed=lambda index, value: index.having("kind", value),
    ),
    NumberFacet(
        "updated", lambda values, numbers: numbers.filter(updated_at__gte=moments.now() - PERIODS[values[0]][1]),
        lambda value: f"Updated in the last {PERIODS[value][0] if value in PERIODS else value}",
        values=tuple(PERIODS), changes_with_time=True, shown=MENU, heading=always("Updated in Quo"),
        label=lambda value: f"Last {PERIODS[value][0]}",
    ),
    NumberFacet(
        "state", lambda values, numbers: numbers.filter(STATES[values[0]]),
        lambda value: {"removed": "Removed", "all": "Including removed"}.get(value, ""),
        values=("removed", "all"), default="current", shown=MENU, heading=always("Removed numbers"), unset="Not shown",
        label=lambda value: "Removed only" if value == "removed" else "Include removed",
        indexed=lambda index, value: {"current": index.current, "removed": index.removed, "all": index.all}[value],
    ),
    NumberFacet(
        "unverified", lambda values, numbers: numbers.unverified(), always("Not confirmed by the last answer"),
        values=YES, changes_with_time=True,
    ),
    NumberFacet("warnings", lambda values, numbers: numbers.filter(warned__gt=0), always("With warnings"), values=YES),
    NumberFacet(
        "looping", lambda values, numbers: numbers.filter(_is_looping()), always("Forwards in a loop"), values=YES,
    ),
    NumberFacet(
        "left", lambda values, numbers: numbers.filter(_is_left_with_one_user()),
        always("Left with one user in the last 30 days"), values=YES, changes_with_time=True,
    ),
)  # fmt: skip
COLUMNS = (
    Column("name", "Name", ("sort_name", "id")),
    Column("number", "Number", ("number", "id")),
    Column("area", "Area", (F("sort_area"), "id")),
    Column("people", "People", (F("sort_people"), "id")),
    Column("calling", "Calling", (F("calling_order"), "id")),
    Column("texting", "Messaging", (F("messaging_order"), "id")),  # as chosen columns name it
    Column("porting", "Porting", (F("porting_place"), "porting_status", F("porting_since"), "id")),
    Column("forward", "Forwards", (filled("forward"), "id")),
    Column("updated", "Updated", (F("updated_at"), "id"), descends_first=True),
)
FIXED_COLUMNS = ("name", "number")
# An order without a column: ports by the time since when their status is the same
PORTING_SINCE = Column("since", "Porting since", (F("porting_since"), "id"))
NUMBERS = Listing("numbers", FACETS, COLUMNS, orders=(PORTING_SINCE,), has_views=True)
UNFILTERED_QUERY = "state=current"  # where the path alone is an account's default view


def _values(index: NumberIndex, among: int, column: str) -> list[str]:
    return [value or "none" for value, _ in index.counts(column, among)]
