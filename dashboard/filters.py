"""The filters of the lists, as they stand in the URL."""

from dataclasses import dataclass
from typing import Any, cast

import django_filters
from django import forms
from django.conf import settings
from django.http import QueryDict

from dashboard.figures import Figures, stuck_before
from inventory.choices import RESTRICTION_BY_KEY, RESTRICTIONS, Kind, Role, porting_badge
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.querysets import PhoneNumberQuerySet, WorkspaceUserQuerySet

YES_NO = (("yes", "Yes"), ("no", "No"))
STATES = (("current", "Current"), ("removed", "Removed"), ("all", "All"))
WAYS = (("any", "Restricted in any way"), *((r.key, f"Cannot {r.verb} {r.place}") for r in RESTRICTIONS))


class OpenChoicesField(forms.MultipleChoiceField):
    """Values of an open vocabulary: one that nobody has finds nothing, and is no mistake."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= 255 and "\x00" not in value


class OpenChoiceFilter(django_filters.MultipleChoiceFilter):
    field_class = OpenChoicesField


class NumberFilter(django_filters.FilterSet):
    """Filters of /numbers/. Those of one name are alternatives for `porting`, and all apply for `restricted`."""

    id = OpenChoiceFilter(method="by_ids")
    q = django_filters.CharFilter(method="by_text", max_length=200)
    user = django_filters.CharFilter(method="by_user", max_length=255)
    role = django_filters.CharFilter(method="by_role", max_length=255)
    group = django_filters.CharFilter(field_name="group_id", max_length=255)
    porting = OpenChoiceFilter(method="by_porting")
    restricted = django_filters.MultipleChoiceFilter(choices=WAYS, method="by_restrictions")
    assigned = django_filters.ChoiceFilter(choices=YES_NO, method="by_assigned")
    forward = django_filters.ChoiceFilter(choices=YES_NO, method="by_forward")
    country = django_filters.CharFilter(field_name="country", max_length=8)
    kind = django_filters.ChoiceFilter(field_name="kind", choices=Kind.choices)
    stuck = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_stuck")
    state = django_filters.ChoiceFilter(choices=STATES, method="by_state")

    class Meta:
        model = PhoneNumber
        fields: tuple[str, ...] = ()

    def by_ids(self, numbers: PhoneNumberQuerySet, name: str, value: list[str]) -> PhoneNumberQuerySet:
        return numbers.filter(pk__in=value) if value else numbers

    def by_text(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.search(value)

    def by_user(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.held_by(value)

    def by_role(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.held_by_role(value)

    def by_porting(self, numbers: PhoneNumberQuerySet, name: str, value: list[str]) -> PhoneNumberQuerySet:
        return numbers.porting(value) if value else numbers

    def by_restrictions(self, numbers: PhoneNumberQuerySet, name: str, value: list[str]) -> PhoneNumberQuerySet:
        return numbers.restricted(value)

    def by_assigned(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.assigned() if value == "yes" else numbers.unassigned()

    def by_forward(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.exclude(forward="") if value == "yes" else numbers.filter(forward="")

    def by_stuck(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.ports_under_way().filter(porting_since__lt=stuck_before())

    def by_state(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.removed() if value == "removed" else numbers

    @property
    def qs(self) -> PhoneNumberQuerySet:
        """Removed numbers are left out unless they are asked for. A filter that makes no sense finds nothing."""
        if not self.form.is_valid():
            return PhoneNumber.objects.none()
        found = cast(PhoneNumberQuerySet, super().qs)
        return found if self.form.cleaned_data["state"] in ("removed", "all") else found.current()


class UserFilter(django_filters.FilterSet):
    """Filters of /users/."""

    q = django_filters.CharFilter(method="by_text", max_length=200)
    role = django_filters.CharFilter(field_name="role", max_length=255)

    class Meta:
        model = WorkspaceUser
        fields: tuple[str, ...] = ()

    def by_text(self, users: WorkspaceUserQuerySet, name: str, value: str) -> WorkspaceUserQuerySet:
        return users.search(value)


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


def facets(query: QueryDict, known: Figures) -> dict[str, Any]:
    """What the rail offers. Counts are of all current numbers, so that they say what there is to find."""
    chosen = query.getlist("restricted")
    ways = {
        use: [
            Option("restricted", r.key, REGION_LABELS[r.region], known.restricted[r.column], r.key in chosen)
            for r in RESTRICTIONS
            if r.use == use
        ]
        for use in ("calling", "messaging")
    }
    held = query.get("assigned", "")
    holders = [
        Option("assigned", "", "Anyone", known.total, not held),
        Option("assigned", "yes", "Someone", known.assigned, held == "yes"),
        Option("assigned", "no", "No one", known.unassigned, held == "no"),
    ]
    return {"ways": ways, "porting": _porting_options(query, known), "held": holders, "total": known.total}


REGION_LABELS = {"US": "US", "CA": "Canada", "Intl": "International"}


def _porting_options(query: QueryDict, known: Figures) -> list[Option]:
    chosen = query.getlist("porting")
    options = [
        Option(
            "porting",
            stage.status or "none",
            porting_badge(stage.status).label if stage.status else "Not porting",
            stage.count,
            (stage.status or "none") in chosen,
        )
        for stage in known.stages
    ]
    return sorted(options, key=lambda option: option.value == "none")


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
                found.append(Chip(name, label(name, value, people), without.urlencode()))
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
            return "Held by someone" if yes else "Held by no one"
        case "forward":
            return "Forwards" if yes else "Does not forward"
        case "stuck":
            return f"Port not moved in {settings.QUO_PORT_STUCK_AFTER:g} days"
        case "state":
            return {"removed": "Removed", "all": "Removed ones too"}.get(value, "")
        case "user":
            return f"Held by {people.get(value, value[:40])}"
        case "role":
            return (
                f"Held by {'an' if value[:1] in 'aeiou' else 'a'} {dict(Role.choices).get(value, value[:40]).lower()}"
            )
        case "group":
            return f"Group {value[:40]}"
        case "id":
            return f"Number {value[:40]}"
        case "kind":
            return dict(Kind.choices).get(value, value[:40])
        case "q":
            return f"“{value[:40]}”"
        case _:
            return f"{name.capitalize()} {value[:40]}"
