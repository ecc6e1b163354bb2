"""A year of refreshes: what history adds to pages and to the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import serving
from tests.benchmarks.children import python
from tests.benchmarks.conversation import conversation
from tests.benchmarks.pages import WARM_UP
from tests.benchmarks.row import KB, Row, compared, kb, mb, sized

NUMBERS, CHANGES = 1_000, 5  # numbers, or all where there are fewer; changes of each refresh
REFRESHES = 35_040  # one every quarter of an hour
KEY = 0  # of its own database, among those of sizes
BEGUN = 100  # refreshes, after which the pages are full
LONGEST = 4 * 3600
BARS = {"list": 1.2, "overview": 1.2, "changes": 1.5, "changes, last page": 1.5, "changes of some days": 1.5}


@dataclass(slots=True)
class Year:
    """Seconds of each round by page, and bytes, at the beginning and the end; bytes when it was pruned."""

    refreshes: int
    changes: int = 0
    begin: dict[str, list[float]] = field(default_factory=dict)
    end: dict[str, list[float]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)


def measure(env: dict[str, str], log: Path, numbers: int, refreshes: int, rounds: int) -> Year:
    found = Year(refreshes)
    with conversation(python("child_year", str(numbers), str(refreshes)), env, LONGEST) as ask:
        ask("start")
        sizes = [ask("size")]
        found.begin = _pages(env, log, ask("pages"), rounds)
        ask("go on")
        found.end = _pages(env, log, ask("pages"), rounds)
        sizes.append(ask("size"))
        ask("prune")
        sizes.append(ask("size"))
    found.changes, found.sizes = sizes[1]["changes"] - sizes[0]["changes"], [size["bytes"] for size in sizes]
    return found


def _pages(env: dict[str, str], log: Path, asked: dict[str, dict[str, str]], rounds: int) -> dict[str, list[float]]:
    with serving.gunicorn(env, log, count=1) as server:
        browser = serving.Browser(server.port, str(asked["cookie"]))
        times: dict[str, list[float]] = {name: [] for name in asked["addresses"]}
        for place in range(-min(WARM_UP, rounds), rounds):
            for name, address in asked["addresses"].items():
                seconds = browser.get(address).seconds
                if place >= 0:
                    times[name].append(seconds)
    return times


def rows(year: Year) -> Iterator[Row]:
    after = f"after {year.refreshes:,} refreshes"
    for name, bar in BARS.items():
        yield compared(f"{name}, {after}", year.end[name], f"after {BEGUN}", year.begin[name], most=bar)
    yield compared("list as of the middle of them", year.end["list, past"], "today's list", year.end["list"], most=2)
    begin, end, pruned = year.sizes
    yield sized("the database, for each change", round((end - begin) / year.changes), KB, kb, f"{mb(end)} in all")
    yield sized(
        "the database when it is pruned to 31 days", pruned, begin + (end - begin) // 4, mb, f"at first {mb(begin)}"
    )


def extrapolated(year: Year) -> str:
    """What a whole year would be, where fewer refreshes were made in it. "" where all were."""
    if year.refreshes == REFRESHES:
        return ""
    growth = (year.sizes[1] - year.sizes[0]) / year.changes * REFRESHES * CHANGES
    return (
        f"Of a year's {REFRESHES:,} refreshes {year.refreshes:,} were made, evenly over it; extrapolated, all add "
        f"{mb(growth)} to the database. Counts and pages end at 10,000 changes, so that no page reads more than that."
    )
