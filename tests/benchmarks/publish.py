"""Puts what a run printed where the documentation shows it: between two comments that name it."""

import re
from pathlib import Path

from tests.benchmarks.conversation import ROOT
from tests.benchmarks.row import Row

DOCS, README = ROOT / "docs" / "performance.md", ROOT / "README.md"
IN_README = (
    ("numbers list, 50", "Django admin's list"),
    ("numbers list, 50", "lean list"),
    ("search by part of a name", "Django admin's search"),
    ("refresh button, from click to the new row, 100,000", "Quo's answer alone"),
    ("refresh, nothing changed", "fetch, split"),
    ("first import", "bulk_create"),
    ("CSV", "raw cursor"),
)
IN_DOCS = (
    *IN_README,
    ("search by part of a person", "Django admin's search"),
    ("the slowest search found", ""),
    ("facet counts", ""),
    ("numbers list, wrk", "lean list"),
    ("refresh, nothing changed", "dlt's second load"),
    ("refresh, 100 changed", ""),
    ("refresh button, from click to the new row, 500", ""),
    ("refresh button, from click to the new row, 5,000", ""),
    ("people with v1", ""),
    ("numbers with 2026-03-30, users one by one", ""),
    ("peak memory, first import", ""),
    ("memory of a web worker", ""),
    ("queries for an owner", ""),
)


def put(file: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- end of name -->`."""
    begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
    pattern = re.compile(f"({re.escape(begin)}).*?({re.escape(end)})", re.DOTALL)
    replaced, count = pattern.subn(lambda marks: f"{marks[1]}{text}{marks[2]}", file.read_text())
    if count != 1:
        raise ValueError(f"{file.name} has {count} places for {name}.")
    file.write_text(replaced)


def short_table(rows: list[Row]) -> str:
    """The table of the README."""
    lines = ["| work | took | compared with | ratio |", "|---|---|---|---|"]
    for name in IN_README:
        if not (found := [row for row in rows if _is(row, name)]):
            raise ValueError(f"There is no row of {name[0]}.")
        lines += [f"| {row.work} | {row.measured} | {row.against} | {row.ratio} |" for row in found]
    return "\n".join(lines)


def documented(rows: list[Row]) -> list[Row]:
    """The rows of a table of the documentation; of what was measured at several sizes the last."""
    found = {name: row for row in rows for name in IN_DOCS if _is(row, name)}
    return [row for row in rows if any(row is one for one in found.values())]


def table(rows: list[Row]) -> str:
    """The table of the documentation."""
    lines = ["| work | took | compared with | ratio | bar | |", "|---|---|---|---|---|---|"]
    for row in documented(rows):
        lines.append(f"| {row.work} | {row.measured} | {row.against} | {row.ratio} | {row.bar} | {row.verdict} |")
    return "\n".join(lines)


def _is(row: Row, name: tuple[str, str]) -> bool:
    work, against = name
    return row.work.startswith(work) and row.against.startswith(against)
