"""Puts what a run printed where the documentation shows it: between two comments that name it."""

import re
from pathlib import Path

from tests.benchmarks.conversation import ROOT
from tests.benchmarks.row import Row

DOCS, README = ROOT / "docs" / "performance.md", ROOT / "README.md"
IN_README = (
    ("numbers list", "Django admin's list"),
    ("numbers list", "lean list"),
    ("search by part of a name", "Django admin's search"),
    ("refresh button", "Quo's answer alone"),
    ("refresh, nothing changed", "fetch, split"),
    ("first import", "bulk_create"),
    ("CSV", "raw cursor"),
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
    """The rows of the README."""
    lines = ["| work | took | compared with | ratio |", "|---|---|---|---|"]
    for work, against in IN_README:
        found = [row for row in rows if row.work.startswith(work) and row.against.startswith(against)]
        if not found:
            raise ValueError(f"There is no row of {work}.")
        lines += [f"| {row.work} | {row.measured} | {row.against} | {row.ratio} |" for row in found]
    return "\n".join(lines)
