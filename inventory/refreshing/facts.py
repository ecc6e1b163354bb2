"""Quo's records in our spelling: what is compared, stored and recorded as changes."""

from collections.abc import Mapping
from datetime import datetime
from sys import intern
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from inventory.choices import porting_word
from inventory.quo.contract import read_timestamp
from inventory.quo.records import MAX_ID, PhoneNumberRecord, RegionRestrictions, Restrictions, UserRecord

Groups = Mapping[str, str | None]
"""The group of each user of a number, by the user's id. None: no answer has said it."""


class NumberFacts(msgspec.Struct, frozen=True):
    """A number's fields, by the names of our columns. "" and None stand for null."""

    number: str
    formatted_number: str
    name: str
    symbol: str
    group_id: str
    forward: str
    port_request_id: str
    porting_status: str
    calling_us: str
    calling_ca: str
    calling_intl: str
    messaging_us: str
    messaging_ca: str
    messaging_intl: str
    created_at: datetime | None
    updated_at: datetime | None


class UserFacts(msgspec.Struct, frozen=True, gc=False):
    """A person's fields, by the names of our columns."""

    email: str
    first_name: str
    last_name: str
    role: str


NUMBER_FIELDS = NumberFacts.__struct_fields__
USER_FIELDS = UserFacts.__struct_fields__


def number_facts(record: PhoneNumberRecord, before: NumberFacts | None = None) -> NumberFacts:
    """The record in our spelling, a line a field. What it does not say at all stays as it was before."""

    def text_of(name: str, value: str | UnsetType | None) -> str:
        return getattr(before, name) if value is UNSET and before is not None else text(value)

    def time_of(name: str, value: str | UnsetType | None) -> datetime | None:
        return getattr(before, name) if value is UNSET and before is not None else read_timestamp(value)

    calling, messaging = _regions(record.restrictions)
    return NumberFacts(
        number=text(record.number),
        formatted_number=text_of("formatted_number", record.formatted_number),
        name=text_of("name", record.name),
        symbol=text_of("symbol", record.symbol),
        group_id=text_of("group_id", record.group_id),
        forward=text_of("forward", record.forward),
        port_request_id=text_of("port_request_id", record.port_request_id),
        porting_status=porting_word(text_of("porting_status", record.porting_status))[:MAX_ID],
        calling_us=text_of("calling_us", calling.us),
        calling_ca=text_of("calling_ca", calling.ca),
        calling_intl=text_of("calling_intl", calling.intl),
        messaging_us=text_of("messaging_us", messaging.us),
        messaging_ca=text_of("messaging_ca", messaging.ca),
        messaging_intl=text_of("messaging_intl", messaging.intl),
        created_at=time_of("created_at", record.created_at),
        updated_at=time_of("updated_at", record.updated_at),
    )


def _regions(restrictions: Restrictions | UnsetType | None) -> tuple[RegionRestrictions, RegionRestrictions]:
    """For calling and messaging. Where Quo says null, each region is null; where it says nothing, so is each region."""
    if isinstance(restrictions, Restrictions):
        calling, messaging = restrictions.calling, restrictions.messaging
    else:
        calling = messaging = restrictions
    return _each_region(calling), _each_region(messaging)


def _each_region(use: RegionRestrictions | UnsetType | None) -> RegionRestrictions:
    return use if isinstance(use, RegionRestrictions) else RegionRestrictions(use, use, use)


def user_facts(record: UserRecord, before: UserFacts | None = None) -> UserFacts:
    """The record in our spelling. What it does not say at all stays as it was before."""

    def text_of(name: str, value: str | UnsetType | None) -> str:
        return getattr(before, name) if value is UNSET and before is not None else text(value)

    return UserFacts(
        email=text_of("email", record.email),
        first_name=text_of("first_name", record.first_name),
        last_name=text_of("last_name", record.last_name),
        role=text_of("role", record.role),
    )


def groups_of_users(record: PhoneNumberRecord, before: Groups | None = None) -> Groups:
    """The group of each user, by the user's id. Absent users are no empty list: nobody is unassigned by them.

    Ids come again and again in an answer, so each is held once.
    """
    groups = before or {}
    if record.users is UNSET:
        return groups
    return {
        intern(user.id): groups.get(user.id) if user.group_id is UNSET else intern(text(user.group_id))
        for user in record.users
    }


def first_state(facts: NumberFacts | UserFacts, users: Groups | None = None) -> str:
    """The first state of a number (with its users' groups by id) or person, as JSON."""
    fields = {name: as_text(getattr(facts, name)) for name in facts.__struct_fields__}
    state = {"fields": fields} if users is None else {"fields": fields, "users": dict(users)}
    return msgspec.json.encode(state).decode()


def as_text(value: str | datetime | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else value.isoformat()


def text(value: str | UnsetType | None) -> str:
    """Text as every database stores it: PostgreSQL has no NUL, so it shows as the replacement character."""
    return (value or "").replace("\x00", "\ufffd")


def storable(value: Any) -> Any:
    """JSON of any shape, with its texts as every database stores them."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {text(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value
