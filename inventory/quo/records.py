"""What Quo's answers hold, as frozen records: the API's shape, no database and no judgement.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md

Only what a number cannot be stored without is required here. Everything else may be missing or null, because
older answers lacked fields (``restrictions`` came with 1.1.0) and newer ones add some, which are ignored.
"""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

MAX_ID = 255
"""Characters in what becomes a bounded column: ids, numbers, statuses, roles, restriction values."""

DIGEST_SIZE = 16
"""Bytes in a record's digest: 128 bits, so two of 100,000 records never share one by chance."""

DIGEST_VERSION = 1
"""Part of every digest, which decides whether a record is read at all. Raise it with whatever changes what is made of
a record: how it is decoded, what is stored or derived of it, the data of phonenumbers. The next refresh then reads
every record anew, once."""


class RegionRestrictions(msgspec.Struct, frozen=True):
    """Per region, ``restricted`` or ``unrestricted``, or whatever word Quo sends."""

    us: str | None = msgspec.field(name="US", default=None)
    ca: str | None = msgspec.field(name="CA", default=None)
    intl: str | None = msgspec.field(name="Intl", default=None)


class Restrictions(msgspec.Struct, frozen=True):
    """Which regions a number may call and text: from this number, to that region."""

    calling: RegionRestrictions | None = None
    messaging: RegionRestrictions | None = None


class UserRecord(msgspec.Struct, frozen=True, rename="camel"):
    """A user as listed under one number. ``group_id`` belongs to the pair of user and number."""

    id: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    role: str | None = None
    group_id: str | None = None


if TYPE_CHECKING:
    Users = tuple[UserRecord, ...]
else:
    # ``users: null`` is borne while decoding and never seen after it: __post_init__ makes it empty.
    Users = tuple[UserRecord, ...] | None


class PhoneNumberRecord(msgspec.Struct, frozen=True, rename="camel"):
    """A phone number as Quo sent it; times are still the API's text (see ``contract.read_timestamp``)."""

    id: str
    number: str
    group_id: str | None = None
    name: str | None = None
    formatted_number: str | None = None
    forward: str | None = None
    port_request_id: str | None = None
    porting_status: str | None = None
    symbol: str | None = None
    users: Users = ()
    created_at: str | None = None
    updated_at: str | None = None
    restrictions: Restrictions | None = None

    def __post_init__(self) -> None:
        if self.users is None:
            msgspec.structs.force_setattr(self, "users", ())


class RawRecord(msgspec.Struct, frozen=True, gc=False):
    """One element of ``data``, not decoded yet: its bytes and their digest.

    ``raw`` is a view into the whole answer and keeps that answer in memory, so hold on to ``text()`` or
    ``digest`` rather than to the record. ``gc=False``: 100,000 of these, none ever in a
    cycle, are not worth tracking.
    """

    raw: msgspec.Raw | bytes | memoryview
    digest: bytes

    @classmethod
    def of(cls, raw: msgspec.Raw | bytes | memoryview) -> "RawRecord":
        version = DIGEST_VERSION.to_bytes(4)
        return cls(raw, hashlib.blake2b(raw, digest_size=DIGEST_SIZE, person=version).digest())

    @property
    def size(self) -> int:
        """In bytes."""
        return memoryview(self.raw).nbytes

    def text(self, limit: int | None = None) -> str:
        """The JSON as it came, as text of its own, or its first ``limit`` bytes.

        Bytes that are not UTF-8 become U+FFFD; never raises.
        """
        return str(memoryview(self.raw)[:limit], "utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Answer:
    """The records of one answer, in Quo's order, and the size of its (decompressed) body in bytes."""

    records: list[RawRecord]
    size: int


@dataclass(frozen=True, slots=True)
class ContractWarning:
    """Something in a record that can be stored but that the contract rules out.

    ``field`` is the path in the API's names, such as ``restrictions.messaging.US`` or ``users[0].role``;
    ``value`` is shortened for showing.
    """

    record_id: str
    field: str
    value: str
    reason: str
