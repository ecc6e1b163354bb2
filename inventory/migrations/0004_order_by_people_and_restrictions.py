from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import inventory.models.fields

RANKS = {"restricted": 0, "": 2, "unrestricted": 3}


def fill_orders(apps: Any, schema_editor: Any) -> None:
    """Gives the numbers of an existing database what the next refresh that reads them would. It has no history yet."""
    numbers = apps.get_model("inventory", "PhoneNumber").objects.using(schema_editor.connection.alias)
    for use in ("calling", "messaging"):
        columns = [f"{use}_{region}" for region in ("us", "ca", "intl")]
        for values in numbers.values_list(*columns).order_by().distinct():
            us, canada, international = (RANKS.get(value, 1) for value in values)
            place = us * 16 + canada * 4 + international if any(values) else None
            numbers.filter(**dict(zip(columns, values, strict=True))).update(**{f"{use}_order": place})
    of_number = apps.get_model("inventory", "Assignment").objects.filter(number=OuterRef("pk"))
    numbers.update(sort_people=Subquery(of_number.order_by("user__sort_name").values("user__sort_name")[:1]))


class Migration(migrations.Migration):
    dependencies = [("inventory", "0003_periods")]

    operations = [
        migrations.AddField("phonenumber", "calling_order", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("phonenumber", "messaging_order", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "phonenumber", "sort_people", inventory.models.fields.KeyField(max_length=100, null=True)
        ),
        migrations.AddField("pastnumber", "calling_order", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("pastnumber", "messaging_order", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "pastnumber", "sort_people", inventory.models.fields.KeyField(max_length=100, null=True)
        ),
        migrations.RunPython(fill_orders, migrations.RunPython.noop),
        migrations.AddIndex(
            "phonenumber", models.Index(fields=["sort_people", "id", "removed_at"], name="number_by_people")
        ),
        migrations.AddIndex(
            "phonenumber", models.Index(fields=["calling_order", "id", "removed_at"], name="number_by_calling")
        ),
        migrations.AddIndex(
            "phonenumber", models.Index(fields=["messaging_order", "id", "removed_at"], name="number_by_messaging")
        ),
    ]
