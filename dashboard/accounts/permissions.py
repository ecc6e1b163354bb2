"""An account's permissions in one query: its own and its groups'. Django's ModelBackend asks for them in two."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q


class PermissionsAtOnce:
    """Signs nobody in. It stands before ModelBackend, and leaves what it reads where that one looks first."""

    def authenticate(self, request: Any, **_: Any) -> None:
        return None

    def has_perm(self, account: Any, permission: str, obj: Any = None) -> bool:
        return obj is None and isinstance(account, User) and account.is_active and permission in _permissions(account)


def _permissions(account: User) -> set[str]:
    if not hasattr(account, "_perm_cache"):
        own = User.user_permissions.through.objects.filter(user=account).values("permission")
        of_groups = Group.permissions.through.objects.filter(group__user=account).values("permission")
        granted = Permission.objects.filter(Q(pk__in=own) | Q(pk__in=of_groups)).order_by()
        names = granted.values_list("content_type__app_label", "codename")
        account._perm_cache = {f"{app}.{codename}" for app, codename in names}  # type: ignore[attr-defined]
    found: set[str] = account._perm_cache  # type: ignore[attr-defined]
    return found
