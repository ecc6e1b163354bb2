"""A database of today has its days counted from its history, as refreshes would have counted them."""

import random
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from pytest_django import Settings

from inventory.choices import Scope
from inventory.models import DailyCount, Refresh

from .helpers import refresh_at, some_record

pytestmark = pytest.mark.django_db

fill_daily_counts = import_module("inventory.migrations.0008_fill_daily_counts").fill_daily_counts


def counts() -> list[tuple[Any, ...]]:
    columns = [field.name for field in DailyCount._meta.fields if field.name != "id"]
    return sorted(DailyCount.objects.values_list(*columns))


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_the_days_of_the_history_are_counted_as_refreshes_counted_them(zone: str, settings: Settings) -> None:
    settings.TIME_ZONE = zone
    chance = random.Random(zone)
    moment = datetime(2025, 3, 1, tzinfo=UTC)
    records = {place: some_record(place, chance) for place in range(12)}
    for step in range(25):
        moment += timedelta(hours=chance.choice([1, 5, 11, 30, 200]))
        if chance.random() < 0.7:
            records |= {place: some_record(place, chance) for place in chance.sample(range(14), 3)}
            records.pop(chance.choice([*records]))
        elif step:
            refresh_at(moment, [], Scope.NUMBER, "PN0")
        refresh = refresh_at(moment, [*records.values()])
        Refresh.objects.filter(pk=refresh.pk).update(finished_at=moment)
    kept = counts()
    DailyCount.objects.all().delete()
    fill_daily_counts(apps, None)
    assert counts() == kept
    DailyCount.objects.filter(day=kept[0][0]).update(numbers=77)
    fill_daily_counts(apps, None)  # what is counted stays as it is
    assert DailyCount.objects.filter(day=kept[0][0], numbers=77).exists()


def test_a_new_database_has_nothing_to_count() -> None:
    fill_daily_counts(apps, None)
    assert counts() == []
