"""What porting statuses mean: one table for badges, queries, statistics and filters."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from inventory.choices import Porting, porting_badge
from inventory.models import PhoneNumber
from inventory.models.numbers import stalled_port
from inventory.reports.number_index import NumberIndex
from inventory.reports.statistics import count

from .refreshing.helpers import a_number, answer_of, refresh_with

LONG_AGO = "2020-01-01T00:00:00Z"
MEANINGS = {
    "completed": "done", "completed ": "done", "Completed": "done", "ported": "done", "complete": "done",
    "PORT_COMPLETE": "done", "activated": "done", "Done": "done", "port-activated": "done", "complete\u200b": "done",
    "rejected": "failed", "Failed": "failed", "exception": "failed", " port error": "failed",
    "port--rejected": "failed", "cancelled": "cancelled", "port-canceled": "cancelled", "Port_Cancelled": "cancelled",
    "WITHDRAWN": "cancelled",
    "pending": "under-way", "In Progress": "under-way", "in_progress": "under-way", "FOC-received": "under-way",
    "port-submitted": "under-way", "Ｄraft": "under-way",
    "on hold": "unknown", "not-completed": "unknown", "completed-not": "unknown", "17": "unknown",
}  # fmt: skip


@pytest.mark.parametrize("status", MEANINGS)
def test_a_status_means_one_thing_to_badge_query_and_statistics(status: str, db: None) -> None:
    meaning = MEANINGS[status]
    refresh_with(answer_of([a_number("PN1", portingStatus=status, updatedAt=LONG_AGO)]))
    number = PhoneNumber.objects.get()
    assert json.loads(number.raw)["portingStatus"] == status
    tones = {"done": "good", "failed": "bad", "cancelled": "muted", "under-way": "waiting", "unknown": "unknown"}
    assert porting_badge(status).tone == number.porting_badge.tone == tones[meaning]
    assert number.is_porting == (meaning == "under-way")
    assert PhoneNumber.objects.ports_under_way().exists() == (meaning == "under-way")
    assert PhoneNumber.objects.failed_ports().exists() == (meaning == "failed")
    now = datetime.now(UTC)
    assert PhoneNumber.objects.filter(stalled_port(now - timedelta(days=10))).exists() == (meaning == "under-way")
    statistics = count(NumberIndex())
    (stage,) = statistics.stages
    found = {"under-way": stage.is_under_way, "failed": stage.has_failed, "unknown": stage.is_unknown}
    assert [name for name, holds in found.items() if holds] == [meaning] * (meaning in found)
    assert statistics.stalled(now) == (meaning == "under-way")


def test_another_spelling_of_a_status_is_no_change(db: None) -> None:
    refresh_with(answer_of([a_number("PN1", portingStatus="in-progress", name="A")]))
    refresh = refresh_with(answer_of([a_number("PN1", portingStatus="In_Progress ", name="B")]))
    assert [change.field for change in refresh.changes.all()] == ["name"]


def test_the_words_of_carriers_are_in_one_table() -> None:
    words = [word for porting in Porting for word in porting.words]
    assert len(words) == len(set(words))
