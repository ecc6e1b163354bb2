"""Keep how many numbers there are at the end of each day, in the transaction of the refresh that says so."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from inventory.choices import RESTRICTED, RESTRICTIONS, Kind
from inventory.models import DailyCount, PhoneNumber
from inventory.models.daily_counts import COUNTED, day_of, end_of
from inventory.models.numbers import has_users, stalled_port
from inventory.refreshing.bulk import insert

BY = ("country", "kind", "porting_status")


def record_day(now: datetime, *, changed: bool, complete: bool) -> None:
    """Count the numbers anew for the day of `now`. A day begins with a change, or with the first answer of the whole
    workspace; later ones that change nothing cost a look whether it has begun.
    """
    day = day_of(now)
    kept = DailyCount.objects.filter(day=day)
    if not changed and (not complete or kept.exists()):
        return
    kept.delete()
    stalled = stalled_port(end_of(day) - timedelta(days=settings.QUO_PORT_STALLED_AFTER))
    conditions: dict[str, Any] = {"unassigned": ~has_users(), "stalled": stalled}
    conditions |= {restriction.column: Q(**{restriction.column: RESTRICTED}) for restriction in RESTRICTIONS}
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    rows = PhoneNumber.objects.current().order_by().values(*BY).annotate(numbers=Count("pk"), **counts)
    nothing = dict.fromkeys((*BY, *COUNTED), 0) | {"country": "", "kind": Kind.UNKNOWN.value, "porting_status": ""}
    insert(DailyCount, ({"day": day} | row for row in list(rows) or [nothing]))
