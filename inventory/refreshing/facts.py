"""Quo's records in our spelling: what is compared, stored and told as changes."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UnsetType

from inventory.quo.decode import read_timestamp
from inventory.quo.records import PhoneNumberRecord, RegionRestrictions, UserRecord


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


class UserFacts(msgspec.Struct, frozen=True):
    """A person's fields, by the names of our columns."""

    email: str
    first_name: str
    last_name: str
    role: str


NUMBER_FIELDS = NumberFacts.__struct_fields__
USER_FIELDS = UserFacts.__struct_fields__
NO_REGIONS = RegionRestrictions()


def number_facts(record: PhoneNumberRecord) -> NumberFacts:
    """The record in our spelling, a line a field."""
    calling = (record.restrictions and record.restrictions.calling) or NO_REGIONS
    messaging = (record.restrictions and record.restrictions.messaging) or NO_REGIONS
    return NumberFacts(
        number=text(record.number),
        formatted_number=text(record.formatted_number),
        name=text(record.name),
        symbol=text(record.symbol),
        group_id=text(record.group_id),
        forward=text(record.forward),
        port_request_id=text(record.port_request_id),
        porting_status=text(record.porting_status),
        calling_us=text(calling.us),
        calling_ca=text(calling.ca),
        calling_intl=text(calling.intl),
        messaging_us=text(messaging.us),
        messaging_ca=text(messaging.ca),
        messaging_intl=text(messaging.intl),
        created_at=read_timestamp(record.created_at),
        updated_at=read_timestamp(record.updated_at),
    )


def user_facts(record: UserRecord) -> UserFacts:
    return UserFacts(
        email=text(record.email),
        first_name=text(record.first_name),
        last_name=text(record.last_name),
        role=text(record.role),
    )


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
