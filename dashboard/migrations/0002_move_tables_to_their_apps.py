"""Renames the tables for the apps that own them from here on. Their content types, and so all permissions, follow."""

from typing import Any

from django.db import migrations

HOMES = {
    "savedview": "numbers",
    "preferences": "numbers",
    "auditentry": "audit",
    "provideraccount": "accounts",
}


def move_content_types(apps: Any, schema_editor: Any) -> None:
    content_types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    for model, app in HOMES.items():
        content_types.filter(app_label="dashboard", model=model).update(app_label=app)


class Migration(migrations.Migration):

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("dashboard", "0001_squashed_first_version"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable(model, f"{app}_{model}") for model, app in HOMES.items()],
            state_operations=[migrations.DeleteModel(model) for model in HOMES],
        ),
        migrations.RunPython(move_content_types, migrations.RunPython.noop),
    ]
