"""Columns by the field's own terms: who requested a refresh, and how many numbers a user is assigned to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0004_cache_state")]

    operations = [
        migrations.RemoveIndex("workspaceuser", "user_by_held_alone"),
        migrations.RenameField("refresh", "asked_by", "requested_by_name"),
        migrations.RenameField("workspaceuser", "held", "number_count"),
        migrations.RenameField("workspaceuser", "held_alone", "sole_count"),
        migrations.AddIndex("workspaceuser", models.Index(fields=["sole_count"], name="user_by_sole_count")),
    ]
