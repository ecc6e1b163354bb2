"""The rail beside the list of numbers, and the chips above it: the filters, as people see them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from dashboard.numbers.filters import EVERYTHING
from inventory.choices import RESTRICTION_BY_KEY, RESTRICTIONS, Kind, Role, porting_badge
from inventory.numbering import country_name
from inventory.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of the rail: a box to tick, with how many numbers it stands for."""

    name: str
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the query without it."""

    name: str
    label: str
    without: str


def facets(query: QueryDict, known: Statistics) -> dict[str, Any]:
    """What the rail offers. Counts are of all current numbers, so that they say what there is to find."""
    ways = {
        use: [
            _option(query, "restricted", r.key, REGIONS[r.region], known.restricted[r.column])
            for r in RESTRICTIONS
            if r.use == use
        ]
        for use in ("calling", "messaging")
    }
    stages = [(stage.status or "none", stage.count) for stage in known.stages]
    roles = [(role, count) for role, count in known.roles if role]
    countries = [(code or "none", count) for code, count in known.countries]
    holders = [
        _option(query, "assigned", "", "All", known.total),
        _option(query, "assigned", "yes", "Assigned", known.assigned),
        _option(query, "assigned", "no", "Unassigned", known.unassigned),
    ]
    menus = {
        "User’s role": _options(query, "role", roles, _role_label),
        "Forwarding": [
            _option(query, "forward", "yes", "Forwards", known.forwarded),
            _option(query, "forward", "no", "Does not", known.total - known.forwarded),
        ],
        "Country": _options(query, "country", countries, _country_label),
        "Removed numbers": [
            _option(query, "state", "removed", "Removed only", known.removed),
            _option(query, "state", "all", "Include removed", known.total + known.removed),
        ],
    }
    return {
        "ways": ways,
        "porting": _options(query, "porting", stages, _stage_label),
        "held": holders,
        "menus": menus,
        "total": known.total,
        # What the rail has no field for stays as it is when another filter changes.
        "carried": [
            *((name, value) for name in query for value in query.getlist(name) if value and _is_carried(name, value)),
            # The menu shows the first person; the others have their chips.
            *(("user", value) for value in list(filter(None, query.getlist("user")))[1:]),
        ],
    }


REGIONS = {"US": "US", "CA": "Canada", "Intl": "International"}
ROLES = dict(Role.choices)
CARRIED = ("group", "kind", "stuck", "unverified", "warnings", "id", "sort", "per_page")


def _is_carried(name: str, value: str) -> bool:
    return name in CARRIED or (name, value) == ("restricted", "any")


def _option(query: QueryDict, name: str, value: str, label: str, count: int) -> Option:
    return Option(name, value, label, count, value in query.getlist(name) if value else not query.get(name))


def _options(query: QueryDict, name: str, counts: list[tuple[str, int]], label: Callable[[str], str]) -> list[Option]:
    """An option for each value, `none` last.

    What is chosen stays on offer where no current number has it: otherwise the next change of another filter drops it.
    """
    chosen = [(value, 0) for value in query.getlist(name) if value and value not in dict(counts)]
    options = [_option(query, name, value, label(value), count) for value, count in [*counts, *chosen]]
    return sorted(options, key=lambda option: option.value == "none")


def _stage_label(status: str) -> str:
    return "Not porting" if status == "none" else porting_badge(status).label


def _role_label(role: str) -> str:
    return ROLES.get(role, role[:40])


def _country_label(code: str) -> str:
    return "Unknown" if code == "none" else country_name(code)[:40]


def chips(query: QueryDict, form: forms.Form, people: dict[str, str]) -> list[Chip]:
    """The filters that are on, in the order of the URL. `people` names those whose ids are in it."""
    found = []
    for name in query:
        if name not in form.fields:
            continue
        for value in query.getlist(name):
            if value and label(name, value, people):
                without = query.copy()
                without.setlist(name, [other for other in query.getlist(name) if other != value])
                without.pop("page", None)
                found.append(Chip(name, label(name, value, people), without.urlencode() or EVERYTHING))
    return found


def label(name: str, value: str, people: dict[str, str]) -> str:
    """A filter in words."""
    yes = value == "yes"
    match name:
        case "restricted":
            way = RESTRICTION_BY_KEY.get(value)
            return f"Cannot {way.verb} {way.place}" if way else "Restricted in any way"
        case "porting":
            return "Not porting" if value == "none" else f"Port {porting_badge(value).label.lower()}"
        case "assigned":
            return "Assigned" if yes else "Unassigned"
        case "forward":
            return "Forwards" if yes else "Does not forward"
        case "stuck":
            return f"Port stalled for {settings.QUO_PORT_STUCK_AFTER:g} days"
        case "unverified":
            return "Not confirmed by the last answer"
        case "warnings":
            return "With warnings"
        case "state":
            return {"removed": "Removed", "all": "Including removed"}.get(value, "")
        case "user":
            return f"Assigned to {people.get(value, value[:40])}"
        case "role":
            return f"User’s role: {dict(Role.choices).get(value, value[:40]).lower()}"
        case "group":
            return f"Group {value[:40]}"
        case "id":
            return f"Number {value[:40]}"
        case "kind":
            return dict(Kind.choices).get(value, value[:40])
        case "country":
            return "Country unknown" if value == "none" else f"Country {value[:40]}"
        case "q":
            return f"“{value[:40]}”"
        case _:
            return f"{name.capitalize()} {value[:40]}"
