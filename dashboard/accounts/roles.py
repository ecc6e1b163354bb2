"""The two roles, as Django groups: who may see, and who may also refresh and decide."""

from django.contrib.auth.models import AbstractUser, Group, Permission

VIEWER, ADMIN = "Viewer", "Admin"
SEE = "inventory.view_phonenumber"  # without it no page shows anything
SEE_AUDIT = "audit.view_auditentry"
PERMISSIONS = {
    VIEWER: (SEE,),
    ADMIN: (SEE, "inventory.start_refresh", "inventory.accept_removals", SEE_AUDIT),
}


def sync_roles(using: str = "default") -> None:
    """Makes the role groups with their permissions, and gives back what a group has lost. Runs after each `migrate`."""
    for name, wanted in PERMISSIONS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        for permission in wanted:
            app, _, codename = permission.partition(".")
            found = Permission.objects.using(using).filter(content_type__app_label=app, codename=codename)
            group.permissions.add(*found)  # none where `migrate` stopped short of that app


def role(name: str) -> Group:
    """The group of that name. One that somebody deleted comes back."""
    group = Group.objects.filter(name=name).first()
    if group is None:
        sync_roles()
        group = Group.objects.get(name=name)
    return group


def has_role(account: AbstractUser) -> bool:
    return account.has_perm(SEE)


def sync_user_roles(account: AbstractUser, names: set[str]) -> None:
    """Gives the account exactly these of our roles. Other groups of its are left alone."""
    held = set(account.groups.filter(name__in=PERMISSIONS).values_list("name", flat=True))
    for name in sorted(names - held):
        account.groups.add(role(name))
    for name in sorted(held - names):
        account.groups.remove(Group.objects.get(name=name))
