"""Facts as database rows: the columns that a refresh writes, with what is derived from them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from inventory.choices import porting_place, restrictions_order
from inventory.models import Refresh
from inventory.numbering import derive, place
from inventory.quo.records import ContractWarning
from inventory.refreshing.bulk import Row
from inventory.refreshing.facts import NUMBER_FIELDS, USER_FIELDS, NumberFacts, UserFacts, storable
from inventory.refreshing.plan import NumberWrite, Plan, PlannedChange
from inventory.search import fold, sort_key

# Without first_seen_at, which stays as the first refresh wrote it.
DERIVED_COLUMNS = [
    "country", "kind", "area", "sort_name", "sort_area", "porting_place", "calling_order", "messaging_order",
    "sort_people", "search_text", "people_text",
]  # fmt: skip
NUMBER_COLUMNS = [
    *NUMBER_FIELDS, *DERIVED_COLUMNS, "porting_since", "removed_at", "removal_dismissed", "warnings", "warned",
    "confirmed_at", "unverified", "digest", "raw", "since",
]  # fmt: skip
DERIVED_USER_COLUMNS = ["sort_name", "search_text"]
USER_COLUMNS = [*USER_FIELDS, *DERIVED_USER_COLUMNS, "removed_at", "removal_dismissed", "since"]
WARNINGS_KEPT = 50  # of a number
PHONE_NUMBER = 50  # characters of `forward`, which may be any text, that are searched
SEARCH_BYTES = 1200  # so that an index row of PostgreSQL has room for it


class People(NamedTuple):
    """What a number has of its users: the sort name of the first one, and the texts that are searched of all."""

    first: str | None = None
    text: str = ""


NOBODY = People()


def number_row(write: NumberWrite, people: People, now: datetime, asked_at: datetime) -> Row:
    facts = write.facts()
    warnings = _warnings(write.warnings)
    before = write.before
    is_as_before = (
        before is not None
        and not before.removed
        and (before.facts, before.porting_since, before.warnings, before.sort_people)
        == (facts, write.porting_since, warnings, people.first)
    )
    return dict(
        id=write.id,
        **msgspec.structs.asdict(facts),
        **derived_of_number(write.id, facts),
        sort_people=people.first,
        people_text=people.text,
        porting_since=write.porting_since,
        first_seen_at=now,
        removed_at=None,
        removal_dismissed=False,
        warnings=msgspec.json.encode(warnings).decode() if warnings else "[]",
        warned=len(write.warnings),
        confirmed_at=asked_at,
        unverified=False,
        digest=write.raw.digest,
        raw=write.raw.text(),
        since=before.since if before and is_as_before else now,
    )


def derived_of_number(id: str, facts: NumberFacts) -> Row:
    derived = derive(facts.number)
    return {
        "country": derived.country,
        "kind": str(derived.kind),
        "area": derived.area,
        "sort_name": sort_key(facts.name or facts.number),
        "sort_area": sort_key(place(facts.number, *derived)) or None,
        "porting_place": porting_place(facts.porting_status) if facts.porting_status else None,
        "calling_order": restrictions_order((facts.calling_us, facts.calling_ca, facts.calling_intl)),
        "messaging_order": restrictions_order((facts.messaging_us, facts.messaging_ca, facts.messaging_intl)),
        "search_text": searchable(
            id, facts.group_id, facts.number, facts.port_request_id, facts.forward[:PHONE_NUMBER], facts.name[:500]
        ),
    }


def user_row(id: str, facts: UserFacts, now: datetime) -> Row:
    return dict(
        id=id,
        **msgspec.structs.asdict(facts),
        **derived_of_user(id, facts),
        first_seen_at=now,
        removed_at=None,
        removal_dismissed=False,
        number_count=0,
        sole_count=0,
        since=now,
    )


def derived_of_user(id: str, facts: UserFacts) -> dict[str, str]:
    name = f"{facts.first_name} {facts.last_name}".strip()
    return {
        "sort_name": sort_key(name or facts.email or id),
        "search_text": searchable(id, facts.email[:400], name[:400]),
    }


def change_row(change: PlannedChange, plan: Plan, refresh: Refresh, now: datetime) -> Row:
    return {
        "refresh": refresh.pk,
        "at": now,
        "kind": change.kind.value,
        "number": change.number,
        "user": change.user,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "is_news": plan.is_news(change),
    }


def _warnings(warnings: Sequence[ContractWarning]) -> list[dict[str, str]]:
    """The first warnings of a record, as they are stored. There may be one for each of 100,000 users."""
    first = [{"field": w.field, "value": w.value, "reason": w.reason} for w in warnings[:WARNINGS_KEPT]]
    return storable(first) if first else []


def searchable(*parts: str) -> str:
    """The text that is searched: all parts, separated by line breaks, so that no match spans two of them.

    It is cut at SEARCH_BYTES, so ids come first: four of the longest fit, if they are ASCII.
    """
    return "\n".join(map(fold, parts)).encode()[:SEARCH_BYTES].decode(errors="ignore")
