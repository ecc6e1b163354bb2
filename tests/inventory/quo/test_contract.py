"""What a warning of a broken contract says, and where the bounds are."""

from typing import Any

import pytest

from inventory.quo.contract import read_timestamp, warnings_of
from inventory.quo.records import PhoneNumberRecord, RegionRestrictions, Restrictions, UserRecord

OPEN = RegionRestrictions("unrestricted", "restricted", "unrestricted")
USER = UserRecord("US1", "ada@example.com", role="member", group_id="GR1")
TIME = "2026-01-01T00:00:00Z"
PROPER: dict[str, Any] = {
    "id": "PN1",
    "number": "+15555550100",
    "group_id": "1",
    "name": "Support",
    "users": (USER,),
    "created_at": TIME,
    "updated_at": TIME,
    "restrictions": Restrictions(OPEN, OPEN),
}


def reasons(**changes: Any) -> dict[str, str]:
    found = warnings_of(PhoneNumberRecord(**PROPER | changes))
    assert all(warning.record_id == "PN1" for warning in found)
    return {warning.field: f"{warning.value}: {warning.reason}" for warning in found}


def test_a_proper_record_has_none() -> None:
    assert reasons() == {}


def test_all_that_is_missing_is_called_missing() -> None:
    bare = UserRecord("US1", group_id=None)
    nothing = Restrictions(RegionRestrictions(), None)
    names = ("name", "group_id", "created_at", "updated_at")
    fields = ("name", "groupId", "createdAt", "updatedAt")
    found = reasons(**dict.fromkeys(names), users=(bare,), restrictions=nothing)
    regions = [f"restrictions.calling.{region}" for region in ("US", "CA", "Intl")]
    of_user = [f"users[0].{field}" for field in ("role", "email", "groupId")]
    assert found == dict.fromkeys([*fields, *regions, "restrictions.messaging", *of_user], "null: missing")


def test_all_that_is_odd_is_told_with_its_value_and_what_it_is_not() -> None:
    odd = UserRecord("US1", "ada", role="guest", group_id="7")
    found = reasons(
        number="+0",
        created_at="soon",
        updated_at="late",
        users=(USER, odd),
        restrictions=Restrictions(RegionRestrictions("a", "b", "c"), OPEN),
    )
    assert found == {
        "number": "+0: not an E.164 number such as +15555555555",
        "createdAt": "soon: not a readable time",
        "updatedAt": "late: not a readable time",
        "restrictions.calling.US": "a: neither restricted nor unrestricted",
        "restrictions.calling.CA": "b: neither restricted nor unrestricted",
        "restrictions.calling.Intl": "c: neither restricted nor unrestricted",
        "users[1].role": "guest: neither owner, admin nor member",
        "users[1].email": "ada: not an email address",
        "users[1].groupId": "7: does not start with GR",
        "users[1].id": "US1: the same user twice in one number",
    }


@pytest.mark.parametrize("number", ["+12", "+123456789012345"])
def test_two_to_fifteen_digits_make_a_number(number: str) -> None:
    assert reasons(number=number) == {}


@pytest.mark.parametrize("number", ["+1", "+1234567890123456", "12", "+12x"])
def test_fewer_or_more_do_not(number: str) -> None:
    assert [*reasons(number=number)] == ["number"]


def test_a_value_is_shown_with_its_first_200_characters() -> None:
    assert reasons(number="5" * 201) == {"number": f"{'5' * 200}: not an E.164 number such as +15555555555"}


def test_a_time_of_up_to_100_characters_is_read() -> None:
    assert read_timestamp(TIME.ljust(100)) == read_timestamp(TIME)
    assert read_timestamp(TIME.ljust(101)) is None
