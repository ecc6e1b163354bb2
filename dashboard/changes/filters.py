"""The filters of /changes/."""

from typing import cast

import django_filters

from dashboard.days import SinceFilter, UntilFilter
from inventory.choices import ChangeKind
from inventory.models import Change
from inventory.models.changes import ChangeQuerySet


class ChangeFilter(django_filters.FilterSet):
    """By number, person, kind, refresh and time (`since`, `until`: dates, both included)."""

    number = django_filters.CharFilter(field_name="number_id", max_length=255)
    user = django_filters.CharFilter(field_name="user_id", max_length=255)
    kind = django_filters.MultipleChoiceFilter(choices=ChangeKind.choices, distinct=False)
    refresh = django_filters.NumberFilter(field_name="refresh_id", min_value=1, max_value=2**62)
    since = SinceFilter()
    until = UntilFilter()

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
        return found.shown() if asked["number"] or asked["user"] or asked["refresh"] else found.news()
