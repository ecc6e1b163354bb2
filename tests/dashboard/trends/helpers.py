"""What the tests of trends share: refreshes at other times, and what a plain recount of the export gives."""

import csv
import io
import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from inventory.choices import Scope, State
from inventory.models import DailyCount, Refresh
from inventory.refreshing.run import ProgressReporter, store
from inventory.refreshing.snapshot import read_known
from tests.dashboard.model import NUMBERS
from tests.dashboard.workspaces import STATUSES, VALUES
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, running_refresh

COLUMNS = ("calling_us", "calling_ca", "calling_intl", "messaging_us", "messaging_ca", "messaging_intl")
Recount = dict[tuple[str, str, str], Counter[str]]  # by country, kind and porting status


def refresh_at(moment: datetime, records: list[Any], scope: str = Scope.WORKSPACE, target: str = "") -> Refresh:
    """A refresh to which Quo gave these records at that time."""
    refresh = running_refresh(scope, target)
    refresh.started_at = moment
    known = read_known(Scope(scope), target)
    store(refresh, answer_of(records), ProgressReporter(refresh), known, now=moment)
    Refresh.objects.filter(state=State.QUEUED).update(state=State.CANCELLED)
    refresh.refresh_from_db()
    return refresh


def some_record(place: int, chance: random.Random) -> dict[str, Any]:
    values = [{region: chance.choice(VALUES) for region in ("US", "CA", "Intl")} for _ in range(2)]
    return a_number(
        f"PN{place}",
        number=chance.choice([*NUMBERS]),
        portingStatus=chance.choice(STATUSES),
        users=[a_user(f"US{user}") for user in chance.sample(range(4), chance.choice([0, 1, 2]))],
        restrictions={"calling": values[0], "messaging": values[1]},
    )


def rows_of(response: Any) -> list[dict[str, str]]:
    content = b"".join(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def exported(client: Client) -> list[dict[str, str]]:
    """The numbers as their export has them."""
    return rows_of(client.get(reverse("export-csv"), {"fields": "all", "state": "current"}))


def recount(rows: Iterable[dict[str, str]]) -> Recount:
    found: Recount = {}
    for row in rows:
        counts = found.setdefault((row["country"], row["kind"], row["porting_status"]), Counter())
        counts["numbers"] += 1
        counts["unassigned"] += not row["user_ids"]
        counts.update(column for column in COLUMNS if row[column] == "restricted")
    return found


def kept(day: date) -> Recount:
    """The day's counts as they are kept, without those of stalled ports."""
    return {
        (row.country, row.kind, row.porting_status): +Counter(
            {name: getattr(row, name) for name in ("numbers", "unassigned", *COLUMNS)}
        )
        for row in DailyCount.objects.filter(day=day)
    }
