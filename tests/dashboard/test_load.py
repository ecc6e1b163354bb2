"""The short form of `tests/benchmarks/load.py`: people look at pages while refreshes run, and nothing breaks."""

from pathlib import Path

import pytest

from tests.benchmarks.load import run


@pytest.mark.sqlite
def test_pages_answer_and_no_refresh_is_lost_or_doubled(tmp_path: Path) -> None:
    outcome = run(tmp_path, people=6, seconds=4, numbers=200)
    assert outcome.is_good, str(outcome)
    assert set(outcome.statuses) <= {200, 302}
