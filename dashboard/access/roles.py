"""The two roles, as Django groups: who may see, and who may also refresh and decide."""

from django.contrib.auth.models import AbstractUser, Group, Permission
from django.db.models import Q

VIEWER, ADMIN = "Viewer", "Admin"
SEE = "inventory.view_phonenumber"  # without it no page shows anything
SEE_AUDIT = "dashboard.view_auditentry"
PERMISSIONS = {
    VIEWER: (SEE,),
    ADMIN: (SEE, "inventory.start_refresh", "inventory.accept_removals", SEE_AUDIT),
}


def role(name: str) -> Group:
    """The group of that name. One that somebody deleted comes back, as the migration made it."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        wanted = Q(pk__in=[])
        for permission in PERMISSIONS[name]:
            app, _, codename = permission.partition(".")
            wanted |= Q(content_type__app_label=app, codename=codename)
        group.permissions.set(Permission.objects.filter(wanted))
    return group


def has_role(account: AbstractUser) -> bool:
    return account.has_perm(SEE)


def follow(account: AbstractUser, names: set[str]) -> None:
    """Gives the account exactly these of our roles. Other groups of its are left alone."""
    held = set(account.groups.filter(name__in=PERMISSIONS).values_list("name", flat=True))
    for name in sorted(names - held):
        account.groups.add(role(name))
    for name in sorted(held - names):
        account.groups.remove(Group.objects.get(name=name))
