"""Measuring pages: all of them in turn, again and again, so that a busy moment of the machine meets each alike."""

import re
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.serving import Browser, memory, workers

PARTIAL = "list, partial"
SUGGESTING = ("suggestion", "find box")  # how the names of what htmx asks for as somebody types begin
WARM_UP = 3
EXPORT = "/numbers/export.csv?state=current"
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')
P95 = """
done = function(summary, latency, requests)
  io.write(string.format("p50=%d p95=%d\\n", latency:percentile(50.0), latency:percentile(95.0)))
end
"""


@dataclass(slots=True)
class Pages:
    """What was measured: medians in seconds and sizes in bytes, by the page's name."""

    seconds: dict[str, float] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    wire: dict[str, int] = field(default_factory=dict)
    first_visit: int = 0
    export_first_byte: float = 0.0
    export_rows_per_second: float = 0.0
    export_growth: int = 0
    memory: int = 0
    p50: float = 0.0
    p95: float = 0.0


def measure(port: int, cookie: str, addresses: dict[str, str], repetitions: int) -> Pages:
    browser, found = Browser(port, cookie), Pages()
    headers = {name: {"HX_Request": "true"} if name.startswith(SUGGESTING) else {} for name in addresses}
    current = f"http://127.0.0.1:{port}{addresses['list']}"
    headers[PARTIAL] = {"HX_Request": "true", "HX_Target": "results", "HX_Current_URL": current}
    addresses = addresses | {PARTIAL: f"{addresses['list']}&sort=number"}
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for repetition in range(WARM_UP + repetitions):
        for name, address in addresses.items():
            seen = browser.get(address, **headers[name])
            if repetition >= WARM_UP:
                times[name].append(seen.seconds)
            found.bytes[name], found.wire[name] = len(seen.body), seen.wire
    found.seconds = {name: statistics.median(some) for name, some in times.items()}
    found.first_visit = first_visit(browser, addresses["list"])
    return found


def first_visit(browser: Browser, address: str) -> int:
    """Bytes of the page, its styles and scripts, as they come over the wire to a browser that has none of them."""
    page = browser.get(address)
    assets = sorted(set(ASSETS.findall(page.body.decode())))
    return page.wire + sum(browser.get(asset).wire for asset in assets)


def measure_export(port: int, cookie: str, found: Pages, repetitions: int) -> None:
    """The CSV of everything: its first byte, its rows per second, and how much it makes the server grow."""
    before = memory(workers(port), "VmRSS")
    streamed = [Browser(port, cookie).stream(EXPORT) for _ in range(repetitions)]
    found.export_first_byte = statistics.median(first for first, _, _ in streamed)
    found.export_rows_per_second = statistics.median(lines / took for _, took, lines in streamed)
    found.export_growth = max(0, memory(workers(port), "VmHWM") - before)
    found.memory = memory(workers(port), "VmHWM")


def measure_load(port: int, cookie: str, address: str, found: Pages, seconds: int) -> bool:
    """The list under sixteen connections at once, by wrk. False where there is no wrk."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return False
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        Path(script.name).write_text(P95)
        url = f"http://127.0.0.1:{port}{address}"
        command = [wrk, "-t2", "-c16", f"-d{seconds}s", "-s", script.name, "-H", f"Cookie: {cookie}", url]
        said = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True).stdout
    statistics = re.search(r"p50=(\d+) p95=(\d+)", said)
    if statistics:
        found.p50, found.p95 = int(statistics[1]) / 1e6, int(statistics[2]) / 1e6
    return statistics is not None


def medians_of(port: int, address: str, repetitions: int) -> float:
    """A page of another server."""
    browser, times = Browser(port), []
    for _ in range(WARM_UP + repetitions):
        started = time.perf_counter()
        browser.get(address)
        times.append(time.perf_counter() - started)
    return statistics.median(times[WARM_UP:])
