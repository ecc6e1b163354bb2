"""What a run printed stands in the documentation where it belongs, and nothing else has changed."""

from pathlib import Path

import pytest

from tests.benchmarks import publish
from tests.benchmarks.row import Row


def test_only_what_stands_between_the_two_marks_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    before, after = "before\n<!-- SQLite -->\n", "\n<!-- end of SQLite -->\nafter\n<!-- x -->\nx\n<!-- end of x -->\n"
    file.write_text(f"{before}two\nlines{after}")
    publish.put(file, "SQLite", "new \\1")
    assert file.read_text() == f"{before}new \\1{after}"
    with pytest.raises(ValueError, match="0 places for PostgreSQL"):
        publish.put(file, "PostgreSQL", "new")


@pytest.mark.parametrize(
    ("file", "names"),
    [(publish.DOCS, ["machine", "SQLite", "PostgreSQL"]), (publish.README, ["SQLite"])],
)
def test_the_documentation_has_a_place_for_each_table(file: Path, names: list[str], tmp_path: Path) -> None:
    copy = tmp_path / file.name
    copy.write_text(file.read_text())
    for name in names:
        publish.put(copy, name, "| new |")


def test_the_readme_has_a_row_for_each_that_is_named() -> None:
    rows = [Row("another", "1 ms", "lean list, 1 ms")]
    rows += [Row(f"{work}, 100,000", "2 ms", f"{against}, 1 ms", "2.00") for work, against in publish.IN_README]
    assert publish.short_table(rows).splitlines()[2:] == [
        f"| {row.work} | 2 ms | {row.against} | 2.00 |" for row in rows[1:]
    ]


def test_a_table_of_the_documentation_has_twenty_rows_at_most_one_for_each_that_is_named() -> None:
    rows = [Row("another", "1 ms", "lean list, 1 ms")]
    rows += [Row(f"{work}, {size}", "2 ms", against) for work, against in publish.IN_DOCS for size in ("500", "5,000")]
    found = publish.documented(rows)
    assert found == [row for row in rows if row.work.endswith(", 5,000")]
    assert len(found) <= 20
    assert len(publish.table(rows).splitlines()) == len(found) + 2
