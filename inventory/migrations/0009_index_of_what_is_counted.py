from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0008_fill_daily_counts")]

    operations = [
        migrations.AddIndex(
            "phonenumber",
            models.Index(
                fields=[
                    "country", "kind", "porting_status", "removed_at", "sort_people", "calling_order",
                    "messaging_order", "porting_since",
                ],
                name="number_by_counted",
            ),
        ),
    ]
