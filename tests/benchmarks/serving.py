"""The product behind its own gunicorn, and a browser that keeps its connection. Loopback only."""

import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.conversation import ROOT, ChildFailed

IDLE = 1  # seconds; gunicorn closes a connection that has not been used for two
PATIENCE = 60  # seconds for a server to answer first, and for any page


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer: seconds until it was whole, and its bytes as they came over the wire and as they are."""

    seconds: float
    wire: int
    body: bytes


class Browser:
    """Asks over one connection, as a signed-in person's browser does."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.used = time.perf_counter()
        self.headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})

    def get(self, address: str, **headers: str) -> Seen:
        """Raises ChildFailed where the answer is no page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if time.perf_counter() - self.used > IDLE:
            self.connection.close()
            self.connection.connect()
        started = time.perf_counter()
        self.connection.request("GET", quote(address, safe="/?&=%,.+-"), headers=self.headers | named)
        response = self.connection.getresponse()
        body = response.read()
        self.used = time.perf_counter()
        took = self.used - started
        if response.status not in (200, 204):
            raise ChildFailed(f"{address} answered {response.status}")
        whole = gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
        return Seen(took, len(body), whole)

    def stream(self, address: str) -> tuple[float, float, int]:
        """Seconds until the first byte, and until all have come; how many lines there were."""
        started = time.perf_counter()
        self.connection.request("GET", address, headers=self.headers)
        response = self.connection.getresponse()
        lines = response.read(1).count(b"\n")
        first = time.perf_counter() - started
        while part := response.read(2**16):
            lines += part.count(b"\n")
        return first, time.perf_counter() - started, lines


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int  # of the process that started the workers


@contextmanager
def gunicorn(env: dict[str, str], log: Path, count: int = 2) -> Iterator[Server]:
    """The product with its own configuration of gunicorn, and so many workers."""
    port = free_port()
    command = ["-m", "gunicorn", "-c", "dashboard/gunicorn_conf.py", "dashboard.wsgi:application"]
    own = {"BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": str(count)}
    with process([sys.executable, *command], env | own, log) as child:
        wait_for(port, "/healthz", log)
        yield Server(port, child.pid)


@contextmanager
def process(command: list[str], env: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A server that is ended, with all that it started, at the end."""
    with log.open("wb") as output:
        child = subprocess.Popen(command, env=env, cwd=ROOT, stdout=output, stderr=output, start_new_session=True)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def wait_for(port: int, address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            Browser(port).get(address)
            return
        except (OSError, http.client.HTTPException, ChildFailed) as error:
            if time.monotonic() > end:
                raise ChildFailed(f"{error}\n{log.read_text(errors='replace')[-2000:]}") from None
            time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
