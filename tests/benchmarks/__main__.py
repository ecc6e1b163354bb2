"""`make benchmark`: measures the product, its floors and its peers in one run, and prints a table of them.

Works without a network once the peers are installed, listens on loopback only, and leaves nothing behind.
"""

import argparse
import os
import platform
import signal
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import data, databases, pages, peers, serving
from tests.benchmarks.children import ChildFailed, environment, measured, python
from tests.benchmarks.table import Measured, Paged, printed

SMALL, LARGE = 10_000, 100_000
PARTS = ("pages", "exports", "load", "refreshes", "imports", "peers", "versions")
PAGED = (500, 5_000)  # numbers that are fetched in pages, at ten requests a second


def main() -> int:
    asked = arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))  # so that everything is still cleaned up
    sizes = sorted({min(SMALL, asked.size), asked.size})
    wanted = set(asked.only or PARTS) - ({"peers", "load"} if asked.quick else set())
    print(machine(), flush=True)
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
            found = Measured(sizes[0], sizes[-1], notes=list(notes))
            if "versions" in wanted and name == "SQLite":  # the database hardly matters here
                found.paged = fetched_in_pages(directory, PAGED[:1] if asked.quick else PAGED)
            for size, url in urls.items():
                Run(directory, name, size, url, found, wanted, asked.repetitions).measure()
            print(f"\n{printed(name, found)}", flush=True)
    return 0


def fetched_in_pages(directory: Path, sizes: tuple[int, ...]) -> dict[tuple[int, str], Paged]:
    """Refreshes with 2026-03-30, for each size with users included and without."""
    found = {}
    for size in sizes:
        for include in ("on", "off"):
            print(f"2026-03-30, {size:,} numbers, users {include}", file=sys.stderr, flush=True)
            url = databases.sqlite(directory, f"paged-{size}-{include}")
            child = python("child_versions", str(size), include)
            found[size, include] = Paged(**measured(child, environment(url, directory)))
    return found


class Run:
    """Measuring one database of one size."""

    def __init__(
        self, directory: Path, database: str, size: int, url: str, found: Measured, wanted: set[str], repetitions: int
    ) -> None:
        self.directory, self.database, self.size, self.url = directory, database, size, url
        self.found, self.wanted, self.repetitions = found, wanted, repetitions
        self.log = directory / "server.log"

    def measure(self) -> None:
        self.say("making the data")
        *files, people = data.make_answers(self.directory, self.size)
        with data.served(*files, people=people) as (same, changed):
            env = environment(self.url, self.directory, same)
            if "imports" in self.wanted and self.size == self.found.small:
                self.imports(env, same)
            filled = measured(python("child_refreshes", "fill", same, changed), env)
            if self.size == self.found.large:
                self.found.answer = files[0].stat().st_size
                self.found.peaks["first import"] = filled["peak"]
                if "refreshes" in self.wanted:
                    self.refreshes(env, same, changed)
            if self.wanted & {"pages", "exports", "load"}:
                self.pages(env)
            if "peers" in self.wanted:
                self.peers(same)

    def imports(self, env: dict[str, str], api: str) -> None:
        self.say("first imports")
        times = measured(python("child_refreshes", "imports", api, str(max(1, self.repetitions // 5))), env)
        self.found.imports = {name: statistics.median(some) for name, some in times.items()}

    def refreshes(self, env: dict[str, str], same: str, changed: str) -> None:
        self.say("refreshes")
        times = measured(python("child_refreshes", "unchanged", same, changed, str(max(2, self.repetitions // 3))), env)
        self.found.unchanged = {name: statistics.median(some) for name, some in times.items()}
        self.found.peaks["refresh"] = measured(python("child_refreshes", "peak", same), env)["peak"]

    def pages(self, env: dict[str, str]) -> None:
        site = measured(python("child_site"), env)
        self.found.queries[self.size], self.found.facets[self.size] = site["queries"], site["facets"]
        with serving.gunicorn(env, self.log) as port:
            self.say("pages")
            seen = pages.measure(port, site["cookie"], site["pages"], self.repetitions)
            self.found.pages[self.size] = seen
            if "exports" in self.wanted and self.size == self.found.large:
                self.say("exports")
                pages.measure_export(port, site["cookie"], seen, 3)
                self.found.raw_export = measured(python("child_export"), env)["rows_per_second"]
            if "load" in self.wanted and self.size == self.found.large:
                self.say("load")
                address = site["pages"]["list"]
                if not pages.measure_load(port, site["cookie"], address, seen, 30):
                    self.found.notes.append("wrk was not there (Debian package wrk): no p95 under load.")

    def peers(self, api: str) -> None:
        try:
            if self.url.startswith("sqlite"):
                self.say("Datasette")
                file = Path(self.url.removeprefix("sqlite:///"))
                with peers.datasette(file, self.log) as (port, address):
                    self.found.datasette[self.size] = pages.medians_of(port, address, self.repetitions)
            self.say("dlt")
            work = self.directory / f"dlt-{self.database}-{self.size}"
            work.mkdir()
            own = f"sqlite:///{work / 'dlt.sqlite3'}" if self.url.startswith("sqlite") else self.url
            self.found.dlt[self.size] = peers.dlt(api, own, work)
        except (ChildFailed, OSError) as error:
            reason = (str(error).splitlines() or [""])[-1][:200]
            self.found.notes.append(f"A peer was not measured with {self.size:,} numbers: {reason}")

    def say(self, what: str) -> None:
        print(f"{self.database}, {self.size:,} numbers: {what}", file=sys.stderr, flush=True)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, Python {platform.python_version()}; "
        "gunicorn with two workers. Medians of repetitions in turn."
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--size", type=int, default=LARGE, help="phone numbers in the larger database")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure only this; may be repeated")
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--quick", action="store_true", help="10,000 numbers on SQLite, no peers, few repetitions")
    asked = parser.parse_args()
    if asked.quick:
        asked.size, asked.repetitions = min(asked.size, SMALL), 3
    return asked


if __name__ == "__main__":
    raise SystemExit(main())
