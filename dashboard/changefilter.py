"""The filters of /changes/."""

from typing import cast

import django_filters

from inventory.choices import ChangeKind
from inventory.models import Change
from inventory.querysets import ChangeQuerySet


class ChangeFilter(django_filters.FilterSet):
    """By number, person, kind, refresh and time (`since`, `until`: dates, both included)."""

    number = django_filters.CharFilter(field_name="number_id", max_length=255)
    user = django_filters.CharFilter(field_name="user_id", max_length=255)
    kind = django_filters.MultipleChoiceFilter(choices=ChangeKind.choices)
    refresh = django_filters.NumberFilter(field_name="refresh_id", min_value=1, max_value=2**62)
    since = django_filters.DateFilter(field_name="at", lookup_expr="date__gte")
    until = django_filters.DateFilter(field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Change
        fields: tuple[str, ...] = ()

    @property
    def qs(self) -> ChangeQuerySet:
        """A first import is one entry, of its refresh, unless that refresh or one number or person is asked for."""
        if not self.form.is_valid():
            return Change.objects.none()
        found = cast(ChangeQuerySet, super().qs)
        asked = self.form.cleaned_data
        return found if asked["number"] or asked["user"] or asked["refresh"] else found.news()
