"""The benchmark still works: a short run of it, whose times nobody looks at."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.measured import Measured, Paged
from tests.benchmarks.publish import IN_DOCS
from tests.benchmarks.row import compared, limited
from tests.benchmarks.table import rows

ROOT = Path(__file__).resolve().parents[2]
RUN = [sys.executable, "-m", "tests.benchmarks", "--quick", "--size", "60", "--rounds", "1", "--refreshes", "120"]
PARTS = ("pages", "exports", "refreshes", "clicks", "imports", "processes", "year")
SIZED = "refresh button, from click to the new row"
UNMEASURED = ("numbers list, wrk",)  # by a short run
WORKS = {SIZED if work.startswith(SIZED) else work for work, _ in IN_DOCS}.difference(UNMEASURED)


@pytest.mark.slow
@pytest.mark.sqlite  # it chooses its databases itself: once is enough
def test_a_short_run_prints_the_table_and_leaves_nothing_behind(tmp_path: Path) -> None:
    only = [word for part in PARTS for word in ("--only", part)]
    done = subprocess.run(
        RUN + only, cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stderr
    assert not [work for work in WORKS if f"| {work}" not in done.stdout], done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_ratio_is_held_against_its_bar_unless_half_of_the_rounds_lie_on_both_sides_of_it() -> None:
    ours, floor = [1.1, 2.4, 1.3, 1.4, 3.0], [1.0, 2.0, 1.0, 1.0, 2.0]  # 1.1 1.2 1.3 1.4 1.5
    row = compared("list", ours, "lean", floor, most=1.5)
    assert (row.measured, row.against, row.ratio, row.spread) == ("1.40 s", "lean, 1.00 s", "1.30", "1.20–1.40")
    bars = {1.41: "met", 1.4: "within noise", 1.2: "within noise", 1.19: "missed"}
    assert {bar: compared("", ours, "", floor, most=bar).verdict for bar in bars} == bars
    least = {1.41: "missed", 1.3: "within noise", 1.19: "met"}
    assert {bar: compared("", ours, "", floor, least=bar).verdict for bar in least} == least
    assert compared("list", ours, "lean", floor).verdict == ""


def test_a_time_has_a_bar_of_its_own() -> None:
    row = limited("start", [0.8, 0.9, 1.2], 1.0)
    assert (row.measured, row.spread, row.bar) == ("900.0 ms", "850.0 ms–1.05 s", "at most 1 s")
    assert [limited("start", [0.8, 0.9, 1.2], most).verdict for most in (0.8, 1.0, 1.1)] == [
        "missed", "within noise", "met",
    ]  # fmt: skip


def test_requests_are_held_against_those_that_are_needed_and_the_time_against_their_rate() -> None:
    found = Measured(10, 5_000)
    found.paged = [
        Paged("numbers", 5_000, seconds=11.0, requests=101, needed=101, least=10),
        Paged("people", 500, seconds=30.0, requests=190, needed=185, least=18),
    ]
    told = [(row.measured, row.ratio, row.verdict) for row in rows(found)]
    assert told == [("11.00 s", "1.10", "met"), ("101", "", "met"), ("30.00 s", "1.67", ""), ("190", "", "missed")]


def test_a_click_is_held_against_the_answer_that_it_waits_for() -> None:
    found = Measured(10, 20)
    found.clicks = {10: ([1.0, 1.2, 9.0], [0.1, 0.2, 0.3]), 20: ([2.0], [0.4])}
    assert [(row.measured, row.verdict) for row in rows(found)] == [("1.20 s", "met"), ("2.00 s", "missed")]


def test_what_was_not_measured_has_no_row() -> None:
    assert list(rows(Measured(10, 20))) == []
