"""What Quo's answers hold, as frozen records: the API's shape, no database and no judgement.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md

Only what a number cannot be stored without is required here. Everything else may be null, or absent (UNSET): what
was not said is no statement, so the cached value stays. Older answers lacked fields (``restrictions`` came with
1.1.0), one generation lacks what the other has, and newer answers add fields, which are ignored.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import msgspec
import phonenumbers
from msgspec import UNSET, Meta, UnsetType

from .errors import RecordRejected

MAX_ID = 255
"""Characters in what becomes a bounded column: ids, numbers, statuses, roles, restriction values."""

DIGEST_SIZE = 16
"""Bytes in a record's digest: 128 bits, so two of 100,000 records never share one by chance."""

DIGEST_VERSION = 3
"""Part of every digest, which decides whether a record is read at all. Raise it with whatever changes what is made of
a record: how it is decoded, what is stored or derived of it. The next refresh then reads every record anew, once. So it
does after an upgrade of phonenumbers, whose version is that of its numbering plans."""


Text = str | UnsetType | None
Word = Annotated[str, Meta(max_length=MAX_ID)] | UnsetType | None
"""What becomes a bounded column: whoever decodes a longer one is told so."""

# PostgreSQL stores no NUL.
NumberId = Annotated[str, Meta(pattern=r"^PN[^\0]*\Z", max_length=MAX_ID)]
UserId = Annotated[str, Meta(pattern=r"^US[^\0]*\Z", max_length=MAX_ID)]


class RegionRestrictions(msgspec.Struct, frozen=True):
    """Per region, ``restricted`` or ``unrestricted``, or whatever word Quo sends."""

    us: Word = msgspec.field(name="US", default=UNSET)
    ca: Word = msgspec.field(name="CA", default=UNSET)
    intl: Word = msgspec.field(name="Intl", default=UNSET)


class Restrictions(msgspec.Struct, frozen=True):
    """Which regions a number may call and text: from this number, to that region."""

    calling: RegionRestrictions | UnsetType | None = UNSET
    messaging: RegionRestrictions | UnsetType | None = UNSET


class UserRecord(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """A user as listed under one number, or in the workspace.

    ``group_id`` belongs to the pair of user and number, so that it is absent in the workspace's list.
    """

    id: UserId
    email: Text = UNSET
    first_name: Text = UNSET
    last_name: Text = UNSET
    role: Word = UNSET
    group_id: Word = UNSET


if TYPE_CHECKING:
    Users = tuple[UserRecord, ...] | UnsetType
    Number = str
else:
    # What __post_init__ settles is never seen after it: null users, and a number that is called phoneNumber.
    Users = tuple[UserRecord, ...] | UnsetType | None
    Number = Annotated[str, Meta(min_length=1, max_length=MAX_ID)] | UnsetType


class PhoneNumberRecord(msgspec.Struct, frozen=True, rename="camel"):
    """A phone number as Quo sent it; times are still the API's text (see ``contract.read_timestamp``).

    v1 calls the number ``number``, 2026-03-30 ``phoneNumber``.
    """

    id: NumberId
    number: Number = UNSET  # type: ignore[assignment]  # no record is without one
    group_id: Word = UNSET
    name: Text = UNSET
    formatted_number: Text = UNSET
    forward: Word = UNSET
    port_request_id: Word = UNSET
    porting_status: Word = UNSET
    symbol: Text = UNSET
    users: Users = UNSET
    created_at: Text = UNSET
    updated_at: Text = UNSET
    restrictions: Restrictions | UnsetType | None = UNSET
    phone_number: Number | UnsetType = UNSET  # only while decoding

    def __post_init__(self) -> None:
        if self.users is None:
            msgspec.structs.force_setattr(self, "users", ())
        if self.phone_number is not UNSET:
            msgspec.structs.force_setattr(self, "number", self.phone_number)
            msgspec.structs.force_setattr(self, "phone_number", UNSET)
        if not isinstance(self.number, str):
            raise ValueError("Object missing required field `number`")  # as msgspec says it


class OrganizationRecord(msgspec.Struct, frozen=True, rename="camel"):
    """The workspace itself. ``subscription_status`` is ``active`` or ``expired``."""

    id: Text = UNSET
    name: Text = UNSET
    subscription_status: Text = UNSET
    created_at: Text = UNSET
    updated_at: Text = UNSET


class A2PMessage(msgspec.Struct, frozen=True, rename="camel"):
    """A reason that is given for the status of an A2P registration."""

    error_code: int | float | str | None = None
    error_reason: str | None = None
    field_name: str | None = None
    fields: tuple[str, ...] | None = None


class A2PRecord(msgspec.Struct, frozen=True, rename="camel"):
    """The workspace's A2P registration. ``businessInfo`` is left out on purpose: it is never kept, logged or shown."""

    id: str
    status: str
    draft: bool | None = None
    type: str | None = None
    status_messages: tuple[A2PMessage, ...] | None = None
    first_submitted_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None


NO_REGISTRATION = A2PRecord(id="", status="")
"""Quo says that there is none."""


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
        version = f"{DIGEST_VERSION} {phonenumbers.__version__}".encode()[:16]
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
class Page:
    """A part of a list, and where the list goes on; None at its end."""

    records: list[RawRecord]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a fetch got. Frozen: what it holds is what Quo said.

    records       numbers, in Quo's order; the same record is never there twice
    size          bytes of the (decompressed) bodies in all
    organization  the workspace itself, a2p its registration for US messaging; None where that could not be told
    protected     ids of numbers that are in the list and yet could not be read: to be left as they are
    notes         what could not be fetched though the numbers could, in plain sentences
    """

    records: list[RawRecord]
    size: int
    organization: OrganizationRecord | None = None
    a2p: A2PRecord | None = None
    protected: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """The workspace's list of people.

    records   by id, each decoded and as it came
    rejected  records that cannot be stored, and why: the list then says of nobody that they are gone
    size      bytes of the (decompressed) bodies in all
    """

    records: Mapping[str, tuple[UserRecord, RawRecord]]
    rejected: tuple[tuple[RawRecord, RecordRejected], ...]
    size: int

    @property
    def users(self) -> tuple[UserRecord, ...]:
        return tuple(user for user, _ in self.records.values())

    @property
    def is_complete(self) -> bool:
        return not self.rejected


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
