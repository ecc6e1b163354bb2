"""The filters of /changes/."""

from datetime import timedelta
from typing import cast

import django_filters
from django.utils import timezone

from dashboard.days import SinceFilter, UntilFilter, start_of
from inventory.choices import ChangeKind
from inventory.models import Change, PhoneNumber, WorkspaceUser
from inventory.models.changes import ChangeQuerySet

PERIODS = (("today", "Today"), ("24h", "Last 24 hours"), ("7d", "Last 7 days"))


class ChangeFilter(django_filters.FilterSet):
    """By number and user (an ID, or words to search for), kind, refresh, period, and days (`since`, `until`)."""

    number = django_filters.CharFilter(method="by_number", max_length=255)
    user = django_filters.CharFilter(method="by_user", max_length=255)
    kind = django_filters.MultipleChoiceFilter(choices=ChangeKind.choices, distinct=False)
    refresh = django_filters.NumberFilter(field_name="refresh_id", min_value=1, max_value=2**62)
    since = SinceFilter()
    until = UntilFilter()
    period = django_filters.ChoiceFilter(choices=PERIODS, method="by_period")

    class Meta:
        model = Change
        fields: tuple[str, ...] = ()

    def by_number(self, changes: ChangeQuerySet, name: str, value: str) -> ChangeQuerySet:
        if Change.objects.filter(number_id=value).exists():
            return changes.filter(number_id=value)
        return changes.filter(number_id__in=PhoneNumber.objects.search(value).values("id"))

    def by_user(self, changes: ChangeQuerySet, name: str, value: str) -> ChangeQuerySet:
        if Change.objects.filter(user_id=value).exists():
            return changes.filter(user_id=value)
        return changes.filter(user_id__in=WorkspaceUser.objects.search(value).values("id"))

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
        """Without the additions of a first import, unless its refresh, one number or one user is requested."""
        if not self.form.is_valid():
            return Change.objects.none()
        found = cast(ChangeQuerySet, super().qs)
        requested = self.form.cleaned_data
        of_one = requested["number"] or requested["user"] or requested["refresh"]
        return found.shown() if of_one else found.news()
