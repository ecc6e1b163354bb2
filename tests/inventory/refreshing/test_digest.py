"""The digest decides whether a record is read. A version that makes something else of records reads them all anew."""

import hashlib
from datetime import UTC, datetime

import phonenumbers
import pytest

from inventory.choices import Scope, State
from inventory.models import Change, PhoneNumber, WorkspaceUser
from inventory.quo import records
from inventory.quo.decode import decode_record
from inventory.quo.errors import RecordRejected
from inventory.quo.records import PhoneNumberRecord, RawRecord
from inventory.refreshing import diff
from inventory.refreshing.diff import compare
from inventory.refreshing.plan import Cached
from inventory.refreshing.reconcile import Guard, reconcile
from inventory.refreshing.rows import DERIVED_COLUMNS, DERIVED_USER_COLUMNS, NOBODY, number_row, user_row

from .helpers import a_number, a_user, answer_of, current_ids, refresh_with, some_numbers

NOW = datetime(2024, 6, 1, tzinfo=UTC)
NUMBERS = [
    "+12025550101", "+14165550101", "+18005550101", "+442079460958", "+447700900123", "+33123456789", "+4930123456",
    "+61291234567", "+5215512345678", "+819012345678", "+96512345678", "+883510012345678", "+1", "12345", "+1202555",
]  # fmt: skip
NUMERIC = ("porting_place", "calling_order", "messaging_order")
MADE = (3, "9.0.43", "242fa4bf919cdc46d35e932e8ae5e4565dbd0b5b9aa3a36025b812d8f51be72f")


def test_what_is_made_of_records_changes_with_the_version_alone() -> None:
    """Where this fails, raise DIGEST_VERSION or fill a new column by a migration, and put the new values into MADE."""
    answer = [
        a_number(
            f"PN{place}",
            number=number,
            name=f"Straße {place} {'n' * 50 * place}",
            portRequestId=f"PR{place}",
            portingStatus="pending",
            users=[a_user(f"US{place}", firstName="ÉLODIE", lastName="ΣΊΣΥΦΟΣ")],
        )
        for place, number in enumerate(NUMBERS)
    ]
    plan = reconcile(Scope.WORKSPACE, "", compare(answer_of(answer), {}), Cached(digests={}), Guard(), NOW)
    rows = [number_row(write, NOBODY, NOW, NOW) for write in plan.numbers] + [
        user_row(*user, NOW) for user in plan.users.items()
    ]
    made = repr(
        [sorted((name, value) for name, value in row.items() if name not in ("digest", "since")) for row in rows]
    )
    assert (records.DIGEST_VERSION, phonenumbers.__version__, hashlib.sha256(made.encode()).hexdigest()) == MADE


@pytest.mark.parametrize("known", ["", "One", "Other"])
@pytest.mark.parametrize(
    ("names", "state"),
    [(["One", "One"], "the same state"), (["One", "Other"], "two states; the last one counts")],
)
def test_a_number_that_comes_twice_is_as_it_was_last_and_warned_of(names: list[str], state: str, known: str) -> None:
    answer = answer_of([a_number(name=name) for name in names])
    digest = answer_of([a_number(name=known)]).records[0].digest
    compared = compare(answer, {"PN1": digest} if known else {})
    assert [*(compared.changed | compared.unchanged).values()] == answer.records[-1:]
    assert [warning.reason for warning in compared.warnings] == [f"the answer holds this number twice, in {state}"]


def test_it_tells_how_many_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "REPORT_EVERY", 2)
    told: list[tuple[int, int]] = []
    compare(answer_of(some_numbers(5)), {}, lambda *numbers: told.append(numbers))
    assert told == [(0, 5), (2, 5), (4, 5)]


@pytest.mark.django_db
def test_an_upgrade_reads_each_record_anew_once(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = answer_of(some_numbers(3))
    refresh_with(workspace)
    before = derived()
    forget_what_was_derived()  # as an earlier version left it
    refresh_with(workspace)
    assert derived() != before
    for upgraded, version in ((records, "DIGEST_VERSION"), (phonenumbers, "__version__")):
        monkeypatch.setattr(upgraded, version, 4 if upgraded is records else "10.10.100")
        refresh = refresh_with(answer_of(some_numbers(3)))
        assert derived() == before
        assert (refresh.changed, refresh.changes.count()) == (0, 0)
        forget_what_was_derived()
        refresh_with(answer_of(some_numbers(3)))
        assert derived() != before


def derived() -> list[tuple[str, ...]]:
    numbers = PhoneNumber.objects.order_by("pk").values_list("id", *DERIVED_COLUMNS)
    return [*numbers, *WorkspaceUser.objects.order_by("pk").values_list("id", *DERIVED_USER_COLUMNS)]


def forget_what_was_derived() -> None:
    PhoneNumber.objects.update(**dict.fromkeys(DERIVED_COLUMNS, "") | dict.fromkeys(NUMERIC))
    WorkspaceUser.objects.update(**dict.fromkeys(DERIVED_USER_COLUMNS, ""))


@pytest.mark.django_db
def test_a_record_that_a_stricter_rule_refuses_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unchanged, so that it is read only for what it says of somebody on a changed one; and so is the next."""
    one = a_number("PN1", users=[a_user("US1")])
    two = a_number("PN2", name="Refused", users=[a_user("US1"), a_user("US2")])
    three = a_number("PN3", name="Refused", users=[a_user("US2")])
    refresh_with(answer_of([one, two, three]))

    def stricter(raw: RawRecord) -> PhoneNumberRecord:
        record = decode_record(raw)
        if record.name == "Refused":
            raise RecordRejected("$.name", "is refused", record.id)
        return record

    monkeypatch.setattr(diff, "decode_record", stricter)
    changed = answer_of([one | {"symbol": "🏡"}, two, three])
    for _ in range(2):
        refresh = refresh_with(changed)
        assert (refresh.state, refresh.rejected) == (State.SUCCEEDED, 2)
        assert set(refresh.rejected_records.values_list("record_id", flat=True)) == {"PN2", "PN3"}
        assert current_ids() == {"PN1", "PN2", "PN3"}
    assert not Change.objects.exclude(field="symbol").filter(refresh=refresh).exists()
    assert {bytes(digest) for digest in PhoneNumber.objects.exclude(pk="PN1").values_list("digest", flat=True)} == {b""}
