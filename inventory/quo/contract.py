"""What a record may hold by Quo's contract. Breaking it is worth a warning: the record is stored as it came.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msgspec import UNSET, UnsetType

from .records import ContractWarning, PhoneNumberRecord, RegionRestrictions, Text, UserRecord

E164 = re.compile(r"\+[1-9][0-9]{1,14}")
RESTRICTION_VALUES = ("restricted", "unrestricted")
ROLES = ("owner", "admin", "member")
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No workspace is that old: Quo, as OpenPhone, began in 2018."""
AHEAD = timedelta(days=1)
"""How far another clock may be ahead of ours, or a time without its offset be off."""
MAX_VALUE = 200

Finding = tuple[str, Text, str]
"""Path, value, and what is wrong with it where it is a text."""
NOTHING = "null", "missing"


def warnings_of(record: PhoneNumberRecord) -> list[ContractWarning]:
    """What in this record breaks the contract.

    Absent users, restrictions and groups of a user do not: either generation may lack them.
    """
    return [
        ContractWarning(record.id, field, *((value[:MAX_VALUE], reason) if isinstance(value, str) else NOTHING))
        for field, value, reason in _findings(record)
    ]


def read_timestamp(text: Text) -> datetime | None:
    """The moment, aware and in UTC; None when unreadable. Without an offset it is taken as UTC.

    Bears the stray spaces and quotes of the published example, ``" '2022-01-01T00:00:00Z'"``. The very
    first and last years count as unreadable: turning them into a local time overflows.
    """
    if not isinstance(text, str) or len(text) > 100 or "\0" in text:  # fromisoformat overlooks a closing NUL
        return None
    try:
        moment = datetime.fromisoformat(text.strip(" \t\r\n'\""))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if 1 < moment.year < 9999 else None


def _findings(record: PhoneNumberRecord) -> Iterator[Finding]:
    if not E164.fullmatch(record.number):
        yield "number", record.number, "not an E.164 number such as +15555555555"
    if not isinstance(record.name, str):
        yield "name", None, ""
    if not isinstance(record.group_id, str):
        yield "groupId", None, ""
    for field, text in (("createdAt", record.created_at), ("updatedAt", record.updated_at)):
        moment = read_timestamp(text)
        if moment is None:
            yield field, text, "not a readable time"
        elif moment < EARLIEST:
            yield field, text, "before the year 2000"
        elif moment > datetime.now(UTC) + AHEAD:
            yield field, text, "in the future"
    if record.restrictions:
        yield from _restriction_findings("restrictions.calling", record.restrictions.calling)
        yield from _restriction_findings("restrictions.messaging", record.restrictions.messaging)
    seen: set[str] = set()
    for index, user in enumerate(record.users or ()):
        yield from _user_findings(f"users[{index}]", user)
        if user.id in seen:
            yield f"users[{index}].id", user.id, "the same user twice in one number"
        seen.add(user.id)


def _restriction_findings(path: str, regions: RegionRestrictions | UnsetType | None) -> Iterator[Finding]:
    if not regions:
        yield path, None, ""
        return
    for region, value in (("US", regions.us), ("CA", regions.ca), ("Intl", regions.intl)):
        if value not in RESTRICTION_VALUES:
            yield f"{path}.{region}", value, "neither restricted nor unrestricted"


def _user_findings(path: str, user: UserRecord) -> Iterator[Finding]:
    if user.role not in ROLES:
        yield f"{path}.role", user.role, "neither owner, admin nor member"
    if not isinstance(user.email, str) or "@" not in user.email:
        yield f"{path}.email", user.email, "not an email address"
    if user.group_id is not UNSET and not (user.group_id or "").startswith("GR"):
        yield f"{path}.groupId", user.group_id, "does not start with GR"
