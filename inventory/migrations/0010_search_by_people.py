from typing import Any

from django.db import migrations, models

JOINED = {"sqlite": "group_concat(search_text, char(10))", "postgresql": "string_agg(search_text, chr(10))"}


def fill(apps: Any, schema_editor: Any) -> None:
    """Gives the numbers of an existing database what the next refresh that reads them would."""
    joined = JOINED[schema_editor.connection.vendor]
    schema_editor.execute(
        "UPDATE inventory_phonenumber SET people_text = coalesce(("  # noqa: S608 - nothing in it is from outside
        f"SELECT {joined} FROM (SELECT search_text FROM inventory_workspaceuser AS person "
        "JOIN inventory_assignment ON user_id = person.id WHERE number_id = inventory_phonenumber.id "
        "ORDER BY sort_name, person.id) AS people), '')"
    )


class Migration(migrations.Migration):
    dependencies = [("inventory", "0009_index_of_what_is_counted")]

    operations = [
        migrations.AddField("phonenumber", "people_text", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
