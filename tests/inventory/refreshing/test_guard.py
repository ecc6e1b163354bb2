"""The guard: what an answer may remove by itself, what waits for a person, and what a bad record protects."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inventory.choices import ChangeKind, Removals, Scope, State
from inventory.models import Assignment, Change, PhoneNumber, Refresh
from inventory.quo.decode import decode_list
from inventory.quo.errors import BadAnswer
from inventory.refreshing.apply import CacheChanged
from inventory.refreshing.reconcile import Guard
from inventory.refreshing.removals import NotNow, accept, dismiss
from inventory.refreshing.run import ProgressReporter, store
from inventory.refreshing.snapshot import read_known

from .helpers import a_number, a_user, answer_of, current_ids, dump, refresh_with, running_refresh, some_numbers

pytestmark = pytest.mark.django_db


def given(count: int) -> list[dict[str, Any]]:
    """A cache of this many numbers."""
    records = some_numbers(count)
    refresh_with(answer_of(records))
    return records


def held(count: int = 20, kept: int = 5) -> tuple[Refresh, list[dict[str, Any]]]:
    """A refresh that holds removals, and the workspace as it was before."""
    records = given(count)
    refresh = refresh_with(answer_of(records[:kept]))
    assert refresh.removals == Removals.HELD
    return refresh, records


@pytest.mark.parametrize(
    ("removals", "current", "answered", "holds"),
    [
        (0, 0, 0, False),
        (0, 5, 5, False),
        (1, 1, 0, True),
        (10, 11, 1, False),
        (11, 110, 99, False),
        (11, 109, 98, True),
        (100, 1000, 900, False),
        (101, 1000, 899, True),
    ],
)
def test_it_holds_more_than_ten_and_more_than_ten_percent(
    removals: int, current: int, answered: int, holds: bool
) -> None:
    assert Guard(10, 10).holds(removals, current, answered) is holds


def test_ten_removals_are_made() -> None:
    records = given(20)
    refresh = refresh_with(answer_of(records[10:]))
    assert (refresh.removed, refresh.removals) == (10, Removals.NONE)
    assert current_ids() == {record["id"] for record in records[10:]}


def test_eleven_removals_are_held_and_the_rest_of_the_answer_is_taken() -> None:
    records = given(20)
    refresh = refresh_with(answer_of([records[0] | {"name": "New name"}, *records[1:9], a_number("PNnew")]))
    assert (refresh.removed, refresh.added, refresh.changed) == (0, 1, 1)
    assert refresh.removals == Removals.HELD
    assert set(refresh.held) == {record["id"] for record in records[9:]}
    assert current_ids() == {"PNnew", *(record["id"] for record in records)}
    assert PhoneNumber.objects.get(pk=records[0]["id"]).name == "New name"


def test_an_empty_answer_removes_nothing() -> None:
    given(1)
    refresh = refresh_with(answer_of([]))
    assert refresh.held == ["PN0"]
    assert current_ids() == {"PN0"}


def test_an_empty_answer_over_an_empty_cache_is_fine() -> None:
    refresh = refresh_with(answer_of([]))
    assert (refresh.state, refresh.removals, refresh.held) == (State.SUCCEEDED, Removals.NONE, [])


def test_accepting_removes_what_was_held_and_tells_it_as_changes() -> None:
    refresh, records = held()
    assert accept(refresh, "Ada") == (15, 0)
    refresh.refresh_from_db()
    assert (refresh.state, refresh.removals, refresh.removals_decided_by) == (
        State.SUCCEEDED,
        Removals.ACCEPTED,
        "Ada",
    )
    assert refresh.removed == 15
    assert current_ids() == {record["id"] for record in records[:5]}
    assert Change.objects.filter(kind=ChangeKind.NUMBER_REMOVED, refresh=refresh).count() == 15


def test_accepted_numbers_come_back_with_a_later_answer() -> None:
    refresh, records = held()
    accept(refresh, "Ada")
    later = refresh_with(answer_of(records))
    assert later.restored == 15
    assert current_ids() == {record["id"] for record in records}


def test_dismissing_keeps_the_numbers_and_is_told_apart() -> None:
    refresh, _ = held()
    dismiss(refresh, "Ada")
    refresh.refresh_from_db()
    assert (refresh.removals, refresh.removals_decided_by) == (Removals.DISMISSED, "Ada")
    assert len(current_ids()) == 20


@pytest.mark.parametrize("decide", [accept, dismiss])
def test_a_decision_is_made_once(decide: Any) -> None:
    refresh, _ = held()
    dismiss(refresh, "Ada")
    before = dump()
    with pytest.raises(NotNow, match="settled meanwhile"):
        decide(refresh, "Grace")
    refresh.refresh_from_db()
    assert refresh.removals_decided_by == "Ada"
    assert dump() == before


def test_accepting_while_a_refresh_runs_makes_it_plan_anew() -> None:
    """It has read the cache before the decision, and brings the numbers back that its answer holds."""
    earlier, records = held()
    running = running_refresh()
    cached = read_known(Scope.WORKSPACE, "")
    assert accept(earlier, "Ada") == (15, 0)
    progress = ProgressReporter(running)
    before = dump()
    with pytest.raises(CacheChanged):
        store(running, answer_of(records[:8]), progress, cached)
    assert dump() == before
    store(running, answer_of(records[:8]), progress, read_known(Scope.WORKSPACE, ""))
    running.refresh_from_db()
    assert (running.restored, running.removals) == (3, Removals.NONE)


def test_what_was_dismissed_stays_so_until_an_answer_lists_it_again() -> None:
    refresh, records = held(20)
    dismiss(refresh, "Ada")
    again = refresh_with(answer_of(records[:5]))
    assert (again.removals, again.removed, len(current_ids())) == (Removals.NONE, 0, 20)
    # What else is missing is decided by itself.
    fewer = refresh_with(answer_of(records[1:5]))
    assert (fewer.removals, fewer.removed, len(current_ids())) == (Removals.NONE, 1, 19)
    nothing = refresh_with(answer_of([]))
    assert (nothing.removals, sorted(nothing.held)) == (Removals.HELD, ["PN1", "PN2", "PN3", "PN4"])
    refresh_with(answer_of(records[1:]))
    gone = refresh_with(answer_of(records[1:5]))
    assert (gone.removals, len(gone.held)) == (Removals.HELD, 15)


def test_what_was_dismissed_is_removed_where_quo_says_that_it_is_gone() -> None:
    refresh, _ = held(20)
    dismiss(refresh, "Ada")
    assert refresh_with(answer_of([]), Scope.NUMBER, "PN19").removed == 1


def test_a_full_answer_settles_what_an_earlier_one_held() -> None:
    refresh, records = held()
    later = refresh_with(answer_of(records))
    refresh.refresh_from_db()
    assert (refresh.removals, refresh.held) == (Removals.SUPERSEDED, [])
    assert (refresh.held_count, refresh.held_removals) == (15, 15)
    assert refresh.removals_decided_by == f"refresh {later.pk}"
    assert later.removals == Removals.NONE


def test_the_same_bad_answer_again_holds_again_and_settles_the_first() -> None:
    refresh, records = held()
    later = refresh_with(answer_of(records[:5]))
    refresh.refresh_from_db()
    assert refresh.removals == Removals.SUPERSEDED
    assert (later.removals, len(later.held)) == (Removals.HELD, 15)


def test_accepting_spares_the_numbers_that_an_answer_has_shown_since() -> None:
    refresh, records = held()
    refresh_with(answer_of([records[19]]), Scope.NUMBER, "PN19")
    refresh.refresh_from_db()
    assert (refresh.held_count, refresh.held_removals) == (15, 14)
    assert accept(refresh, "Ada") == (14, 0)
    assert current_ids() == {record["id"] for record in [*records[:5], records[19]]}


def test_what_counts_is_held_now_not_when_the_page_was_loaded() -> None:
    loaded, records = held()
    refresh_with(answer_of([records[19]]), Scope.NUMBER, "PN19")
    assert accept(loaded, "Ada") == (14, 0)
    assert "PN19" in current_ids()


def test_a_number_that_was_removed_meanwhile_is_not_removed_twice() -> None:
    refresh, _ = held()
    then = timezone.now() - timedelta(days=1)
    PhoneNumber.objects.filter(pk="PN19").update(removed_at=then)
    assert accept(refresh, "Ada") == (14, 0)
    assert PhoneNumber.objects.get(pk="PN19").removed_at == then
    assert not Change.objects.filter(kind=ChangeKind.NUMBER_REMOVED, number="PN19").exists()


def test_nothing_is_left_to_decide_once_every_held_number_was_settled_by_itself() -> None:
    refresh, records = held(count=17)
    refresh_with(answer_of(records[5:16]), Scope.USER, "US1")
    refresh_with(answer_of([]), Scope.NUMBER, "PN16")
    refresh.refresh_from_db()
    assert (refresh.held, refresh.removals) == ([], Removals.SUPERSEDED)
    assert refresh.held_removals == 12


def test_a_refresh_of_a_person_never_removes_a_number() -> None:
    given(20)
    refresh = refresh_with(answer_of([]), Scope.USER, "US1")
    assert (refresh.removed, refresh.held) == (0, [])
    assert len(current_ids()) == 20
    assert not Assignment.objects.exists()


def test_a_refresh_of_a_person_leaves_the_others_on_the_number() -> None:
    whole = answer_of([a_number(users=[a_user("US1"), a_user("US2")])])
    refresh_with(whole)
    refresh_with(answer_of([]), Scope.USER, "US1")
    assert list(Assignment.objects.values_list("number_id", "user_id")) == [("PN1", "US2")]
    refresh_with(whole)
    assert Assignment.objects.count() == 2, "the record is the same, and is read again"


def test_a_number_that_quo_does_not_know_any_more_is_removed() -> None:
    given(3)
    refresh = refresh_with(answer_of([]), Scope.NUMBER, "PN1")
    assert refresh.removed == 1
    assert current_ids() == {"PN0", "PN2"}


@pytest.mark.parametrize("record", [a_number("PN2"), a_number("pn1"), a_number("PN2", name=42)])
def test_another_number_than_the_asked_for_is_not_believed(record: dict[str, Any]) -> None:
    given(2)
    before = dump()
    if record["id"] == "pn1":
        refresh_with(answer_of([record]), Scope.NUMBER, "PN1")  # no number's id: rejected, protects all
    else:
        with pytest.raises(BadAnswer, match="another number"):
            refresh_with(answer_of([record]), Scope.NUMBER, "PN1")
    assert current_ids() == {"PN0", "PN1"}
    assert dump()["WorkspaceUser"] == before["WorkspaceUser"]


def test_an_unreadable_record_protects_its_number() -> None:
    records = given(5)
    refresh = refresh_with(answer_of([records[0], records[1] | {"name": 42}]))
    assert (refresh.removed, refresh.rejected) == (3, 1)
    assert current_ids() == {"PN0", "PN1"}
    rejected = refresh.rejected_records.get()
    assert (rejected.record_id, rejected.path) == ("PN1", "$.name")


def test_of_many_unreadable_records_the_first_are_kept_and_all_protect_their_numbers() -> None:
    records = given(402)
    refresh = refresh_with(answer_of([*(record | {"name": 42} for record in records[:201]), *records[201:]]))
    assert (refresh.state, refresh.rejected, refresh.removed) == (State.SUCCEEDED, 201, 0)
    kept = refresh.rejected_records.values_list("record_id", flat=True)
    assert list(kept) == [record["id"] for record in records[:200]]
    refresh_with(answer_of(records))
    assert len(current_ids()) == 402


def test_an_answer_of_which_more_than_half_is_unreadable_is_refused() -> None:
    records = given(401)
    before = dump()
    with pytest.raises(
        BadAnswer, match=r"More than half of the 401 records .* should be text or null, not a number \(at"
    ):
        refresh_with(answer_of([*records[201:], *(record | {"name": 42} for record in records[:201])]))
    assert dump() == before


def test_two_hundred_records_may_all_be_unreadable() -> None:
    refresh = refresh_with(answer_of([None] * 200))
    assert (refresh.state, refresh.rejected, refresh.rejected_records.count()) == (State.SUCCEEDED, 200, 200)


def test_of_a_huge_unreadable_record_the_beginning_is_kept_and_it_is_said() -> None:
    huge = json.dumps(a_number(name=42, junk="é" * 2**16), ensure_ascii=False)
    fits = json.dumps(a_number("PN2", name=42))
    body = f'{{"data": [{huge}, {fits}]}}'.encode()
    refresh = refresh_with(decode_list(body))
    cut, whole = refresh.rejected_records.all()
    assert huge.startswith(cut.raw.rstrip("\ufffd"))
    assert 2**16 - 3 <= len(cut.raw.encode()) <= 2**16 + 3
    assert cut.reason.endswith(f"(of its {len(huge.encode()):,} bytes the first 65,536 are kept)")
    assert whole.raw == fits
    assert "kept" not in whole.reason


@pytest.mark.parametrize("record", [{"number": "+12025550100"}, {"id": 7}, {"id": ""}, None, [], "PN1", {"id": "XX1"}])
def test_a_record_without_an_id_protects_every_number(record: Any) -> None:
    records = given(5)
    refresh = refresh_with(answer_of([records[0], record]))
    assert (refresh.removed, refresh.removals, refresh.rejected) == (0, Removals.NONE, 1)
    assert len(current_ids()) == 5
    again = refresh_with(answer_of([records[0]]))
    assert again.removed == 4


def test_a_record_without_an_id_protects_a_persons_assignments() -> None:
    records = given(3)
    refresh_with(answer_of([records[0], None]), Scope.USER, "US1")
    assert Assignment.objects.count() == 3


def test_an_account_that_is_deleted_meanwhile_spoils_no_refresh(django_user_model: Any) -> None:
    account = django_user_model.objects.create_user("grace")
    refresh = running_refresh()
    Refresh.objects.filter(pk=refresh.pk).update(requested_by=account)
    refresh.refresh_from_db()
    account.delete()
    from inventory.refreshing.run import ProgressReporter, store

    store(refresh, answer_of(some_numbers(2)), ProgressReporter(refresh), read_known(Scope.WORKSPACE, ""))
    refresh.refresh_from_db()
    assert (refresh.state, refresh.requested_by_id) == (State.SUCCEEDED, None)


def test_removals_are_dated() -> None:
    records = given(2)
    refresh_with(answer_of(records[:1]))
    removed_at = PhoneNumber.objects.get(pk="PN1").removed_at
    assert removed_at is not None
    assert timezone.now() - removed_at < timedelta(minutes=1)
