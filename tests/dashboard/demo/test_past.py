"""The past of a new demo."""

from collections import Counter
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from dashboard.demo.past import make_past, workspace_as_seen
from inventory.choices import RESTRICTED, Removals, State
from inventory.models import CacheState, Change, PhoneNumber, Refresh
from inventory.quo.decode import decode_list
from inventory.sandbox.drift import drift

NUMBERS = 60


def test_half_a_year_of_refreshes_saw_what_happens_to_a_workspace_and_a_second_start_goes_on_from_there(
    db: None,
) -> None:
    make_past(NUMBERS)
    now = timezone.now()
    refreshes = Refresh.objects.order_by("id")
    assert {refresh.state for refresh in refreshes} == {State.SUCCEEDED}
    assert {refresh.removals for refresh in refreshes} == {Removals.NONE}
    begins = [refresh.requested_at for refresh in refreshes]
    assert begins == sorted(begins)
    assert timedelta(days=180) < now - begins[0] < timedelta(days=190)
    assert timedelta(hours=0) < now - begins[-1] < timedelta(days=1)
    assert all(r.finished_at and r.requested_at < r.finished_at < now for r in refreshes)

    assert not Change.objects.exclude(at=F("refresh__requested_at")).exists()
    seen = Counter(Change.objects.news().values_list("kind", flat=True))
    seen.update(Change.objects.news().values_list("field", flat=True))
    expected = {"number-added", "number-removed", "user-assigned", "user-unassigned", "user-removed", "user-added"}
    assert expected | {"porting_status", "name", "role"} <= seen.keys()
    opened, closed = (Change.objects.filter(field="messaging_us", new=new) for new in ("unrestricted", RESTRICTED))
    assert opened.count() > closed.count() + NUMBERS / 20
    assert not PhoneNumber.objects.filter(first_seen_at__gt=now - timedelta(hours=1)).exists()
    state = CacheState.objects.get()
    assert state.people_confirmed_at == begins[-1]
    assert state.confirmed_at == begins[-2]

    workspace = workspace_as_seen(NUMBERS)
    assert workspace
    cached = dict(PhoneNumber.objects.current().values_list("raw", "digest"))
    assert {raw.text(): raw.digest for raw in decode_list(workspace.listed()).records} == cached

    for minutes in range(3):
        at = now + timedelta(minutes=minutes)
        Refresh.objects.create(requested_at=at, requested_by_name="ada", state=State.SUCCEEDED, scope="workspace")
        if minutes:
            drift(workspace, at)
    again = workspace_as_seen(NUMBERS)
    assert again
    assert again.listed() == workspace.listed()


def test_without_a_past_there_is_nothing_to_go_on_from(db: None) -> None:
    assert workspace_as_seen(NUMBERS) is None
