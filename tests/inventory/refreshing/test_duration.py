"""How long a refresh took: from when it began until it was saved."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inventory.choices import Phase, Scope
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


def test_the_bar_goes_on_in_every_phase_as_the_last_refresh_of_the_same_did() -> None:
    first = refresh_with(answer_of(some_numbers(2)))
    assert first.started_at is not None
    Refresh.objects.filter(pk=first.pk).update(finished_at=first.started_at + timedelta(seconds=20))
    running, other = running_refresh(), Refresh(scope=Scope.NUMBER, target="PN1", started_at=timezone.now())

    def after(seconds: int, phase: Phase) -> int | None:
        running.started_at, running.phase = timezone.now() - timedelta(seconds=seconds), phase
        running.progress_done, running.progress_total = 100, 100  # of this phase, which says nothing of the next
        return running.percent

    assert [after(5, Phase.RECEIVING), after(10, Phase.COMPARING), after(19, Phase.SAVING)] == [25, 50, 95]
    assert after(21, Phase.SAVING) is None, "it takes longer: nobody knows how long"
    assert other.percent is None, "another one's time says nothing of it"
    assert Refresh(scope=Scope.WORKSPACE).percent is None, "it has not begun"
