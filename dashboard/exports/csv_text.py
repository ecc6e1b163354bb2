"""Rows as CSV that a spreadsheet shows as text, and as JSON: streamed, whatever the size."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

CHUNK = 1000  # rows read and sent at a time
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
