"""A run on one database system: what is measured when, and with what in turn."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks import clicks, pages, peers, processes, quo, serving, wire, wrk, year
from tests.benchmarks.children import OWN_SETTINGS, environment, manage, measured, python, whole
from tests.benchmarks.conversation import Ask, ChildFailed, conversation
from tests.benchmarks.measured import Measured, Times
from tests.benchmarks.table import SMALLER

PAGED_UP_TO = 5_000  # numbers: more would take half an hour at ten requests a second
ALSO_SMALLER = ("list", "overview")  # pages that are held against themselves with fewer numbers


class Run:
    def __init__(
        self,
        directory: Path,
        database: str,
        urls: dict[int, str],
        found: Measured,
        wanted: set[str],
        rounds: int,
        seconds: int,
        refreshes: int,
    ) -> None:
        self.directory, self.database, self.urls = directory, database, urls
        self.found, self.wanted, self.seconds = found, wanted, seconds
        self.refreshes_of_a_year = refreshes
        self.sites: dict[int, Any] = {}
        self.rounds, self.few = rounds, max(min(2, rounds), rounds // 3)

    def measure(self) -> None:
        url_of_a_year = self.urls.pop(year.KEY)
        if "year" in self.wanted:
            self.year(environment(url_of_a_year, self.directory))
        if self.wanted - {"year"}:
            self.measure_sizes()

    def year(self, env: dict[str, str]) -> None:
        numbers = min(year.NUMBERS, self.found.large)
        self.say(numbers, f"{self.refreshes_of_a_year:,} refreshes of a year")
        self.found.year = year.measure(env, self.log("year"), numbers, self.refreshes_of_a_year, self.rounds)
        self.found.notes += filter(None, [year.extrapolated(self.found.year)])

    def measure_sizes(self) -> None:
        with ExitStack() as stack:
            quos = {size: stack.enter_context(self.served(size)) for size in self.urls}
            apis = {size: (same.url, changed.url) for size, (same, changed) in quos.items()}
            envs = {size: environment(url, self.directory, apis[size][0]) for size, url in self.urls.items()}
            for env in envs.values():
                whole(manage("migrate"), env | OWN_SETTINGS)
            if "imports" in self.wanted:
                self.imports(envs[self.found.small], *apis[self.found.small])
            for size, env in envs.items():
                self.fill(size, env, *apis[size])
            if "refreshes" in self.wanted:
                self.refreshes(envs[self.found.large], *apis[self.found.large])
            if "clicks" in self.wanted:
                self.clicks(envs, {size: same for size, (same, _) in quos.items()})
            if self.wanted & {"pages", "exports", "load", "processes"}:
                self.site({size: envs[size] for size in {self.found.small, self.found.large}})

    @contextmanager
    def served(self, size: int) -> Iterator[tuple[quo.Quo, quo.Quo]]:
        """Quo, and Quo with a hundred changes."""
        self.say(size, "making the data")
        with quo.served(size) as both:
            if size == self.found.large:
                self.found.answer = len(both[0].numbers)
            yield both

    def clicks(self, envs: dict[int, dict[str, str]], quos: dict[int, quo.Quo]) -> None:
        """The refresh button at each size, and what comes in pages, which depends on no database."""
        for size, env in envs.items():
            self.say(size, "clicks")
            cookie, log = self.looked_at(size, env)["cookie"], self.log(f"clicks-{size}")
            self.found.clicks[size] = clicks.measure(env, cookie, quos[size], log, self.few)
        if self.database == "SQLite":
            for size in (size for size in self.urls if size <= PAGED_UP_TO):
                self.say(size, "pages of numbers and people")
                self.found.paged += wire.measure(size)

    # -- Imports and refreshes

    def fill(self, size: int, env: dict[str, str], api: str, changed_api: str) -> None:
        """The first import, of which the memory is measured in a process of its own, and then some history."""
        self.say(size, "filling the database")
        with conversation(python("child_refreshes", api, changed_api), env) as ask:
            filled = ask("first import")
            for work in ("people", "changed", "unchanged", "month", "settle"):
                ask(work)
        if size == self.found.large:
            self.found.peaks["first import"] = filled["peak"]

    def imports(self, env: dict[str, str], api: str, changed_api: str) -> None:
        self.say(self.found.small, "first imports")
        times: Times = {"product": [], "bulk_create": [], "dlt": []}
        with (
            conversation(python("child_refreshes", api, changed_api), env) as ask,
            self.dlt(self.found.small, api) as load,
        ):
            for _ in range(self.few):
                times["product"].append(ask("first import")["seconds"])
                times["bulk_create"].append(ask("bulk_create")["seconds"])
                times["dlt"] += load("first")
        self.found.imports = self.measured_by_all(times)

    def refreshes(self, env: dict[str, str], api: str, changed_api: str) -> None:
        self.say(self.found.large, "refreshes")
        works = ("floor", "unchanged", "changed", "alerts")
        times: Times = {name: [] for name in (*works, "command", "bare command", "dlt")}
        child = python("child_refreshes", api, changed_api)
        bare = env | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.floor_settings"}
        with conversation(child, env) as ask:
            self.found.peaks["refresh"] = ask("unchanged")["peak"]
        with conversation(child, env) as ask, self.dlt(self.found.large, api) as load:
            ask("unchanged")  # warms it up
            load("first")
            for _ in range(self.few):
                for work in works:
                    times[work].append(ask(work)["seconds"])
                ask("unchanged")
                times["bare command"].append(whole(python("child_floor", api), bare))
                times["command"].append(whole(manage("refresh"), env | OWN_SETTINGS))
                times["dlt"] += load("again")
        self.found.refreshes = self.measured_by_all(times)

    @contextmanager
    def dlt(self, size: int, api: str) -> Iterator[Callable[[str], list[float]]]:
        """A function that has dlt load something: seconds, or nothing where it is not wanted, not there, or failed."""
        work = Path(tempfile.mkdtemp(prefix="dlt-", dir=self.directory))
        has_failed = "peers" not in self.wanted
        ask: Ask | None = None
        with ExitStack() as stack:

            def load(name: str) -> list[float]:
                nonlocal has_failed, ask
                if has_failed:
                    return []
                try:
                    ask = ask or stack.enter_context(peers.dlt(api, self.urls[size], work))
                    return [ask(name)]
                except (ChildFailed, OSError) as error:
                    has_failed = True
                    self.found.notes.append(f"dlt was not measured with {size:,} numbers: {last_line(error)}")
                    return []

            yield load

    def measured_by_all(self, times: Times) -> Times:
        """Without what failed in one of the rounds."""
        return {name: some for name, some in times.items() if len(some) == self.few}

    # -- The site

    def site(self, envs: dict[int, dict[str, str]]) -> None:
        large, small = self.found.large, self.found.small
        sites = {size: self.looked_at(size, env) for size, env in envs.items()}
        self.found.queries = {size: site["queries"] for size, site in sites.items()}
        self.found.people = sites[large]["people"]
        cookie, addresses = sites[large]["cookie"], sites[large]["pages"]
        if "processes" in self.wanted:
            self.say(large, "processes")
            self.found.processes = processes.measure(envs[large], cookie, addresses, self.log("rest"), self.few)
        if "exports" in self.wanted:
            self.exports(envs[large], cookie)
        if not self.wanted & {"pages", "load"}:
            return
        with serving.gunicorn(envs[large], self.log("large")) as server:
            if "pages" in self.wanted:
                visits = pages.visits(server.port, cookie, addresses)
                self.pages(visits, envs[small], sites[small])
            if "load" in self.wanted:
                self.load(server.port, cookie, {name: addresses[name][0] for name in ("list", "lean")})

    def looked_at(self, size: int, env: dict[str, str]) -> Any:
        """What a browser needs to measure the site of this size."""
        if size not in self.sites:
            self.sites[size] = measured(python("child_site"), env)
        return self.sites[size]

    def exports(self, env: dict[str, str], cookie: str) -> None:
        """Of one web worker, so that it is this one whose memory may grow."""
        self.say(self.found.large, "exports")
        with (
            serving.gunicorn(env, self.log("exports"), count=1) as server,
            conversation(python("child_export"), env) as ask,
        ):
            self.found.exports = pages.measure_exports(server, cookie, lambda: float(ask("export")), self.few)

    def pages(self, visits: dict[str, pages.Visit], env: dict[str, str], site: dict[str, dict[str, list[str]]]) -> None:
        """All pages in turn, with some of the smaller database, which run beside them."""
        self.say(self.found.large, "pages")
        with ExitStack() as stack:
            if self.found.small != self.found.large:
                server = stack.enter_context(serving.gunicorn(env, self.log("small")))
                smaller = pages.visits(server.port, str(site["cookie"]), site["pages"])
                visits |= {name + SMALLER: smaller[name] for name in ALSO_SMALLER}
            self.found.pages = pages.measure(visits, self.rounds)

    def load(self, port: int, cookie: str, addresses: dict[str, str]) -> None:
        self.say(self.found.large, "load")
        if wrk.installed():
            self.found.load = wrk.measure(port, cookie, addresses, self.few, self.seconds)
        else:
            self.found.notes.append("wrk was not there (Debian package wrk): no requests per second, no p95, no p99.")

    def log(self, name: str) -> Path:
        return self.directory / f"{self.database}-{name}.log"

    def say(self, size: int, what: str) -> None:
        print(f"{self.database}, {size:,} numbers: {what}", file=sys.stderr, flush=True)


def last_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[-1][:200]
