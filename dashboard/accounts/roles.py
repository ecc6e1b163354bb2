"""The two roles, as Django groups: who may see, and who may also refresh and decide."""

from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth.models import AbstractUser, Group, Permission, User

from dashboard.accounts.models import MANAGE
from dashboard.alerts import models as alerts
from dashboard.audit import models as audit
from dashboard.numbers.models import SHARE
from dashboard.overview.models import SNOOZE

VIEWER, ADMIN = "Viewer", "Admin"
SEE = "inventory.view_phonenumber"  # without it no page shows anything
PERMISSIONS = {
    VIEWER: (SEE,),
    ADMIN: (
        SEE,
        "inventory.start_refresh",
        "inventory.accept_removals",
        audit.SEE,
        SHARE,
        SNOOZE,
        MANAGE,
        alerts.MANAGE,
    ),
}


def sync_after_migrate(using: str, apps: Apps = apps, **_: Any) -> None:
    """Syncs the roles where `migrate` has made the tables of groups and permissions."""
    if {"auth_permission", "auth_group"} <= {model._meta.db_table for model in apps.get_models()}:
        sync_roles(using)


def sync_roles(using: str = "default") -> None:
    """Makes the role groups with their permissions, and gives back what a group has lost.

    Before there is any account, this is the installation and goes past the audit log's signals. Later it is a repair.
    """
    installing = not User.objects.using(using).exists()
    granted = Group.permissions.through.objects.using(using)
    for name, wanted in PERMISSIONS.items():
        group = Group.objects.using(using).filter(name=name).first()
        if group is None:
            group = Group(name=name)
            if installing:
                Group.objects.using(using).bulk_create([group])
            else:
                group.save(using=using)
        for permission in wanted:
            app, _, codename = permission.partition(".")
            missing = Permission.objects.using(using).filter(content_type__app_label=app, codename=codename)
            missing = missing.exclude(group=group)  # empty also where `migrate` stopped short of that app
            if installing:
                granted.bulk_create([granted.model(group=group, permission=each) for each in missing])
            else:
                group.permissions.add(*missing)


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
    current = set(account.groups.filter(name__in=PERMISSIONS).values_list("name", flat=True))
    for name in sorted(names - current):
        account.groups.add(role(name))
    for name in sorted(current - names):
        account.groups.remove(Group.objects.get(name=name))
