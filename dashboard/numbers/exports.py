"""Lists of numbers as files: CSV, JSON and XLSX, row by row, whatever the size."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

from dashboard.exports import csv_text
from dashboard.exports.csv_text import CHUNK, chunks
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
LONGEST_CELL = 32_767  # Excel's limit, in UTF-16
LONGEST_SHEET = 1_048_576
DATE_FORMAT = "yyyy-mm-dd hh:mm"
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
    return csv_text.as_csv([field.name for field in fields], chosen)


def as_json(numbers: PhoneNumberQuerySet) -> Iterator[str]:
    """An array with an object a number, in the words of our columns."""
    return csv_text.as_json([*PLACES], rows(numbers))


# -- Workbooks


def as_xlsx(numbers: PhoneNumberQuerySet, fields: Sequence[Field] = FIELDS) -> IO[bytes]:
    """A workbook, written row by row to a temporary file: its format is a zip, which has to be complete.

    Its second sheet has a row for each assignment: a cell has no room for hundreds of people.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    # Strings are written as strings, so that nothing of Quo's becomes a formula or a link.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"comments": f"Times are in {timezone.get_current_timezone_name()}."})
        list_of_numbers = _Sheets(book, "Numbers", [(field.heading, field.width) for field in fields])
        assignments = _Sheets(book, "Assignments", ASSIGNMENTS)
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
    file.seek(0)
    return file


class _Sheets:
    """Rows under bold headings that stay in sight; in another sheet of the same kind where one is full."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: Sequence[tuple[str, int]]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._bold = book.add_format({"bold": True})
        self._text, self._date = book.add_format({"num_format": "@"}), book.add_format({"num_format": DATE_FORMAT})
        self._begun = 0
        self._begin()

    def _begin(self) -> None:
        self._begun += 1
        self._sheet: Worksheet = self._book.add_worksheet(
            self._name if self._begun == 1 else f"{self._name} {self._begun}"
        )
        self._sheet.freeze_panes(1, 0)
        for place, (heading, width) in enumerate(self._columns):
            self._sheet.set_column(place, place, width)
            self._sheet.write_string(0, place, heading, self._bold)
        self._row = 0

    def write(self, values: Iterable[Any]) -> None:
        if self._row + 1 == LONGEST_SHEET:
            self.end()
            self._begin()
        self._row += 1
        for place, value in enumerate(values):
            if isinstance(value, datetime) and (local := timezone.make_naive(value)).year >= 1900:
                self._sheet.write_datetime(self._row, place, local, self._date)
            elif value:
                self._sheet.write_string(self._row, place, fitted(value), self._text)

    def end(self) -> None:
        """A filter over all of it, and no mark on phone numbers, which are text as they should be."""
        last = len(self._columns) - 1
        self._sheet.autofilter(0, 0, max(self._row, 1), last)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LONGEST_SHEET}"})


def fitted(value: str | list[str] | datetime) -> str:
    """A value as the text of a cell. What has no room is cut between two parts, with how many are missing."""
    if isinstance(value, datetime):
        return value.isoformat()
    parts = value if isinstance(value, list) else [value]
    text = "; ".join(parts)
    if _length(text) <= LONGEST_CELL:
        return text
    if len(parts) == 1:
        note = f" … (cut: {len(text):,} characters)"
        room = LONGEST_CELL - len(note)
        return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + note
    kept, room = 0, LONGEST_CELL - len(f"; … {len(parts):,} more, see Assignments")
    while kept < len(parts) and (room := room - _length(parts[kept]) - 2) >= 0:
        kept += 1
    return "; ".join([*parts[:kept], f"… {len(parts) - kept:,} more, see Assignments"])


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
