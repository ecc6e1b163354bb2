"""`manage.py prune_history` forgets what is old, and nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from inventory.choices import Removals, Scope, State
from inventory.models import Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.reports.leavers import last_numbers

from .refreshing.helpers import a_number, a_user, answer_of, refresh_people, refresh_with

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
    assert "1 refreshes and 1 changes older than 31 days" in prune("31")
    assert list(Refresh.objects.exclude(scope=Scope.PEOPLE)) == [latest]
    assert PhoneNumber.objects.count() == 1


def test_the_latest_success_of_each_target_stays() -> None:
    earlier, latest = old(), old()
    one = old(scope=Scope.NUMBER, target="PN1")
    prune("31")
    assert set(Refresh.objects.all()) == {latest, one}
    assert not Refresh.objects.filter(pk=earlier.pk).exists()


def test_what_waits_for_a_decision_or_runs_stays() -> None:
    held = old(removals=Removals.HELD, held=["PN1"])
    running = old(state=State.RUNNING, finished_at=None)
    old()
    prune("31")
    assert {held, running} <= set(Refresh.objects.all())


def test_age_counts_from_the_end_not_from_the_request() -> None:
    """One that waited long behind a worker that did not run is as young as its end."""
    young = old(finished_at=timezone.now() - timedelta(days=30), state=State.FAILED)
    old(finished_at=timezone.now() - timedelta(days=32), state=State.FAILED)
    prune("31")
    assert list(Refresh.objects.all()) == [young]


def test_what_a_page_tells_whatever_its_age_stays() -> None:
    """What a leaver had, and the way of a port."""
    port = {"portingStatus": "pending"}
    refresh_with(answer_of([a_number(**port, users=[a_user("US1"), a_user("US2")])]))
    refresh_with(answer_of([a_number(**port, users=[a_user("US2")])]))
    refresh_people(["US2"])
    refresh_with(answer_of([a_number(**port | {"portingStatus": "rejected"}, users=[a_user("US2")])]))
    refresh_with(answer_of([a_number(**port | {"portingStatus": "rejected"}, users=[a_user("US2"), a_user("US3")])]))
    refresh_with(answer_of([a_number(**port | {"portingStatus": "rejected"}, users=[a_user("US2")])]))
    refresh_with(answer_of([a_number(**port | {"portingStatus": "rejected"}, name="New", users=[a_user("US2")])]))
    Refresh.objects.update(finished_at=timezone.now() - timedelta(days=100))
    prune("31")
    left = WorkspaceUser.objects.get(pk="US1")
    assert [*last_numbers([left])["US1"]] == ["PN1"]
    moves = Change.objects.filter(field="porting_status").values_list("old", "new")
    assert [*moves] == [("pending", "rejected")]
    assert not Change.objects.filter(user="US3").exists()


@pytest.mark.parametrize("days", ["30", "0", "-1", "many", "99.5"])
def test_it_refuses_what_is_no_number_of_days(days: str) -> None:
    with pytest.raises(CommandError):
        prune(days)
