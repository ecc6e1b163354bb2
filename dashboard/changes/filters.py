"""The filters of /changes/."""

from typing import cast

import django_filters

from dashboard.days import SinceFilter, UntilFilter
from inventory.choices import ChangeKind
from inventory.models import Change
from inventory.models.changes import ChangeQuerySet


class ChangeFilter(django_filters.FilterSet):
    """By number, user, kind, refresh and day (`since`, `until`, both included)."""

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
        """Without the additions of a first import, unless its refresh, one number or one user is requested."""
        if not self.form.is_valid():
            return Change.objects.none()
        found = cast(ChangeQuerySet, super().qs)
        requested = self.form.cleaned_data
        of_one = requested["number"] or requested["user"] or requested["refresh"]
        return found.shown() if of_one else found.news()
