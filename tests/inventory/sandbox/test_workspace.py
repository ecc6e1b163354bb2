"""The sandbox's data: the same for a seed, varied, plausible, and only a little different after a while."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import phonenumbers
import pytest

from inventory.sandbox import numbering
from inventory.sandbox.drift import drift
from inventory.sandbox.workspace import Record, Workspace

TODAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def numbers() -> list[Record]:
    return Workspace.seeded(214, 7, TODAY).numbers


def by_id(numbers: list[Record]) -> dict[str, Record]:
    return {number["id"]: number for number in numbers}


def test_a_seed_names_a_workspace() -> None:
    assert Workspace.seeded(100, 7, TODAY).numbers == Workspace.seeded(100, 7, TODAY).numbers
    assert Workspace.seeded(100, 8, TODAY).numbers != Workspace.seeded(100, 7, TODAY).numbers


def test_who_has_no_number_came_after_those_who_have_one() -> None:
    workspace = Workspace.seeded(214, 7, TODAY)
    assigned = {user["id"] for number in workspace.numbers for user in number["users"]}
    without = [person["id"] not in assigned for person in workspace.people]
    assert without[-8:] == [True] * 8
    assert sum(without) < 16
    assert len({person["email"] for person in workspace.people}) == len(workspace.people)


def test_a_large_workspace_has_every_id_number_name_and_address_once() -> None:
    workspace = Workspace.seeded(5_000, 7, TODAY)
    for what in ("id", "number"):
        assert len({number[what] for number in workspace.numbers}) == 5_000
    assert len({person["email"] for person in workspace.people}) == len(workspace.people)
    some = workspace.numbers[::20]
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(each["number"])) for each in some)


def test_a_record_has_the_size_of_a_real_one() -> None:
    workspace = Workspace.seeded(2000, 7, TODAY)
    assert 800 < len(workspace.listed()) / 2000 < 950


def test_all_kinds_of_numbers_occur(numbers: list[Record]) -> None:
    parsed = [phonenumbers.parse(number["number"]) for number in numbers]
    kinds = {phonenumbers.number_type(each) for each in parsed}
    assert phonenumbers.PhoneNumberType.TOLL_FREE in kinds
    assert {phonenumbers.region_code_for_number(each) for each in parsed} >= {"US", "CA", "GB", "AU", "DE", "FR", "MX"}


def test_every_stage_of_a_port_occurs(numbers: list[Record]) -> None:
    stages = Counter(number["portingStatus"] for number in numbers)
    assert set(stages) == {
        *("draft", "submitted", "pending", "in-progress", "scheduled", "completed", "rejected", "cancelled", "failed"),
        None,
    }
    assert stages[None] > stages["completed"] > 30
    assert all((number["portingStatus"] is None) == (number["portRequestId"] is None) for number in numbers)


def test_lines_have_none_one_or_several_holders(numbers: list[Record]) -> None:
    holders = Counter(len(number["users"]) for number in numbers)
    assert set(holders) == {0, 1, 2, 3, 4, 5, 6}
    assert holders.most_common(1)[0][0] == 1


def test_people_are_told_the_same_under_every_number(numbers: list[Record]) -> None:
    told: dict[str, Record] = {}
    for user in (user for number in numbers for user in number["users"]):
        person = {name: value for name, value in user.items() if name != "groupId"}
        assert told.setdefault(user["id"], person) == person
    roles = Counter(person["role"] for person in told.values())
    assert roles["owner"] == 1
    assert 1 < roles["admin"] < 10 < roles["member"]


def test_names_that_break_pages_occur(numbers: list[Record]) -> None:
    names = {(user["firstName"], user["lastName"]) for number in numbers for user in number["users"]}
    assert (None, None) in names
    assert ("Oluwaseun", None) in names
    assert any("\u0600" < letter < "\u06ff" for first, _ in names for letter in first or "")


def test_written_forms_vary(numbers: list[Record]) -> None:
    forms = {(number["formattedNumber"] or "null")[0] for number in numbers}
    assert forms == {"(", "+", "n"}
    assert any(number["createdAt"].startswith(" '") for number in numbers)


def test_every_number_was_updated_after_it_was_created_and_before_today(numbers: list[Record]) -> None:
    for number in numbers:
        created, updated = (number[name].strip(" '") for name in ("createdAt", "updatedAt"))
        assert "2020" < created <= updated < TODAY.isoformat()


def test_too_many_numbers_are_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "KINDS", dict.fromkeys(numbering.KINDS, "+4917139200## Berlin"))
    assert len(Workspace.seeded(100, 7, TODAY).numbers) == 100
    with pytest.raises(OverflowError, match="Ask for fewer"):
        Workspace.seeded(101, 7, TODAY)


def test_drift_is_small_and_comes_to_everything() -> None:
    workspace = Workspace.seeded(120, 7, TODAY)
    at = datetime(2026, 1, 15, 8, tzinfo=UTC)
    seen: Counter[str] = Counter()
    for _ in range(300):
        before = by_id(json.loads(json.dumps(workspace.numbers)))
        at += timedelta(minutes=1)
        drift(workspace, at)
        after = by_id(workspace.numbers)
        changed = [number for number in before.keys() & after.keys() if before[number] != after[number]]
        assert len(changed) <= 40  # At most somebody's name and role, under all of that person's numbers.
        assert len(before.keys() - after.keys()) <= 1
        seen["removed"] += len(before.keys() - after.keys())
        seen["added"] += len(after.keys() - before.keys())
        for number in changed:
            seen.update(name for name in after[number] if before[number][name] != after[number][name])
    expected = {"removed", "added", "portingStatus", "restrictions", "users", "name", "updatedAt"}
    assert expected <= {what for what, times in seen.items() if times}


def test_drift_leaves_a_tiny_workspace_standing() -> None:
    workspace = Workspace.seeded(1, 7, TODAY)
    for _ in range(50):
        drift(workspace, datetime(2026, 1, 15, tzinfo=UTC))
    assert workspace.numbers


def test_an_empty_workspace_has_nothing_to_drift() -> None:
    workspace = Workspace.seeded(0, 7, TODAY)
    drift(workspace, datetime(2026, 1, 15, tzinfo=UTC))
    assert workspace.numbers == []
