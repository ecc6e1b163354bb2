import sys
from functools import partial
from typing import Any

from django.db import migrations

from inventory.refreshing.replay import Replay


def fill_history(apps: Any, schema_editor: Any) -> None:
    """All of it or nothing: where it is stopped, it begins anew."""
    model = partial(apps.get_model, "inventory")
    if model("Change").objects.exists():
        Replay(model, lambda text: sys.stdout.write(f"  history: {text}\n")).build()


class Migration(migrations.Migration):
    dependencies = [("inventory", "0006_changes_of_ports")]

    operations = [migrations.RunPython(fill_history, migrations.RunPython.noop)]
