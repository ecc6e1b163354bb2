"""Which records of an answer say anything new, by the digests of those already known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from inventory.quo.decode import decode_record
from inventory.quo.errors import BadAnswer, RecordRejected
from inventory.quo.records import Answer, ContractWarning, PhoneNumberRecord, RawRecord

REPORT_EVERY = 2000  # records
REJECTIONS_KEPT = 200  # the rest is counted; of fewer, all may be unreadable


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that cannot be stored: its id where that could be read, the path and the reason, the raw record."""

    record_id: str | None
    path: str
    reason: str
    raw: RawRecord


@dataclass(slots=True)
class Compared:
    """An answer, sorted by what is to be done with its records."""

    total: int = 0
    # What is new or different. Kept as it came: decoded, 100,000 records take three times the room.
    changed: dict[str, RawRecord] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)  # the ids of the users under them
    unchanged: dict[str, RawRecord] = field(default_factory=dict)
    extra_records: dict[str, PhoneNumberRecord] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)  # the first of them
    rejections: int = 0  # how many there are
    protected: set[str] = field(default_factory=set)  # the ids of those whose id could be read
    protects_all: bool = False  # one was so bad that it could have been any number
    warnings: list[ContractWarning] = field(default_factory=list)  # about the answer, not about a record in it
    # The ids of all numbers that the answer holds, also of those that could not be read further
    seen: set[str] = field(default_factory=set)

    @property
    def unreadable(self) -> set[str]:
        """The protected ones of which the answer holds no other, readable record."""
        return self.protected - self.changed.keys() - self.unchanged.keys()

    def reject(self, raw: RawRecord, error: RecordRejected, id: str | None) -> None:
        """Sets a record aside. Raises BadAnswer where most of many are: then none of the answer is believed."""
        self.rejections += 1
        if id is None:
            self.protects_all = True
        else:
            self.protected.add(id)
        if len(self.rejected) < REJECTIONS_KEPT:
            self.rejected.append(Rejected(id, error.path, error.reason, raw))
        elif self.rejections * 2 > self.total:
            raise BadAnswer(
                f"More than half of the {self.total:,} records in Quo's answer cannot be read. The first one: "
                f"{self.rejected[0].reason} (at {self.rejected[0].path}).",
                status=200,
            )

    def copy(self) -> "Compared":
        """A copy to which `decode_extra` may add."""
        return replace(
            self,
            unchanged=dict(self.unchanged),
            extra_records=dict(self.extra_records),
            rejected=list(self.rejected),
            protected=set(self.protected),
        )

    def decode_extra(self, ids: Iterable[str]) -> set[str]:
        """Decode unchanged records as well, for what they say about users.

        Returns the ids of those that can no longer be decoded: rules may be stricter than when they were stored.
        """
        lost = set()
        for id in ids:
            if id in self.extra_records or id not in self.unchanged:
                continue
            raw = self.unchanged[id]
            try:
                self.extra_records[id] = decode_record(raw)
            except RecordRejected as error:
                del self.unchanged[id]
                self.reject(raw, error, id)
                lost.add(id)
        return lost


def compare(
    answer: Answer, digests: Mapping[str, bytes], report: Callable[[int, int], None] = lambda done, total: None
) -> Compared:
    """Reads the records whose digest is not among these (by id), and passes over the others.

    Where an answer has a number twice, its last word counts, and a warning says so. Raises BadAnswer where most
    of its records cannot be read.
    """
    compared = Compared(total=len(answer.records))
    compared.warnings.extend(ContractWarning("", "", "", note) for note in answer.notes)
    known_ids = {digest: id for id, digest in digests.items() if digest}
    for position, raw in enumerate(answer.records):
        if position % REPORT_EVERY == 0:
            report(position, compared.total)
        id = known_ids.get(raw.digest)
        if id is None:
            try:
                record = decode_record(raw)
            except RecordRejected as error:
                compared.reject(raw, error, error.record_id)
                continue
            id = record.id
            _note_repetition(compared, id, raw)
            compared.changed[id] = raw
            compared.mentioned.update(user.id for user in record.users or ())
        else:
            if id in compared.unchanged or id in compared.changed:
                _note_repetition(compared, id, raw)
            compared.unchanged[id] = raw
    compared.protected |= answer.protected
    compared.seen = compared.changed.keys() | compared.unchanged.keys() | compared.protected
    return compared


def _note_repetition(compared: Compared, id: str, raw: RawRecord) -> None:
    earlier = compared.unchanged.pop(id, None) or compared.changed.pop(id, None)
    if earlier is not None:
        state = "in the same state" if earlier.digest == raw.digest else "in two states; the last one counts"
        compared.warnings.append(ContractWarning(id, "id", id, f"the answer holds this number twice, {state}"))
