"""The filters of /audit/."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from dashboard.audit.models import AuditEntry
from dashboard.days import SinceFilter, UntilFilter


class AuditFilter(django_filters.FilterSet):
    """By account, kind, address and time (`since`, `until`: dates, both included)."""

    who = django_filters.CharFilter(max_length=255)
    action = django_filters.MultipleChoiceFilter(choices=AuditEntry.Action.choices, distinct=False)
    address = django_filters.CharFilter(max_length=45)
    since = SinceFilter()
    until = UntilFilter()

    class Meta:
        model = AuditEntry
        fields: tuple[str, ...] = ()

    @property
    def qs(self) -> QuerySet[Any]:
        return super().qs if self.form.is_valid() else AuditEntry.objects.none()
