"""The filters of /changes/."""

from datetime import timedelta
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from dashboard.days import SinceFilter, UntilFilter, start_of
from dashboard.values import check_count, distinct
from inventory.choices import ChangeKind
from inventory.models import Change, PhoneNumber, WorkspaceUser
from inventory.models.changes import ChangeQuerySet
from inventory.models.numbers import PhoneNumberQuerySet
from inventory.models.users import WorkspaceUserQuerySet

PERIODS = (("today", "Today"), ("24h", "Last 24 hours"), ("7d", "Last 7 days"))


class ChosenField(forms.MultipleChoiceField):
    def to_python(self, value: Any) -> list[str]:
        """A menu in which nothing is chosen sends an empty value."""
        return distinct(super().to_python(value))


class WordsField(ChosenField):
    """IDs or words, which nothing needs to have."""

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        check_count(value)

    def valid_value(self, value: str) -> bool:
        return len(value) <= 255 and "\x00" not in value


class WordsFilter(django_filters.MultipleChoiceFilter):
    field_class = WordsField


class KindFilter(django_filters.MultipleChoiceFilter):
    field_class = ChosenField


class ChangeFilter(django_filters.FilterSet):
    """By numbers and users (IDs, or words to search for), kind, refresh, period, and days (`since`, `until`)."""

    number = WordsFilter(method="by_number")
    user = WordsFilter(method="by_user")
    kind = KindFilter(choices=ChangeKind.choices, distinct=False)
    refresh = django_filters.NumberFilter(field_name="refresh_id", min_value=1, max_value=2**62)
    since = SinceFilter()
    until = UntilFilter()
    period = django_filters.ChoiceFilter(choices=PERIODS, method="by_period")

    class Meta:
        model = Change
        fields: tuple[str, ...] = ()

    def by_number(self, changes: ChangeQuerySet, name: str, value: list[str]) -> ChangeQuerySet:
        return changes.filter(_any_of("number_id", PhoneNumber.objects.all(), value)) if value else changes

    def by_user(self, changes: ChangeQuerySet, name: str, value: list[str]) -> ChangeQuerySet:
        return changes.filter(_any_of("user_id", WorkspaceUser.objects.all(), value)) if value else changes

    def by_period(self, changes: ChangeQuerySet, name: str, value: str) -> ChangeQuerySet:
        match value:
            case "today":
                return changes.filter(at__gte=start_of(timezone.localdate()))
            case "24h":
                return changes.filter(at__gte=timezone.now() - timedelta(hours=24))
            case _:
                return changes.filter(at__gte=start_of(timezone.localdate() - timedelta(days=6)))

    @property
    def qs(self) -> ChangeQuerySet:
        """Without the additions of a first import, unless its refresh, a number or a user is requested."""
        if not self.form.is_valid():
            return Change.objects.none()
        found = cast(ChangeQuerySet, super().qs)
        requested = self.form.cleaned_data
        of_one = requested["number"] or requested["user"] or requested["refresh"]
        return found.shown() if of_one else found.news()


def _any_of(column: str, rows: PhoneNumberQuerySet | WorkspaceUserQuerySet, values: list[str]) -> Q:
    """Changes of any of these rows: each value is an ID or, where there is none like it, words to search for."""
    known = list(rows.filter(pk__in=values).values_list("pk", flat=True))
    found = Q(**{f"{column}__in": known})
    for words in values:
        if words not in known:
            found |= Q(**{f"{column}__in": rows.search(words).order_by().values("id")})
    return found
