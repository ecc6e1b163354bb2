"""The filters of the list of numbers, as they stand in the URL: read and applied by the table of facets."""

from collections import OrderedDict
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from dashboard.numbers.facets import FACETS, Facet
from dashboard.values import check_count
from inventory.models import PhoneNumber
from inventory.models.numbers import PhoneNumberQuerySet

EVERYTHING = "state=current"  # the query of a list of numbers without filters: the path alone is the default view


class FacetField(forms.MultipleChoiceField):
    """The values of a filter. One that no number has finds nothing, and is no mistake."""

    def __init__(self, *, facet: Facet, **options: Any) -> None:
        super().__init__(**options)
        self.facet = facet

    def to_python(self, value: Any) -> list[str]:
        return self.facet.chosen(super().to_python(value))

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        check_count(value)

    def valid_value(self, value: str) -> bool:
        facet = self.facet
        if facet.values:
            return value in (*facet.values, *facet.unoffered)
        return len(value) <= facet.longest and "\x00" not in value


class FacetFilter(django_filters.Filter):
    field_class = FacetField

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(self.extra["facet"].condition(value)) if value else qs


class NumberFilter(django_filters.FilterSet):
    """Filters of /numbers/."""

    class Meta:
        model = PhoneNumber
        fields: tuple[str, ...] = ()

    def __init__(self, query: QueryDict, numbers: PhoneNumberQuerySet) -> None:
        """Only of the filters that the URL names: copying all of them takes a tenth of a page's time."""
        self.base_filters = OrderedDict((name, some) for name, some in self.base_filters.items() if name in query)
        super().__init__(query, numbers)

    @classmethod
    def get_filters(cls) -> OrderedDict[str, django_filters.Filter]:
        return OrderedDict((facet.name, FacetFilter(facet=facet)) for facet in FACETS)

    @property
    def is_active(self) -> bool:
        """Whether it leaves out any current number, or adds others. One that makes no sense does."""
        return not self.form.is_valid() or any(
            values and (name, values) != ("state", ["current"]) for name, values in self.form.cleaned_data.items()
        )

    @property
    def qs(self) -> PhoneNumberQuerySet:
        """Removed numbers are left out unless they are asked for. A filter that makes no sense finds nothing."""
        if not self.form.is_valid():
            return PhoneNumber.objects.none()
        found = cast(PhoneNumberQuerySet, super().qs)
        return found if self.form.cleaned_data.get("state") else found.current()
