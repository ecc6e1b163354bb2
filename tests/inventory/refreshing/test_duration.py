"""How long a refresh took: from when it began until it was saved."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inventory.models import Refresh
from inventory.refreshing import apply as applying

from .helpers import answer_of, refresh_with, running_refresh, some_numbers

pytestmark = pytest.mark.django_db


def test_it_includes_the_time_that_saving_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    write_numbers = applying._write_numbers

    def slowly(*arguments: Any) -> None:
        nonlocal now
        write_numbers(*arguments)
        now += timedelta(seconds=3)

    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    monkeypatch.setattr(applying, "_write_numbers", slowly)
    assert refresh_with(answer_of(some_numbers(2))).duration == 3


def test_it_is_unknown_before_the_end() -> None:
    assert running_refresh().duration is None
    assert Refresh(finished_at=timezone.now()).duration is None  # cancelled while it waited
