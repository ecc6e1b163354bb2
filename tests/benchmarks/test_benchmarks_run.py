"""The benchmark still works: a short run of it, whose times nobody looks at."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.table import Measured, Paged, printed, rows

ROOT = Path(__file__).resolve().parents[2]
WORKS = ("numbers list", "htmx partial", "last page", "search by", "overview", "refresh, nothing", "CSV", "queries for")


@pytest.mark.sqlite  # it chooses its databases itself: once is enough
def test_a_short_run_prints_the_table_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.benchmarks",
            "--quick",
            "--only",
            "pages",
            "--only",
            "exports",
            "--only",
            "refreshes",
        ],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    assert not [work for work in WORKS if f"| {work}" not in done.stdout], done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_row_says_whether_its_bar_was_met() -> None:
    found = Measured(10, 20, unchanged={"product": 1.5, "floor": 1.0, "changed": 3.0})
    assert [(row.ratio, row.verdict) for row in rows(found)] == [("1.50", "met"), ("2.00", "missed")]


def test_requests_are_held_against_those_that_are_needed_and_the_time_against_their_rate() -> None:
    paged = {(5_000, "on"): Paged(seconds=11.0, requests=101, needed=101, least=10)}
    paged[500, "off"] = Paged(seconds=30.0, requests=190, needed=185, least=18)
    found = [(row.measured, row.ratio, row.verdict) for row in rows(Measured(10, 20, paged=paged))]
    assert found == [("11.00 s", "1.10", "met"), ("101", "", "met"), ("30.00 s", "1.67", ""), ("190", "", "missed")]


def test_what_was_not_measured_has_no_row_but_a_note() -> None:
    found = Measured(10, 20, notes=["wrk was not there."])
    text = printed("SQLite", found)
    assert "wrk was not there." in text
    assert not [line for line in text.splitlines() if line.endswith(("met |", "missed |"))]
