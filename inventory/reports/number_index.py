"""Which numbers have which value, kept in memory for each version of the cache.

The numbers of a value are the bits of one whole number: 12 kB for 100,000 numbers. Counts under any filters are then a
few ANDs, where a database would read the whole table for each of them.
"""

import sys
from array import array
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import cached_property, reduce
from itertools import islice
from operator import and_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from inventory.choices import RESTRICTIONS
from inventory.models import Assignment, PhoneNumber, WorkspaceUser
from inventory.runtime.moments import cached

Row = TypeVar("Row", bound=tuple[str, ...])
READ_AT_ONCE = 1000  # what is read at once leaves holes in a process's memory
COLUMNS = ("country", "kind", "porting_status", *(restriction.column for restriction in RESTRICTIONS))
# By byte: what turns a row of bytes into binary digits that say where it is
DIGITS = [bytes(49 if other == byte else 48 for other in range(256)) for byte in range(256)]


def _bits(row: bytes | bytearray, byte: int = 1) -> int:
    """A bit for each byte of the row, set where it is that byte."""
    return int(row.translate(DIGITS[byte]), 2) if row else 0


def bits_of(some: Container[str], ids: Iterable[str]) -> int:
    """A bit for each of the ids, the first one the highest, set where it is among some."""
    return _bits(bytes(map(some.__contains__, ids)))


class Column:
    """The values of a column, one for each number."""

    def __init__(self) -> None:
        self._codes: defaultdict[str, int] = defaultdict()
        self._codes.default_factory = self._codes.__len__  # the next code for each new value
        self._rows = array("B")  # four bytes each only where there are more than 256 values
        self._bits: dict[str, int] = {}

    def extend(self, values: Iterable[str]) -> None:
        codes = list(map(self._codes.__getitem__, values))
        if len(self._codes) > 256 and self._rows.typecode == "B":
            self._rows = array("I", self._rows)
        self._rows.extend(codes)

    @property
    def values(self) -> list[str]:
        return list(self._codes)

    def having(self, value: str) -> int:
        """Where the value stands."""
        if value not in self._codes:
            return 0
        if value not in self._bits:
            wanted = self._codes[value].to_bytes(self._rows.itemsize, sys.byteorder)
            self._bits[value] = reduce(and_, (_bits(row, wanted[place]) for place, row in self._bytes.items()))
        return self._bits[value]

    @cached_property
    def _bytes(self) -> dict[int, bytes]:
        """The codes by their bytes, without those that are 0 throughout, as most are."""
        codes, size = self._rows.tobytes(), self._rows.itemsize
        rows = {place: codes[place::size] for place in range(size)}
        first = 0 if sys.byteorder == "little" else size - 1
        return {place: row for place, row in rows.items() if place == first or row.strip(b"\0")}


class NumberIndex:
    """The numbers of a version of the cache, removed ones too, in one order, and by their values as bits."""

    def __init__(self) -> None:
        columns = {name: Column() for name in COLUMNS}
        ids: list[str] = []
        rest = _read(PhoneNumber.objects.values_list("pk", *COLUMNS))
        while rows := list(islice(rest, READ_AT_ONCE)):
            some, *values = zip(*rows, strict=True)
            ids.extend(some)
            for column, of_column in zip(columns.values(), values, strict=True):
                column.extend(of_column)
        self.ids = tuple(ids)
        self._columns = columns
        self._roles, self.with_sole_user, self.assigned = self._users()
        self.removed = self.of(PhoneNumber.objects.removed())
        self.forwarding = self.of(PhoneNumber.objects.filter(forward__gt=""))

    @property
    def all(self) -> int:
        return (1 << len(self.ids)) - 1

    @property
    def current(self) -> int:
        return self.all & ~self.removed

    def having(self, column: str, value: str) -> int:
        return self._columns[column].having(value)

    def with_role(self, role: str) -> int:
        """The numbers with a user of that role."""
        return self._roles.get(role, 0)

    def of(self, numbers: QuerySet[PhoneNumber]) -> int:
        """The numbers of a query."""
        return bits_of(set(numbers.order_by().values_list("pk", flat=True)), self.ids)

    def counts(self, column: str, among: int) -> list[tuple[str, int]]:
        """Each value that any of these numbers has, with how many have it, the most frequent first."""
        return _ranked((value, self.having(column, value) & among) for value in self._columns[column].values)

    def counts_by_role(self, among: int) -> list[tuple[str, int]]:
        return _ranked((role, numbers & among) for role, numbers in self._roles.items())

    def _users(self) -> tuple[dict[str, int], int, int]:
        """By role the numbers with such a user, those with one user, and those with any."""
        size = len(self.ids)
        by_role: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(size))
        of_user = {user: by_role[role] for user, role in _read(WorkspaceUser.objects.values_list("pk", "role"))}
        place_of = dict(zip(self.ids, range(size), strict=True))
        users = bytearray(size)  # 2: several
        for number, user in _read(Assignment.objects.values_list("number_id", "user_id")):
            if number in place_of and user in of_user:  # either may have come while this was read
                place = place_of[number]
                users[place] = 2 if users[place] else 1
                of_user[user][place] = 1
        sole = _bits(users)
        return {role: _bits(numbers) for role, numbers in by_role.items()}, sole, sole | _bits(users, 2)


def _ranked(numbers: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    counted = [(value, bits.bit_count()) for value, bits in numbers if bits]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def _read(rows: QuerySet[Any, Row]) -> Iterator[Row]:
    return rows.order_by().iterator(chunk_size=READ_AT_ONCE)


@cached()
def number_index(version: UUID) -> NumberIndex:
    """The index of a version of the cache (Freshness.version). Each process keeps its own: 8 MB for 100,000."""
    return NumberIndex()
