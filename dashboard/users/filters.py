"""The filters of /users/, as they stand in the URL."""

from typing import cast

import django_filters

from inventory.models import WorkspaceUser
from inventory.models.users import WorkspaceUserQuerySet

NUMBERS = (("none", "No numbers"), ("some", "With numbers"))
STATES = (("current", "Current"), ("removed", "Removed"), ("all", "All"))


class UserFilter(django_filters.FilterSet):
    """Filters of /users/."""

    q = django_filters.CharFilter(method="by_text", max_length=200)
    role = django_filters.CharFilter(field_name="role", max_length=255)
    numbers = django_filters.ChoiceFilter(choices=NUMBERS, method="by_numbers")
    state = django_filters.ChoiceFilter(choices=STATES, method="by_state")

    class Meta:
        model = WorkspaceUser
        fields: tuple[str, ...] = ()

    def by_text(self, users: WorkspaceUserQuerySet, name: str, value: str) -> WorkspaceUserQuerySet:
        return users.search(value)

    def by_numbers(self, users: WorkspaceUserQuerySet, name: str, value: str) -> WorkspaceUserQuerySet:
        return users.without_numbers() if value == "none" else users.with_numbers()

    def by_state(self, users: WorkspaceUserQuerySet, name: str, value: str) -> WorkspaceUserQuerySet:
        return users.removed() if value == "removed" else users

    @property
    def qs(self) -> WorkspaceUserQuerySet:
        """Removed users are left out unless they are requested. An invalid filter finds nothing."""
        if not self.form.is_valid():
            return WorkspaceUser.objects.none()
        found = cast(WorkspaceUserQuerySet, super().qs)
        return found if self.form.cleaned_data["state"] in ("removed", "all") else found.current()
