"""`make benchmark`: measures the product, its floors and its peers in one run, and prints a table of them.

Works without a network once the peers are installed, listens on loopback only, and leaves nothing behind.
"""

import argparse
import os
import platform
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import databases, peers, publish, year
from tests.benchmarks.measured import Measured
from tests.benchmarks.row import Row, table
from tests.benchmarks.run import Run
from tests.benchmarks.table import rows

QUICK, SMALL, LARGE = 5_000, 10_000, 100_000
CLICKED = (500, 5_000)  # numbers, besides the larger database, with which the refresh button is measured
PARTS = ("pages", "exports", "load", "refreshes", "clicks", "imports", "processes", "peers", "year")


def main() -> int:
    asked = arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))  # so that everything is still cleaned up
    small, large = min(SMALL, asked.size), asked.size
    more = {min(size, large) for size in CLICKED} if "clicks" in (asked.only or PARTS) else set()
    sizes = sorted({small, large, *more, year.KEY})
    wanted = set(asked.only or PARTS) - ({"peers"} if asked.quick else set())
    found: dict[str, list[Row]] = {}
    print(machine(asked.rounds), flush=True)
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quo-numbers-benchmark-")))
        notes = []
        if "peers" in wanted and (problem := peers.install()):
            notes.append(problem)
        of_postgresql = {} if asked.quick else stack.enter_context(databases.postgresql(sizes))
        if not of_postgresql and not asked.quick:
            notes.append(f"PostgreSQL was not there: name one in {databases.BENCHMARK_DATABASE_URL}.")
        all_urls = {"SQLite": {size: databases.sqlite(directory, size) for size in sizes}}
        if of_postgresql:
            all_urls["PostgreSQL"] = of_postgresql
        for name, urls in all_urls.items():
            of_database = Measured(small, large, notes=list(notes))
            Run(directory, name, urls, of_database, wanted, asked.rounds, asked.seconds, asked.refreshes).measure()
            found[name] = list(rows(of_database))
            show(name, found[name], of_database.notes)
    if asked.write:
        write(found, machine(asked.rounds))
    return 0


def show(name: str, measured_rows: list[Row], notes: list[str]) -> None:
    if measured_rows or notes:
        said = [f"- {note}" for note in dict.fromkeys(notes)]
        print("\n".join(["", f"### {name}", "", table(measured_rows), "", *said]), flush=True)


def write(found: dict[str, list[Row]], machine: str) -> None:
    publish.put(publish.DOCS, "machine", machine)
    for name, measured_rows in found.items():
        publish.put(publish.DOCS, name, publish.table(measured_rows))
    publish.put(publish.README, "SQLite", publish.short_table(found["SQLite"]))


def machine(rounds: int) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, Python {platform.python_version()}; "
        f"gunicorn with two workers; {rounds} rounds of pages."
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--size", type=int, default=LARGE, help="phone numbers in the larger database")
    parser.add_argument(
        "--only",
        action="append",
        choices=PARTS,
        help="measure only this; may be repeated. peers: compare pages, refreshes and imports with other programs too",
    )
    parser.add_argument("--rounds", type=int, default=15, help="of pages; everything else takes a third of them")
    parser.add_argument("--seconds", type=int, default=10, help="that wrk loads a page in each round")
    parser.add_argument("--refreshes", type=int, default=year.REFRESHES, help="of the year; fewer are extrapolated")
    parser.add_argument("--quick", action="store_true", help="5,000 numbers on SQLite, no peers, few rounds")
    parser.add_argument("--write", action="store_true", help="put the tables into README.md and docs/performance.md")
    asked = parser.parse_args()
    if asked.write and (asked.quick or asked.only or asked.size != LARGE):
        parser.error("--write wants a whole run")
    if asked.quick:
        asked.size, asked.rounds, asked.seconds = min(asked.size, QUICK), min(asked.rounds, 3), 2
        asked.refreshes = min(asked.refreshes, 3 * year.BEGUN)
    return asked


if __name__ == "__main__":
    raise SystemExit(main())
