from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.models import Count, Exists, OuterRef, Q

from inventory.choices import RESTRICTED, RESTRICTIONS, Porting
from inventory.models.daily_counts import COUNTED, day_of, end_of

BY = ("country", "kind", "porting_status")


def fill_daily_counts(apps: Any, schema_editor: Any) -> None:
    """Counts, from the history, the days that refreshes saw before each day was counted."""
    model = partial(apps.get_model, "inventory")
    known_since = model("CacheState").objects.values_list("known_since", flat=True).first()
    if known_since is None:
        return
    of_workspace = model("Refresh").objects.filter(scope="workspace", state="succeeded", finished_at__gte=known_since)
    changes = model("Change").objects.filter(at__gte=known_since).order_by()
    moments = {*of_workspace.values_list("finished_at", flat=True), *changes.values_list("at", flat=True).distinct()}
    days = {day_of(moment) for moment in moments} - {*model("DailyCount").objects.values_list("day", flat=True)}
    for day in sorted(days):
        counted = count_day(model, day) or {("", "unknown", ""): Counter()}
        rows = [dict(zip(BY, of, strict=True)) | {name: counts[name] for name in COUNTED} for of, counts in counted.items()]
        model("DailyCount").objects.bulk_create(model("DailyCount")(day=day, **row) for row in rows)


def count_day(model: Any, day: date) -> dict[tuple[str, ...], Counter[str]]:
    """By country, kind and porting status."""
    moment = end_of(day) - timedelta(microseconds=1)
    today, past = Q(since__lte=moment), Q(since__lte=moment, until__gt=moment)
    of_number = {"number_id": OuterRef("id")}
    unassigned: Any = ~Exists(model("Assignment").objects.filter(today, **of_number))
    unassigned &= ~Exists(model("PastAssignment").objects.filter(past, **of_number))
    stalled = end_of(day) - timedelta(days=settings.QUO_PORT_STALLED_AFTER)
    conditions: dict[str, Any] = {
        "numbers": Q(),
        "unassigned": unassigned,
        "stalled": Q(porting_status__in=Porting.UNDER_WAY.words, porting_since__lt=stalled),
        **{way.column: Q(**{way.column: RESTRICTED}) for way in RESTRICTIONS},
    }
    counts = {name: Count("id", filter=conditions[name]) for name in COUNTED}
    found: dict[tuple[str, ...], Counter[str]] = {}
    for rows in (model("PhoneNumber").objects.filter(today), model("PastNumber").objects.filter(past)):
        for row in rows.filter(removed_at=None).order_by().values(*BY).annotate(**counts):
            of = tuple(row.pop(name) for name in BY)
            found[of] = found.get(of, Counter()) + Counter(row)
    return found


class Migration(migrations.Migration):
    dependencies = [("inventory", "0007_fill_history")]

    operations = [migrations.RunPython(fill_daily_counts, migrations.RunPython.noop)]
