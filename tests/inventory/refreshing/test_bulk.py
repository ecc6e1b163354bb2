"""Rows go in as they are, whether a database is given them one by one or a thousand at once."""

from datetime import UTC, datetime

import msgspec
import pytest

from inventory.models import PhoneNumber, WorkspaceUser
from inventory.quo.records import RawRecord
from inventory.refreshing.bulk import BATCH, insert
from inventory.refreshing.facts import UserFacts
from inventory.refreshing.plan import NumberWrite
from inventory.refreshing.rows import NOBODY, NUMBER_COLUMNS, USER_COLUMNS, number_row, user_row

from .helpers import a_number

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
AWKWARD = [
    "\\N", "\\", "tab\there", "line\nbreak\r\n", "“quoted”, 'single' and \"double\"", "𝒳 🏳️‍🌈", "%s {}", "",
]  # fmt: skip

pytestmark = pytest.mark.django_db


def rows(count: int, prefix: str) -> list[dict[str, object]]:
    """So many numbers, with texts that a form of copying could misread."""
    found = []
    for place in range(count):
        record = a_number(f"PN{place:05}", name=f"{prefix}{AWKWARD[place % len(AWKWARD)]}", symbol=AWKWARD[-place % 8])
        raw = RawRecord.of(msgspec.json.encode(record))
        found.append(
            number_row(NumberWrite(str(record["id"]), raw, None, NOW if place % 2 else None), NOBODY, NOW, NOW)
        )
    return found


@pytest.mark.parametrize("count", [1, BATCH + 1])
def test_rows_are_inserted_and_updated_as_they_are(count: int) -> None:
    for prefix in ("first", "then"):
        wanted = rows(count, prefix)
        insert(PhoneNumber, (dict(row) for row in wanted), unique=["id"], update=NUMBER_COLUMNS)
        stored = list(PhoneNumber.objects.order_by("pk").values())
        for row in stored:
            row["digest"] = bytes(row["digest"])
        assert stored == [row | {"warnings": msgspec.json.decode(str(row["warnings"]))} for row in wanted]


def test_what_is_not_to_be_updated_stays() -> None:
    users = {f"US{place}": UserFacts(f"u{place}@example.com", "Ada", "Byron", "member") for place in range(BATCH)}
    earlier = NOW.replace(year=2024)
    insert(WorkspaceUser, [user_row(*user, earlier) for user in users.items()])
    insert(WorkspaceUser, [user_row(*user, NOW) for user in users.items()], unique=["id"], update=USER_COLUMNS)
    assert set(WorkspaceUser.objects.values_list("first_seen_at", flat=True)) == {earlier}
