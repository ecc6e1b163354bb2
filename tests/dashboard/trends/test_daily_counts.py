"""How many numbers there were on each day is what a plain recount of that day's export gives."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from inventory.choices import Scope
from inventory.models import DailyCount, PhoneNumber
from inventory.models.daily_counts import end_of
from inventory.refreshing.removals import accept
from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with, some_numbers

from .helpers import exported, kept, recount, refresh_at, some_record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_a_days_counts_are_a_recount_of_its_export(zone: str, owner: Client, settings: Settings) -> None:
    """Refreshes of all scopes at any hour, through two changes of the clock in New York and Auckland."""
    settings.TIME_ZONE = zone
    chance = random.Random(f"days in {zone}")
    moment = datetime(2025, 3, 1, tzinfo=UTC)
    records = {place: some_record(place, chance) for place in range(12)}
    exports: dict[date, list[dict[str, str]]] = {}
    for step in range(30):
        moment += timedelta(hours=chance.choice([1, 5, 11, 30, 200]))
        scope, target = (Scope.WORKSPACE, "") if chance.random() < 0.7 or not step else (Scope.NUMBER, "PN0")
        if scope == Scope.NUMBER:
            records[0] = some_record(0, chance)
            records[0]["symbol"] = str(step)  # something changes
        elif chance.random() < 0.7:
            records |= {place: some_record(place, chance) for place in chance.sample(range(14), 3)}
            records.pop(chance.choice([*records.keys() - {0}]))
        refresh_at(moment, [records[0]] if scope == Scope.NUMBER else [*records.values()], scope, target)
        exports[moment.astimezone(ZoneInfo(zone)).date()] = exported(owner)
    assert set(DailyCount.objects.values_list("day", flat=True)) == exports.keys()
    assert {day: kept(day) for day in exports} == {day: recount(rows) for day, rows in exports.items()}


def test_a_port_is_stalled_on_each_day_that_ends_ten_days_after_its_last_step(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    ports = [a_number("PN1", portingStatus="pending"), a_number("PN2", portingStatus="completed")]
    since = datetime(2026, 3, 20, 12, tzinfo=UTC)  # the clock changes on March 29
    refresh_at(since - timedelta(days=1), [a_number("PN1"), a_number("PN2")])
    for hours in range(0, 24 * 14, 6):
        refresh_at(since + timedelta(hours=hours), ports)
    counts = {row["day"]: row["stalled"] for row in DailyCount.objects.all().per()}
    ends = {day: datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZoneInfo("Europe/Berlin")) for day in counts}
    assert counts == {day: int((end - since).total_seconds() > 10 * 86_400) for day, end in ends.items()}
    assert sum(counts.values()) == 5


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 3, 28), "2026-03-29T00:00:00+01:00"),
        (date(2026, 3, 29), "2026-03-30T00:00:00+02:00"),  # has 23 hours
        (date(2026, 10, 25), "2026-10-26T00:00:00+01:00"),  # has 25
    ],
)
def test_a_day_ends_at_midnight_whatever_its_length(day: date, end: str, settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    moment = datetime.fromisoformat(end)
    assert end_of(day) == moment
    refresh_at(moment - timedelta(seconds=1), some_numbers(1))
    refresh_at(moment, some_numbers(2))
    counts = DailyCount.objects.values_list("day", "numbers")
    assert dict(counts) == {day: 1, day + timedelta(days=1): 2}


def test_the_zone_of_who_asks_does_not_matter(settings: Settings) -> None:
    settings.TIME_ZONE = "UTC"
    with timezone.override("Pacific/Auckland"):
        refresh_at(datetime(2026, 6, 1, 20, tzinfo=UTC), some_numbers(1))
    assert DailyCount.objects.get().day == date(2026, 6, 1)


def test_an_unchanged_refresh_begins_a_day_and_days_without_one_have_no_counts() -> None:
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    for days in (0, 1, 4):
        refresh_at(noon + timedelta(days=days), some_numbers(3))
    assert [*DailyCount.objects.order_by("day").values_list("day__day", "numbers")] == [(1, 3), (2, 3), (5, 3)]


def test_a_refresh_of_one_number_counts_where_it_changes_something_after_the_first_import() -> None:
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    refresh_at(noon, some_numbers(1), Scope.NUMBER, "PN0")
    assert not DailyCount.objects.exists()
    refresh_at(noon, some_numbers(3))
    refresh_at(noon + timedelta(days=1), some_numbers(1), Scope.NUMBER, "PN0")
    refresh_at(noon + timedelta(days=2), some_numbers(1, portingStatus="draft"), Scope.NUMBER, "PN0")
    counts = DailyCount.objects.values_list("day__day", "porting_status", "numbers")
    assert sorted(counts) == [(1, "", 3), (3, "", 2), (3, "draft", 1)]


def test_a_clock_that_went_back_changes_no_day_before_the_latest() -> None:
    """No time of the history goes back, so what is seen then counts on the latest day."""
    noon = datetime(2026, 6, 9, 12, tzinfo=UTC)
    refresh_at(noon, some_numbers(1))
    refresh_at(noon - timedelta(days=1), some_numbers(2))
    assert dict(DailyCount.objects.values_list("day__day", "numbers")) == {9: 2}


def test_accepted_removals_count_on_the_day_of_the_decision_and_an_empty_workspace_is_zero() -> None:
    refresh_at(timezone.now() - timedelta(days=1), some_numbers(12))
    held = refresh_with(answer_of([]))
    assert sum(row["numbers"] for row in DailyCount.objects.all().per()) == 24
    accept(held, "a test")
    assert not PhoneNumber.objects.current().exists()
    assert [row["numbers"] for row in DailyCount.objects.all().per()] == [12, 0]
    zeros = DailyCount.objects.filter(numbers=0).values_list("country", "kind", "porting_status")
    assert [*zeros] == [("", "unknown", "")]
