"""Pages under sixteen connections at once, by wrk (Debian package wrk)."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.conversation import ChildFailed
from tests.benchmarks.serving import Browser

REPORT = """
done = function(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("p50=%d p95=%d p99=%d requests=%d duration=%d failed=%d\\n", latency:percentile(50),
    latency:percentile(95), latency:percentile(99), summary.requests, summary.duration, failed))
end
"""
CONNECTIONS = 16


@dataclass(slots=True)
class Load:
    """What one page was under load, of each round: requests per second, and within how many seconds so many came."""

    per_second: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)


def installed() -> bool:
    return shutil.which("wrk") is not None


def measure(port: int, cookie: str, addresses: dict[str, str], rounds: int, seconds: int) -> dict[str, Load]:
    """The pages by name, in turn."""
    found = {name: Load() for name in addresses}
    for _ in range(rounds):
        for name, address in addresses.items():
            for _ in range(CONNECTIONS):  # warms both workers up, and waits for what the last load left behind
                Browser(port, cookie).get(address)
            said, load = _wrk(port, cookie, address, seconds), found[name]
            load.per_second.append(said["requests"] / said["duration"] * 1e6)
            load.p50.append(said["p50"] / 1e6)
            load.p95.append(said["p95"] / 1e6)
            load.p99.append(said["p99"] / 1e6)
    return found


def _wrk(port: int, cookie: str, address: str, seconds: int) -> dict[str, int]:
    """What it reports, times in microseconds. As a browser does, it takes compressed pages."""
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "report.lua"
        script.write_text(REPORT)
        headers = ["-H", f"Cookie: {cookie}", "-H", "Accept-Encoding: gzip"]
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script), *headers]
        command.append(f"http://127.0.0.1:{port}{address}")
        said = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 120, check=True).stdout
    found = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", said)}
    if found.get("failed", 1) or not found["requests"]:
        raise ChildFailed(f"{address} under load: {said}")
    return found
