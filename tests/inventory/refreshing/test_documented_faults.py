"""The tables in docs/failures.md are the matrices that test_faults.py and test_paging_faults.py prove."""

import re
from pathlib import Path

import pytest

from inventory.choices import Removals

from .test_faults import EXPECTED, Failed, Succeeded
from .test_paging_faults import EXPECTED as PAGES
from .test_paging_faults import PagesFail, PagesServe

FAILURES = Path(__file__).parents[3] / "docs" / "failures.md"
ROW = r"^\| (`[a-z0-9-]+`(?:, `[a-z0-9-]+`)*) \| (.+?) \| (.+?) \|$"
ROWS = {
    fault.strip("` "): (seen, kept)
    for faults, seen, kept in re.findall(ROW, FAILURES.read_text(), re.MULTILINE)
    for fault in faults.split(",")
}


def test_it_lists_every_fault_once() -> None:
    assert ROWS.keys() == EXPECTED.keys() | PAGES.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_row_says_what_happens(name: str) -> None:
    seen, kept = (text.lower() for text in ROWS[name])
    match EXPECTED[name]:
        case Failed() as expected:
            assert words(expected.says) in seen
            assert kept.startswith("everything")
        case Succeeded(removals=Removals.HELD):
            assert "removals held" in seen
            assert "every number" in kept
        case Succeeded() as expected:
            assert words(expected.warning) in seen
            assert ("unreadable" in seen) == ("rejected" in expected.counts)


@pytest.mark.parametrize("name", PAGES)
def test_a_row_says_what_happens_to_pages(name: str) -> None:
    seen, kept = (text.lower() for text in ROWS[name])
    match PAGES[name]:
        case PagesFail() as expected:
            assert expected.says.lower() in seen
            assert kept.startswith("the new answer" if expected.people else "everything")
        case PagesServe() as expected:
            assert expected.warning.lower() in seen
            assert not kept.startswith("everything")


def words(says: str) -> str:
    """What a refresh says, without the figures that differ from run to run."""
    return re.sub(r"(not complete within|larger than) .*", r"\1", says).lower()
