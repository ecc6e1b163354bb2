"""Answers of the sandbox whose JSON is fine and whose content is not.

Each function changes a list of records as a fault does; for a single number the list holds that one. The list
is the function's own, but the records in it are the workspace's: take one with `_own` before changing it.
"""

from collections.abc import Callable
from copy import deepcopy

from inventory.sandbox.forms import Record

Spoil = Callable[[list[Record]], None]

UNREADABLE_TIMES = ("yesterday", "", "2024-13-45T99:00:00Z", "0000-00-00T00:00:00Z", "1718000000")


def missing_id(records: list[Record]) -> None:
    """One record has no id."""
    if records:
        del _own(records, 0)["id"]


def duplicate_id(records: list[Record]) -> None:
    """One number comes twice, in two different states."""
    if records:
        twin = deepcopy(records[0])
        twin["name"] = f"{twin['name']} (again)"
        calling = twin["restrictions"]["calling"]
        calling["US"] = "restricted" if calling["US"] == "unrestricted" else "unrestricted"
        records.append(twin)


def wrong_type(records: list[Record]) -> None:
    """One record has a number where a string should be (its name)."""
    if records:
        _own(records, len(records) // 2)["name"] = 42


def unknown_restriction(records: list[Record]) -> None:
    """One record has a restriction that the contract does not know ("limited")."""
    if records:
        _own(records, 0)["restrictions"]["messaging"]["US"] = "limited"


def null_names(records: list[Record]) -> None:
    """No user has a first or a last name (the contract allows that)."""
    for place in range(len(records)):
        for user in _own(records, place)["users"]:
            user["firstName"] = user["lastName"] = None


def null_names_of_people(records: list[Record]) -> None:
    """What `null_names` does to the list of users."""
    records[:] = [person | {"firstName": None, "lastName": None} for person in records]


def role_conflict(records: list[Record]) -> None:
    """One user has two different roles, under two numbers."""
    seen: set[str] = set()
    for place, record in enumerate(records):
        for index, user in enumerate(record["users"]):
            if user["id"] in seen:
                user = _own(records, place)["users"][index]
                user["role"] = "member" if user["role"] == "admin" else "admin"
                return
            seen.add(user["id"])


def same_number_twice(records: list[Record]) -> None:
    """One telephone number comes under two ids."""
    if records:
        twin = deepcopy(records[0])
        twin["id"] = f"PN{twin['id'][:1:-1]}"
        records.append(twin)


def case_ids(records: list[Record]) -> None:
    """Two numbers have ids that differ only in upper and lower case."""
    for record in records:
        swapped = f"PN{record['id'][2:].swapcase()}"
        if swapped != record["id"]:
            taken = {each["number"] for each in records}
            free = next(number for line in range(10_000) if (number := f"+1202555{line:04}") not in taken)
            twin = deepcopy(record) | {"id": swapped, "number": free, "formattedNumber": None}
            records.append(twin | {"name": f"{record['name']} (other case)"})
            return


def bad_timestamps(records: list[Record]) -> None:
    """A few records have times that nobody can read."""
    for place, unreadable in zip(range(len(records)), UNREADABLE_TIMES, strict=False):
        record = _own(records, place)
        record["createdAt"] = record["updatedAt"] = unreadable


def shrunk(records: list[Record]) -> None:
    """Only the first quarter of the numbers comes."""
    del records[max(1, len(records) // 4) :]


def emptied(records: list[Record]) -> None:
    """The list is empty, as if the workspace had no number."""
    records.clear()


SPOILS: tuple[Spoil, ...] = (
    missing_id,
    duplicate_id,
    wrong_type,
    unknown_restriction,
    null_names,
    role_conflict,
    same_number_twice,
    case_ids,
    bad_timestamps,
    shrunk,
    emptied,
)

# What goes with a spoil where the list of users is asked for. The others leave that list as it is.
PEOPLE_SPOILS: dict[Spoil, Spoil] = {null_names: null_names_of_people}


def _own(records: list[Record], place: int) -> Record:
    """The record at this place, replaced by a copy that may be changed."""
    records[place] = deepcopy(records[place])
    return records[place]
