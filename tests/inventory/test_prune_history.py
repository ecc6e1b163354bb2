"""`manage.py prune_history` forgets what is old, and nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from inventory.choices import Removals, Scope, State
from inventory.models import Change, PhoneNumber, Refresh

from .refreshing.helpers import answer_of, refresh_with

pytestmark = pytest.mark.django_db


def prune(days: str) -> str:
    out = StringIO()
    call_command("prune_history", "--older-than", days, stdout=out)
    return out.getvalue()


def old(**fields: object) -> Refresh:
    long_ago = timezone.now() - timedelta(days=100)
    usual = {"scope": Scope.WORKSPACE, "state": State.SUCCEEDED, "requested_at": long_ago, "finished_at": long_ago}
    return Refresh.objects.create(**{**usual, "requested_by_name": "a test", **fields})


def test_it_forgets_old_refreshes_with_their_changes() -> None:
    number = {"id": "PN1", "number": "+12125550100", "groupId": "GR1", "name": "Sales", "users": []}
    refresh_with(answer_of([number]))
    gone, latest = old(state=State.FAILED), Refresh.objects.get(state=State.SUCCEEDED)
    Change.objects.create(refresh=gone, at=gone.requested_at, kind="number-changed", number_id="PN1")
    assert "1 refreshes and 1 changes older than 30 days" in prune("30")
    assert list(Refresh.objects.all()) == [latest]
    assert PhoneNumber.objects.count() == 1


def test_the_latest_success_of_each_target_stays() -> None:
    earlier, latest = old(), old()
    one = old(scope=Scope.NUMBER, target="PN1")
    prune("30")
    assert set(Refresh.objects.all()) == {latest, one}
    assert not Refresh.objects.filter(pk=earlier.pk).exists()


def test_what_waits_for_a_decision_or_runs_stays() -> None:
    held = old(removals=Removals.HELD, held=["PN1"])
    running = old(state=State.RUNNING, finished_at=None)
    old()
    prune("30")
    assert {held, running} <= set(Refresh.objects.all())


def test_age_counts_from_the_end_not_from_the_request() -> None:
    """One that waited long behind a worker that did not run is as young as its end."""
    young = old(finished_at=timezone.now() - timedelta(days=29), state=State.FAILED)
    old(finished_at=timezone.now() - timedelta(days=31), state=State.FAILED)
    prune("30")
    assert list(Refresh.objects.all()) == [young]


@pytest.mark.parametrize("days", ["0", "-1", "many", "1.5"])
def test_it_refuses_what_is_no_number_of_days(days: str) -> None:
    with pytest.raises(CommandError):
        prune(days)
