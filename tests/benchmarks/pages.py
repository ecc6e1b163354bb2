"""Measuring pages: all of them in turn, again and again, so that a busy moment of the machine meets each alike."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.benchmarks import typed
from tests.benchmarks.memory import MOST, NOW, forget_most, memory, workers
from tests.benchmarks.serving import Browser, Server

PARTIAL = "list, partial"
SUGGESTING = ("suggestion", "find box")  # how the names of what htmx asks for as somebody types begin
COUNTS = "counts under"  # and of what it asks for once the rows of a list with filters are there
SEARCHES = "typed texts"
TEXTS = 40  # for each round, as far as there are so many
WARM_UP = 3  # rounds before those that count, where there are as many of these
EXPORT = "/numbers/export.csv?state=current"
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to measure. Of several addresses each round takes the next."""

    browser: Browser
    addresses: Sequence[str]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Pages:
    """What was measured, by the page's name: seconds of each round, and bytes as they are and on the wire."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    wire: dict[str, int] = field(default_factory=dict)
    first_visit: int = 0
    searches: int = 0  # texts of which the slowest was measured


@dataclass(slots=True)
class Exports:
    """The CSV of everything, and a raw cursor's, of each round in turn."""

    first_byte: list[float] = field(default_factory=list)  # seconds
    per_second: list[float] = field(default_factory=list)  # rows
    raw: list[float] = field(default_factory=list)  # rows per second
    before: int = 0  # bytes of memory of the web worker
    growth: int = 0


def visits(port: int, cookie: str, addresses: dict[str, list[str]]) -> dict[str, Visit]:
    browser = Browser(port, cookie)
    asked = {"HX_Request": "true"}
    found = {
        name: Visit(browser, some, asked if name.startswith((*SUGGESTING, COUNTS)) else {})
        for name, some in addresses.items()
    }
    current = addresses["list"][0]
    headers = asked | {"HX_Target": "results", "HX_Current_URL": f"http://127.0.0.1:{port}{current}"}
    return found | {PARTIAL: Visit(browser, [f"{current}&sort=number"], headers)}


def measure(pages: dict[str, Visit], rounds: int) -> Pages:
    found = Pages(seconds={name: [] for name in pages})
    for number in range(-min(WARM_UP, rounds), rounds):
        for name, visit in pages.items():
            seen = visit.browser.get(visit.addresses[number % len(visit.addresses)], **visit.headers)
            if number >= 0:
                found.seconds[name].append(seen.seconds)
            found.bytes[name], found.wire[name] = len(seen.body), seen.wire
    texts = typed.texts()[: TEXTS * rounds]
    found.searches, found.seconds[SEARCHES] = len(texts), [typed.slowest(pages["list"].browser, texts)]
    found.first_visit = first_visit(pages["list"])
    return found


def first_visit(page: Visit) -> int:
    """Bytes of the page, its styles and scripts, as they come over the wire to a browser that has none of them."""
    seen = page.browser.get(page.addresses[0])
    assets = sorted(set(ASSETS.findall(seen.body.decode())))
    return seen.wire + sum(page.browser.get(asset).wire for asset in assets)


def measure_exports(server: Server, cookie: str, raw: Callable[[], float], rounds: int) -> Exports:
    """The first byte, rows per second, and how much of memory they cost the server, after one to warm up."""
    found = Exports()
    Browser(server.port, cookie).stream(EXPORT)
    worker = (workers(server.pid) or [0])[0]
    found.before = memory(worker, NOW)
    forget_most(worker)
    for _ in range(rounds):
        first, took, lines = Browser(server.port, cookie).stream(EXPORT)
        found.first_byte.append(first)
        found.per_second.append(lines / took)
        found.raw.append(raw())
    found.growth = memory(worker, MOST) - found.before
    return found
