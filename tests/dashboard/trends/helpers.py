"""What the tests of trends share: refreshes at other times, and what a plain recount of the export gives."""

import csv
import io
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
from tests.inventory.refreshing.helpers import answer_of, running_refresh

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
