"""The filters of the lists, as they stand in the URL."""

from typing import Any, cast

import django_filters
from django import forms

from inventory.choices import RESTRICTIONS, Kind
from inventory.models import PhoneNumber
from inventory.models.numbers import PhoneNumberQuerySet
from inventory.statistics import stuck_before

YES_NO = (("yes", "Yes"), ("no", "No"))
STATES = (("current", "Current"), ("removed", "Removed"), ("all", "All"))
EVERYTHING = "state=current"  # the query of a list of numbers without filters: the path alone is the default view
NOTHING: tuple[Any, ...] = ("", None, [], "current")
WAYS = (("any", "Restricted in any way"), *((r.key, f"Cannot {r.verb} {r.place}") for r in RESTRICTIONS))


class OpenChoicesField(forms.MultipleChoiceField):
    """Values of an open vocabulary: one that nobody has finds nothing, and is no mistake."""

    def to_python(self, value: Any) -> list[str]:
        """A form sends a menu in which nothing is chosen as an empty value: that is no choice."""
        return [choice for choice in super().to_python(value) if choice]

    def valid_value(self, value: str) -> bool:
        return len(value) <= 255 and "\x00" not in value


class OpenChoiceFilter(django_filters.MultipleChoiceFilter):
    field_class = OpenChoicesField


class NumberFilter(django_filters.FilterSet):
    """Filters of /numbers/. Those of one name are alternatives; for `restricted` all of them apply."""

    id = OpenChoiceFilter(method="by_ids")
    q = django_filters.CharFilter(method="by_text", max_length=200)
    user = OpenChoiceFilter(method="by_users")
    role = django_filters.CharFilter(method="by_role", max_length=255)
    group = django_filters.CharFilter(field_name="group_id", max_length=255)
    porting = OpenChoiceFilter(method="by_porting")
    restricted = django_filters.MultipleChoiceFilter(choices=WAYS, method="by_restrictions")
    assigned = django_filters.ChoiceFilter(choices=YES_NO, method="by_assigned")
    forward = django_filters.ChoiceFilter(choices=YES_NO, method="by_forward")
    country = django_filters.CharFilter(method="by_country", max_length=8)
    kind = django_filters.ChoiceFilter(field_name="kind", choices=Kind.choices)
    stuck = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_stuck")
    unverified = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_unverified")
    warnings = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_warnings")
    state = django_filters.ChoiceFilter(choices=STATES, method="by_state")

    class Meta:
        model = PhoneNumber
        fields: tuple[str, ...] = ()

    def by_ids(self, numbers: PhoneNumberQuerySet, name: str, value: list[str]) -> PhoneNumberQuerySet:
        return numbers.filter(pk__in=value) if value else numbers

    def by_text(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.search(value)

    def by_users(self, numbers: PhoneNumberQuerySet, name: str, value: list[str]) -> PhoneNumberQuerySet:
        return numbers.assigned_to(*value) if value else numbers

    def by_role(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.assigned_to_role(value)

    def by_porting(self, numbers: PhoneNumberQuerySet, name: str, value: list[str]) -> PhoneNumberQuerySet:
        return numbers.porting(value) if value else numbers

    def by_restrictions(self, numbers: PhoneNumberQuerySet, name: str, value: list[str]) -> PhoneNumberQuerySet:
        return numbers.restricted(value)

    def by_assigned(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.assigned() if value == "yes" else numbers.unassigned()

    def by_forward(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.exclude(forward="") if value == "yes" else numbers.filter(forward="")

    def by_country(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.filter(country="" if value == "none" else value)

    def by_stuck(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.stalled_ports(stuck_before())

    def by_unverified(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.unverified()

    def by_warnings(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.with_warnings()

    def by_state(self, numbers: PhoneNumberQuerySet, name: str, value: str) -> PhoneNumberQuerySet:
        return numbers.removed() if value == "removed" else numbers

    @property
    def is_active(self) -> bool:
        """Whether it leaves out any current number, or adds others. One that makes no sense does."""
        return not self.form.is_valid() or any(value not in NOTHING for value in self.form.cleaned_data.values())

    @property
    def qs(self) -> PhoneNumberQuerySet:
        """Removed numbers are left out unless they are asked for. A filter that makes no sense finds nothing."""
        if not self.form.is_valid():
            return PhoneNumber.objects.none()
        found = cast(PhoneNumberQuerySet, super().qs)
        return found if self.form.cleaned_data["state"] in ("removed", "all") else found.current()
