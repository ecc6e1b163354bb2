"""docs/security.md names tests that exist, and says of each item of the standard whether it is held."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/security.md").read_text()
TABLES = TEXT.partition("## OWASP ASVS")[2].partition("## What it does not do")[0]


def rows() -> list[list[str]]:
    found = re.findall(r"^\| ([\d.,– ]+) \|(.*)\|$", TABLES, re.MULTILINE)
    return [[items, *(cell.strip() for cell in rest.split("|"))] for items, rest in found]


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(\w[\w/]*\.py|\w[\w/]*/)`", TEXT))
    assert len(named) > 25
    missing = [
        name for name in named if not any((ROOT / place / name).exists() for place in (".", "tests", "tests/dashboard"))
    ]
    assert missing == []


def test_each_item_has_a_state_and_a_held_one_says_what_shows_it() -> None:
    assert len(rows()) > 50
    for items, _, state, shown in rows():
        assert re.match(r"held|partly|not|with ", state), items
        absent = re.match(r"held: (there (is none|are none)|the first is made by)", state)
        assert shown != "–" or absent or not state.startswith("held"), items


def test_no_item_of_levels_1_and_2_is_left_out() -> None:
    """How many each section has."""
    wanted = {
        "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
        "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
        "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
        "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    }  # fmt: skip
    found: set[str] = set()
    for items, *_ in rows():
        for item in items.split(", "):
            first, _, last = item.partition("–")
            section, _, begin = first.rpartition(".")
            end = int(last.rpartition(".")[2] or begin)
            found |= {f"{section}.{place}" for place in range(int(begin), end + 1)}
    assert found == {f"{section}.{place}" for section, count in wanted.items() for place in range(1, count + 1)}
