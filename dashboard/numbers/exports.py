"""Lists of numbers as files: CSV, JSON and XLSX, row by row, whatever the size."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from dashboard import exports
from dashboard.exports import CHUNK, Sheets, chunks, workbook
from inventory.choices import RESTRICTED, RESTRICTIONS, UNRESTRICTED, Kind, porting_badge
from inventory.models import Assignment, PhoneNumber, name_of
from inventory.models.numbers import PhoneNumberQuerySet
from inventory.numbering import country_name, written


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its heading for machines, the page's word for it, the column of the list that shows it."""

    name: str
    heading: str
    column: str = ""
    shown: Callable[[Any], Any] = lambda value: value  # as the page writes a value
    width: int = 14


def _restriction(value: str) -> str:
    return {RESTRICTED: "Restricted", UNRESTRICTED: "Unrestricted"}.get(value, value)


FIELDS = (
    Field("id", "Quo ID", width=24),
    Field("name", "Name", "name", width=30),
    Field("symbol", "Symbol", width=8),
    Field("number", "Number", "number", width=16),
    Field("formatted_number", "Formatted number", "number", width=20),
    Field("country", "Country", "area", country_name, 18),
    Field("kind", "Kind", "area", lambda kind: str(dict(Kind.choices).get(kind, kind)), 10),
    Field("area", "Area", "area", width=20),
    Field("group_id", "Group", width=24),
    Field("forward", "Forwards", "forward", written, 18),
    Field("porting_status", "Porting", "porting", lambda status: porting_badge(status).label if status else ""),
    Field("port_request_id", "Port request", width=24),
    *(
        Field(way.column, f"{way.noun} {region}", "calling" if way.use == "calling" else "texting", _restriction, 15)
        for way, region in zip(RESTRICTIONS, ("US", "Canada", "International") * 2, strict=True)
    ),
    Field("created_at", "Created", width=17),
    Field("updated_at", "Updated", "updated", width=17),
    Field("removed_at", "Removed", width=17),
    Field("users", "People", "people", width=34),
    Field("emails", "Emails", "people", width=34),
    Field("user_ids", "User IDs", width=34),
)  # fmt: skip
PLACES = {field.name: place for place, field in enumerate(FIELDS)}
NUMBER, FORMATTED = PLACES["number"], PLACES["formatted_number"]
OWN = tuple(field.name for field in FIELDS[: PLACES["users"]])
NOBODY: tuple[list[str], ...] = ([], [], [])
ASSIGNMENTS = (("Number", 16), ("Name", 30), ("Person", 26), ("Email", 34), ("Quo ID", 24), ("User ID", 24))


def fields_of(first: Iterable[str], columns: Iterable[str], last: Iterable[str]) -> list[Field]:
    """The fields that these columns of the list show, in the order of the columns, between others by name."""
    shown = [field for column in columns for field in FIELDS if field.column == column]
    return [*(FIELDS[PLACES[name]] for name in first), *shown, *(FIELDS[PLACES[name]] for name in last)]


def rows(numbers: PhoneNumberQuerySet) -> Iterator[tuple[Any, ...]]:
    """Each number's FIELDS, in the list's order. Values, since an object a row takes twice the time."""
    for some in chunks(numbers.values_list(*OWN).iterator(chunk_size=CHUNK)):
        people = _people([values[0] for values in some])
        yield from ((*values, *people.get(values[0], NOBODY)) for values in some)


def _people(ids: list[str]) -> dict[str, tuple[list[str], ...]]:
    """The names, emails and ids of each number's people, by the number's id."""
    pairs = Assignment.objects.filter(number__in=ids).order_by("user__sort_name", "user_id")
    found: dict[str, tuple[list[str], ...]] = {}
    for number, user, first, last, email in pairs.values_list(
        "number_id", "user_id", "user__first_name", "user__last_name", "user__email"
    ):
        names, emails, users = found.setdefault(number, ([], [], []))
        names.append(name_of(first, last, email, user))
        emails.append(email)
        users.append(user)
    return found


def as_csv(numbers: PhoneNumberQuerySet, fields: Sequence[Field] = FIELDS) -> Iterator[str]:
    places = [PLACES[field.name] for field in fields]
    chosen = ([values[place] for place in places] for values in rows(numbers))
    return exports.as_csv([field.name for field in fields], chosen)


def as_json(numbers: PhoneNumberQuerySet) -> Iterator[str]:
    """An array with an object a number, in the words of our columns."""
    return exports.as_json([*PLACES], rows(numbers))


# -- Workbooks


def as_xlsx(numbers: PhoneNumberQuerySet, fields: Sequence[Field] = FIELDS) -> IO[bytes]:
    """A workbook. Its second sheet has a row for each assignment: a cell has no room for hundreds of people."""
    with workbook() as (book, file):
        list_of_numbers = Sheets(book, "Numbers", [(field.heading, field.width) for field in fields])
        assignments = Sheets(book, "Assignments", ASSIGNMENTS)
        places = [(PLACES[field.name], field.shown) for field in fields]
        for row in rows(numbers):
            values = list(row)
            number, formatted = values[NUMBER], values[FORMATTED]
            values[FORMATTED] = PhoneNumber(number=number, formatted_number=formatted).display_number
            list_of_numbers.write([shown(values[place]) for place, shown in places])
            for name, email, user in zip(*row[PLACES["users"] :], strict=True):
                assignments.write([number, row[PLACES["name"]], name, email, row[0], user])
        list_of_numbers.end()
        assignments.end()
    return file
