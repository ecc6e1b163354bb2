"""Makes the roles, as groups: Viewer sees, Admin also refreshes, decides on removals, and reads the audit.

Permissions are usually made after the last migration; these groups need theirs now, so they are made here.
"""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {
    "Viewer": ["view_phonenumber"],
    "Admin": ["view_phonenumber", "start_refresh", "accept_removals", "view_auditentry"],
}


def make_roles(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    for label in ("inventory", "dashboard"):
        create_permissions(installed.get_app_config(label), verbosity=0, interactive=False, using=using, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.using(using).filter(
                content_type__app_label__in=("inventory", "dashboard"), codename__in=codenames
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("dashboard", "0002_audit"),
        ("inventory", "0002_request_ids_and_workers"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
