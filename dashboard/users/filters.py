"""The filters of /users/, as they stand in the URL."""

import django_filters

from inventory.models import WorkspaceUser
from inventory.models.users import WorkspaceUserQuerySet


class UserFilter(django_filters.FilterSet):
    """Filters of /users/."""

    q = django_filters.CharFilter(method="by_text", max_length=200)
    role = django_filters.CharFilter(field_name="role", max_length=255)

    class Meta:
        model = WorkspaceUser
        fields: tuple[str, ...] = ()

    def by_text(self, users: WorkspaceUserQuerySet, name: str, value: str) -> WorkspaceUserQuerySet:
        return users.search(value)
