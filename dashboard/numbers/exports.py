"""Lists of numbers as files: CSV, JSON and XLSX, row by row, whatever the size."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

import xlsxwriter

from dashboard import csv_text
from dashboard.csv_text import CHUNK, chunks
from inventory.choices import RESTRICTIONS
from inventory.models import Assignment, name_of
from inventory.models.numbers import PhoneNumberQuerySet

FIELDS = (
    "id", "name", "symbol", "number", "formatted_number", "country", "kind", "area", "group_id", "forward",
    "porting_status", "port_request_id", *(restriction.column for restriction in RESTRICTIONS),
    "created_at", "updated_at", "removed_at",
)  # fmt: skip
PEOPLE = ("users", "emails", "user_ids")
COLUMNS = (*FIELDS, *PEOPLE)


def rows(numbers: PhoneNumberQuerySet) -> Iterator[tuple[Any, ...]]:
    """Each number's FIELDS and its PEOPLE, in the list's order. Values, since an object a row takes twice the time."""
    for some in chunks(numbers.values_list(*FIELDS).iterator(chunk_size=CHUNK)):
        people = _people([values[0] for values in some])
        yield from ((*values, *people.get(values[0], NOBODY)) for values in some)


NOBODY: tuple[list[str], ...] = ([], [], [])


def _people(ids: list[str]) -> dict[str, tuple[list[str], ...]]:
    """The names, emails and ids of each number's people, by the number's id."""
    held = Assignment.objects.filter(number__in=ids).order_by("user__sort_name", "user_id")
    found: dict[str, tuple[list[str], ...]] = {}
    for number, user, first, last, email in held.values_list(
        "number_id", "user_id", "user__first_name", "user__last_name", "user__email"
    ):
        names, emails, users = found.setdefault(number, ([], [], []))
        names.append(name_of(first, last, email, user))
        emails.append(email)
        users.append(user)
    return found


def as_csv(numbers: PhoneNumberQuerySet) -> Iterator[str]:
    return csv_text.as_csv(COLUMNS, rows(numbers))


def as_json(numbers: PhoneNumberQuerySet) -> Iterator[str]:
    """An array with an object a number, in the words of our columns. JSON runs nothing, so nothing is defused."""
    separator = "[\n"
    for values in rows(numbers):
        found = dict(zip(COLUMNS, values, strict=True))
        yield separator + json.dumps(found, ensure_ascii=False, default=lambda moment: moment.isoformat())
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


def as_xlsx(numbers: PhoneNumberQuerySet) -> IO[bytes]:
    """A workbook, written row by row to a temporary file: its format is a zip, which has to be complete."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    # Strings are written as strings, so that nothing of Quo's becomes a formula or a link.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Numbers")
        sheet.freeze_panes(1, 0)
        for position, values in enumerate(_sheet_rows(numbers)):
            for column, value in enumerate(values):
                sheet.write_string(position, column, value[:32767])  # Excel's limit for a cell
    file.seek(0)
    return file


def _sheet_rows(numbers: PhoneNumberQuerySet) -> Iterable[list[str]]:
    yield list(COLUMNS)
    for values in rows(numbers):
        yield list(map(_text, values))


def _text(value: Any) -> str:
    """A value as text. A cell of text runs nothing, so nothing is defused."""
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else value if isinstance(value, str) else value.isoformat()
