"""Rows as a workbook, written one by one to a temporary file: its format is a zip, which has to be complete."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # Excel's limit, in UTF-16
LONGEST_SHEET = 1_048_576
DATE_FORMAT = "yyyy-mm-dd hh:mm"


@contextmanager
def workbook() -> Iterator[tuple[xlsxwriter.Workbook, IO[bytes]]]:
    """An empty one, and the file that holds it when it is left."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    # Strings are written as strings, so that nothing of Quo's becomes a formula or a link.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"comments": f"Times are in {timezone.get_current_timezone_name()}."})
        yield book, file
    file.seek(0)


def book_of(name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Iterable[Any]]) -> IO[bytes]:
    """A workbook of these rows under their headings, each with its width."""
    with workbook() as (book, file):
        sheets = Sheets(book, name, columns)
        for row in rows:
            sheets.write(row)
        sheets.end()
    return file


class Sheets:
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
