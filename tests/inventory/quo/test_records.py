"""What a record is where Quo says nothing, and what names its bytes."""

import json

import msgspec
from msgspec import UNSET

from inventory.quo.decode import decode_record
from inventory.quo.records import PhoneNumberRecord, RawRecord, RegionRestrictions, Restrictions, UserRecord


def test_what_is_not_said_is_unset() -> None:
    record = decode_record(RawRecord.of(b'{"id": "PN1", "number": "+1"}'))
    told = {name: value for name, value in msgspec.structs.asdict(record).items() if value is not UNSET}
    assert told == {"id": "PN1", "number": "+1"}
    assert msgspec.structs.astuple(UserRecord("US1")) == ("US1", *[UNSET] * 5)
    assert msgspec.structs.astuple(RegionRestrictions()) == (UNSET,) * 3
    assert msgspec.structs.astuple(Restrictions()) == (UNSET,) * 2


def test_each_field_is_read_by_quos_name() -> None:
    names = ("groupId", "name", "formattedNumber", "forward", "portRequestId", "portingStatus", "symbol")
    record: dict[str, object] = {"id": "PN1", "number": "+1", "createdAt": "then", "updatedAt": "now"}
    record |= {name: name for name in names}
    record["users"] = [{"id": "US1", "email": "e", "firstName": "f", "lastName": "l", "role": "r", "groupId": "g"}]
    regions = {"US": "a", "CA": "b", "Intl": "c"}
    record["restrictions"] = {"calling": regions, "messaging": None}
    assert decode_record(RawRecord.of(json.dumps(record).encode())) == PhoneNumberRecord(
        "PN1",
        "+1",
        *names,
        (UserRecord("US1", "e", "f", "l", "r", "g"),),
        "then",
        "now",
        Restrictions(RegionRestrictions("a", "b", "c"), None),
    )


def test_the_digest_is_of_the_bytes_alone() -> None:
    whole, part = RawRecord.of(b"[1]"), RawRecord.of(memoryview(b"[[1]]")[1:4])
    assert whole.digest == part.digest != RawRecord.of(b"[2]").digest
    assert len(whole.digest) == 16
