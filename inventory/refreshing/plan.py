"""What a refresh reads from the cache, and what it plans to write: the input and output of reconcile."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from inventory.choices import ChangeKind
from inventory.quo.decode import decode_again
from inventory.quo.records import A2PRecord, ContractWarning, OrganizationRecord, RawRecord
from inventory.refreshing.diff import Rejected
from inventory.refreshing.facts import Groups, NumberFacts, UserFacts, first_state, groups_of_users, number_facts

NEVER_WRITTEN = UUID(int=0)  # the version of a cache that is empty
ADDITIONS = (ChangeKind.NUMBER_ADDED, ChangeKind.USER_ADDED)


@dataclass(frozen=True, slots=True)
class CachedNumber:
    """A number in the cache, with its assigned users."""

    facts: NumberFacts
    users: Groups
    removed: bool
    porting_since: datetime | None
    since: datetime | None = None  # all of this
    warnings: Sequence[dict[str, str]] = ()
    sort_people: str | None = None


class CachedUser(msgspec.Struct, frozen=True, gc=False):
    """A user in the cache. `assigned`: to a current number. `dismissed`: somebody decided not to remove them."""

    facts: UserFacts
    removed: bool
    assigned: bool
    dismissed: bool


@dataclass(frozen=True, slots=True)
class Cached:
    """The part of the cache that a refresh may change.

    version: of the cache, read before anything else.
    digests: of the current numbers in scope, by id; b"" for an unverified number.
    dismissed: those of them whose removal somebody dismissed.
    imported: whether a refresh of the workspace ever succeeded. Before that, what is added is not new in Quo.
    numbers: details of the numbers that the response changes or omits. users: those that it mentions.
    stale_users: those of them whose derived columns differ from what this version derives.
    removed_users: those of them who are marked as removed.
    """

    digests: Mapping[str, bytes]
    version: UUID = NEVER_WRITTEN
    dismissed: Set[str] = frozenset()
    is_empty: bool = False
    imported: bool = False
    numbers: Mapping[str, CachedNumber] = field(default_factory=dict)
    users: Mapping[str, UserFacts] = field(default_factory=dict)
    stale_users: Set[str] = frozenset()
    removed_users: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A row of Change to be, without its refresh and time."""

    kind: ChangeKind
    number: str | None = None
    user: str | None = None
    field: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class NumberWrite:
    """A number to write. Its record stays as it came until the row is written: a first import has 100,000 of them."""

    id: str
    raw: RawRecord
    before: CachedNumber | None  # None: the number is new here
    porting_since: datetime | None
    warnings: Sequence[ContractWarning] = ()  # what this record breaks of the contract

    def facts(self) -> NumberFacts:
        return number_facts(decode_again(self.raw), self.before.facts if self.before else None)

    def addition(self) -> PlannedChange:
        """The change that tells of a new number: its first state."""
        record = decode_again(self.raw)
        state = first_state(number_facts(record), groups_of_users(record))
        return PlannedChange(ChangeKind.NUMBER_ADDED, self.id, new=state)


@dataclass(slots=True)
class Plan:
    """Everything that one transaction writes."""

    checked: int = 0
    complete: bool = False  # the answer was of the whole workspace
    imported: bool = False  # an earlier one was, so that what this one adds is new in Quo
    seen: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)  # numbers of which the answer holds nothing that can be stored
    lists_people: bool = False  # the answer was the complete list of users
    listed: set[str] = field(default_factory=set)  # the users on it
    organization: OrganizationRecord | None = None  # what the answer says of the workspace itself
    a2p: A2PRecord | None = None

    numbers: list[NumberWrite] = field(default_factory=list)
    users: dict[str, UserFacts] = field(default_factory=dict)
    assign: dict[tuple[str, str], str | None] = field(default_factory=dict)  # (number, user) -> group
    unassign: set[tuple[str, str]] = field(default_factory=set)
    remove: set[str] = field(default_factory=set)
    hold: set[str] = field(default_factory=set)
    remove_users: set[str] = field(default_factory=set)
    hold_users: set[str] = field(default_factory=set)
    unverified: set[str] = field(default_factory=set)  # numbers that the answer should hold, and does not
    to_reread: set[str] = field(default_factory=set)  # other numbers whose digest is to be emptied
    users_to_recheck: set[str] = field(default_factory=set)  # people whose other numbers are to be read in full

    changes: list[PlannedChange] = field(default_factory=list)  # all but new and removed numbers and removed users
    rejected: list[Rejected] = field(default_factory=list)  # the first of them
    rejections: int = 0  # how many there are
    warnings: list[ContractWarning] = field(default_factory=list)
    added: int = 0
    restored: int = 0
    changed: int = 0
    users_added: int = 0  # with those who are restored
    users_changed: int = 0

    @property
    def first_import(self) -> bool:
        """Whether this is the first refresh of the workspace that succeeds."""
        return self.complete and not self.imported

    def all_changes(self) -> Iterator[PlannedChange]:
        """New numbers first, since other changes may be about them."""
        yield from (write.addition() for write in self.numbers if write.before is None)
        yield from self.changes

    def is_news(self, change: PlannedChange) -> bool:
        """Whether the change is shown among the latest changes."""
        return change.field != "updated_at" and (self.imported or change.kind not in ADDITIONS)

    @property
    def writes(self) -> bool:
        """Whether it changes any number, user or assignment."""
        return any((self.numbers, self.users, self.assign, self.unassign, self.remove, self.remove_users))

    @property
    def touched(self) -> set[str]:
        """The numbers whose users the plan changes, or which it restores."""
        restored = {write.id for write in self.numbers if write.before is not None and write.before.removed}
        return restored | {number for number, _ in self.assign} | {number for number, _ in self.unassign}
