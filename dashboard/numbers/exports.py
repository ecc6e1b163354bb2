"""Lists of numbers as files: CSV, JSON and XLSX, row by row, whatever the size."""

import csv
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

import xlsxwriter

from inventory.choices import RESTRICTIONS
from inventory.models import Assignment, name_of
from inventory.models.numbers import PhoneNumberQuerySet

CHUNK = 1000  # rows read at a time
FIELDS = (
    "id", "name", "symbol", "number", "formatted_number", "country", "kind", "area", "group_id", "forward",
    "porting_status", "port_request_id", *(restriction.column for restriction in RESTRICTIONS),
    "created_at", "updated_at", "removed_at",
)  # fmt: skip
PEOPLE = ("users", "emails", "user_ids")
COLUMNS = (*FIELDS, *PEOPLE)
# A spreadsheet runs a cell that starts like this as a formula: https://owasp.org/www-community/attacks/CSV_Injection
# Where `;` or a tab separates cells, a cell starts after each of them, and a line after each break: quotes protect only
# from the separator for which they were written. East Asian versions take full-width signs for the plain ones.
SEPARATOR = re.compile(r"([;\t\r\n])")
FORMULA = re.compile(r'[\s"]*[=+\-@＝＋－＠]')
LEADING_BREAK = re.compile(r"\s*[\t\r\n]")
PHONE_NUMBER = re.compile(r"\+\d{1,15}")


class Line:
    """A file that keeps nothing: csv writes a line into it, and takes it out again."""

    def write(self, text: str) -> str:
        return text


def rows(numbers: PhoneNumberQuerySet) -> Iterator[tuple[Any, ...]]:
    """Each number's FIELDS and its PEOPLE, in the list's order. Values, since an object a row takes twice the time."""
    for some in chunks(numbers.values_list(*FIELDS).iterator(chunk_size=CHUNK)):
        people = _people([values[0] for values in some])
        yield from ((*values, *people.get(values[0], NOBODY)) for values in some)


def chunks(found: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while some := list(islice(found, CHUNK)):
        yield some


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
    writer = csv.writer(Line())
    yield "\ufeff"  # tells Excel that this is UTF-8
    yield writer.writerow(COLUMNS)
    for some in chunks(rows(numbers)):
        yield "".join(writer.writerow(list(map(cell, values))) for values in some)


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
        yield list(map(cell, values))


def cell(value: Any) -> str:
    """A value as text that a spreadsheet shows and never runs."""
    if not value:
        return ""
    if isinstance(value, list):
        return cell("; ".join(value))
    text = value if isinstance(value, str) else value.isoformat()
    if text.isalnum():
        return text  # most cells: there is nothing to search for
    if not SEPARATOR.search(text):
        return _defused(text)
    text = "".join(map(_defused, SEPARATOR.split(text)))
    return f"'{text}" if LEADING_BREAK.match(text) else text


def _defused(part: str) -> str:
    """A phone number is a sum of one number, whatever stands around it: nothing to defuse."""
    return f"'{part}" if FORMULA.match(part) and not PHONE_NUMBER.fullmatch(part.strip()) else part
