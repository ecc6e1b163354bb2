"""Sixteen people look at pages while refreshes run, on real processes. Prints what they were answered.

    python -m tests.benchmarks.load [--seconds 60] [--people 16] [--numbers 2000]

On SQLite, or on the empty PostgreSQL database that DATABASE_URL names. Exit status 1 where a page failed, or where
a refresh was lost or doubled.
"""

import argparse
import contextlib
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import requests

from inventory.sandbox import Sandbox
from tests.processes import Site, site, until

PAGES = ("/", "/numbers/", "/numbers/?q=a&restricted=any", "/users/", "/changes/", "/refreshes/", "/numbers/?page=2")
UNTHROTTLED = '{"SIGN_IN_FAILURES": 1000}'
PAUSE = 0.5  # seconds between two refreshes


@dataclass
class Outcome:
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # where each request for a refresh was sent on to
    left: int = 0  # refreshes that never ended
    rows: int = 0
    states: str = ""
    numbers: int = 0

    @property
    def failures(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500 or status == 0)

    @property
    def is_good(self) -> bool:
        """No page failed, and each refresh that was asked for is one row, which ended."""
        return not self.failures and not self.left and self.rows == len(set(self.asked)) > 0

    def __str__(self) -> str:
        times = sorted(self.seconds)
        middle, slow = times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000
        return (
            f"{len(times):,} pages: {dict(sorted(self.statuses.items()))}, {self.failures} failed, "
            f"half within {middle:.0f} ms, 99 % within {slow:.0f} ms\n"
            f"{len(self.asked)} refreshes asked for, {len(set(self.asked))} begun, {self.rows} on record: "
            f"{self.states}; {self.left} left, {self.numbers:,} numbers"
        )


def load(where: Site, people: int, seconds: float) -> Outcome:
    """Pages by so many people for so long, while one more asks for refreshes."""
    outcome, lock, over = Outcome(), threading.Lock(), threading.Event()

    def look(place: int, session: requests.Session) -> None:
        while not over.is_set():
            place += 1
            began = time.monotonic()
            status = 0
            with contextlib.suppress(requests.RequestException):
                status = session.get(where.url + PAGES[place % len(PAGES)], timeout=60).status_code
            with lock:
                outcome.statuses[status] += 1
                outcome.seconds.append(time.monotonic() - began)

    def refresh(session: requests.Session) -> None:
        while not over.is_set():
            answer = where.refresh(session)
            with lock:
                outcome.statuses[answer.status_code] += 1
                outcome.seconds.append(answer.elapsed.total_seconds())
                outcome.asked.append(answer.headers.get("Location", ""))
            over.wait(PAUSE)

    threads = [threading.Thread(target=look, args=[place, where.signed_in()]) for place in range(people)]
    threads.append(threading.Thread(target=refresh, args=[where.signed_in()]))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join()
    active = "Refresh.objects.filter(state__in=['queued', 'running']).count()"
    with contextlib.suppress(AssertionError):
        until(lambda: where.ask(active) == "0")
    outcome.left = int(where.ask(active))
    outcome.rows = int(where.ask("Refresh.objects.exclude(scope='people').count()"))
    outcome.states = where.ask("dict(Counter(Refresh.objects.values_list('state', flat=True)))")
    outcome.numbers = int(where.ask("PhoneNumber.objects.count()"))
    return outcome


def run(directory: Path, people: int, seconds: float, numbers: int, database: str = "") -> Outcome:
    environment = {"DATABASE_URL": database} if database else {}
    with (
        Sandbox(numbers=numbers, requests_per_second=None, drift=True) as sandbox,
        site(
            directory, sandbox.url, TASKS="database", WEB_CONCURRENCY="2", TEST_SETTINGS=UNTHROTTLED, **environment
        ) as where,
    ):
        where.web()
        where.worker()
        return load(where, people, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=16)
    parser.add_argument("--numbers", type=int, default=2000)
    options = parser.parse_args()
    database = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as directory:
        outcome = run(Path(directory), options.people, options.seconds, options.numbers, database)
    print(f"{database.partition(':')[0] or 'sqlite'}: {outcome}")
    sys.exit(not outcome.is_good)


if __name__ == "__main__":
    main()
