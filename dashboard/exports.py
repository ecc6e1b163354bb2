"""Files that lists are exported as: CSV that a spreadsheet shows as text, JSON, and workbooks; and how they are sent,
streamed, whatever the size.

They cost much to make: a process makes one at a time for an account, and two altogether.
"""

import csv
import json
import re
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from dashboard.audit.record import Action, record
from dashboard.lists.query import Query
from dashboard.responses.errors import invalid_filter, too_many
from dashboard.responses.htmx import Request
from inventory.history import streamed
from inventory.runtime import moments

if TYPE_CHECKING:
    from xlsxwriter import Workbook

AT_ONCE = 2  # in a process
RETRY_AFTER = 10  # seconds

_running: dict[object, int] = {}  # the accounts' ids
_lock = threading.Lock()
CHUNK = 1000  # rows read and sent at a time
# A spreadsheet runs a cell that starts like this as a formula: https://owasp.org/www-community/attacks/CSV_Injection
# Where `;` or a tab separates cells, a cell starts after each of them, and a line after each break: quotes protect only
# from the separator for which they were written. East Asian versions take full-width signs for the plain ones.
SEPARATOR = re.compile(r"([;\t\r\n])")
FORMULA = re.compile(r'[\s"]*[=+\-@＝＋－＠]')
LEADING_BREAK = re.compile(r"\s*[\t\r\n]")
PHONE_NUMBER = re.compile(r"\+\d{1,15}")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # Excel's limit, in UTF-16
LONGEST_SHEET = 1_048_576
DATE_FORMAT = "yyyy-mm-dd hh:mm"


def export(
    request: Request,
    what: str,
    kind: str,
    content_type: str,
    make: Callable[[], HttpResponseBase],
    which: str,
    *,
    is_shown: bool = False,
) -> HttpResponseBase:
    """The file that `make` makes, recorded in the audit log. 429 where that has to wait. HEAD makes no file.

    The turn lasts until all is sent, or the client is gone. `is_shown`: to be displayed, not saved.
    """
    if request.method == "HEAD":
        return _described(HttpResponse(), what, kind, content_type, is_shown)
    turn = object()
    if refusal := _begin(turn, request.user.pk):
        return too_many(request, RETRY_AFTER, refusal)
    try:
        record(request, Action.EXPORT, f"{what} as {kind}: {which}")
        made = _described(make(), what, kind, content_type, is_shown)
    except BaseException:
        _running.pop(turn)
        raise
    # The server closes the response when all is sent, or the client is gone. If it does not, the turn ends with
    # the object.
    end, close = weakref.finalize(made, _running.pop, turn, None), made.close

    def close_and_end() -> None:
        close()
        end()

    made.close = close_and_end  # type: ignore[method-assign]
    return made


def export_rows(
    request: Request, what: str, kind: str, query: Query, columns: Sequence[str], rows: Callable[[], Iterable[Any]]
) -> HttpResponseBase:
    """A list as CSV or JSON: the rows that its query finds, in its order."""
    if query.errors:
        return invalid_filter(request, query.errors)
    write, content_type = {"csv": (as_csv, "text/csv"), "json": (as_json, "application/json")}[kind]
    which = query.text or "all"
    return export(
        request, what, kind, content_type, lambda: StreamingHttpResponse(streamed(write(columns, rows()))), which
    )


def _described(response: HttpResponseBase, what: str, kind: str, content_type: str, is_shown: bool) -> HttpResponseBase:
    response.headers["Content-Type"] = content_type
    if not is_shown:
        name = f"{what.replace(' ', '-')}-{timezone.localtime(moments.now()):%Y-%m-%d}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _begin(turn: object, account: int) -> str:
    """Why the export cannot begin now, or "" where it has begun."""
    with _lock:
        if account in _running.values():
            return "Another export of yours is still running. Try again when it is done."
        if len(_running) >= AT_ONCE:
            return "Other exports are still running. Try again in a few seconds."
        _running[turn] = account
    return ""


# CSV and JSON


class Line:
    """A file that keeps nothing: csv writes a line into it, and takes it out again."""

    def write(self, text: str) -> str:
        return text


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The rows under their headings, each value as a `cell`."""
    writer = csv.writer(Line())
    yield "\ufeff"  # tells Excel that this is UTF-8
    yield writer.writerow(columns)
    for some in chunks(rows):
        yield "".join(writer.writerow(list(map(cell, values))) for values in some)


def as_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """An array with an object for each row. JSON runs nothing, so nothing is defused."""
    separator = "[\n"
    for values in rows:
        found = dict(zip(columns, values, strict=True))
        yield separator + json.dumps(found, ensure_ascii=False, default=lambda moment: moment.isoformat())
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


def chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while some := list(islice(rest, CHUNK)):
        yield some


def cell(value: Any) -> str:
    """A value as text that a spreadsheet shows and never runs."""
    if isinstance(value, int):
        return str(value)
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


# Workbooks, written row by row to a temporary file: their format is a zip, which has to be complete


@contextmanager
def workbook() -> Iterator[tuple["Workbook", IO[bytes]]]:
    """An empty one of XlsxWriter's, which is loaded for the first, and the file that holds it when it is left."""
    import xlsxwriter

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

    def __init__(self, book: "Workbook", name: str, columns: Sequence[tuple[str, int]]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._bold = book.add_format({"bold": True})
        self._text, self._date = book.add_format({"num_format": "@"}), book.add_format({"num_format": DATE_FORMAT})
        self._begun = 0
        self._begin()

    def _begin(self) -> None:
        self._begun += 1
        self._sheet = self._book.add_worksheet(self._name if self._begun == 1 else f"{self._name} {self._begun}")
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
