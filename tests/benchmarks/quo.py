"""Quo, as it is measured against: v1's contract on loopback. All numbers in one answer, people in pages of 50, ten
requests a second, and each answer after 100 ms.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import msgspec

from inventory.sandbox.workspace import Workspace

SEED, DAY = 7, date(2026, 3, 2)
CHANGED = 100
PAGE, PER_SECOND, LATENCY = 50, 10, 0.1


class Quo:
    """One address. `numbers` is the body of the list of numbers, and may be replaced."""

    def __init__(self, numbers: bytes, people: list[bytes]) -> None:
        self.numbers = numbers
        self._people = people
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()
        quo = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, body = quo.answer(self.path)
                time.sleep(LATENCY)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, target: str) -> tuple[int, bytes]:
        with self._lock:
            now = time.monotonic()
            while self._recent and self._recent[0] <= now - 1:
                self._recent.popleft()
            if len(self._recent) >= PER_SECOND:
                return 429, b'{"message": "Too many requests", "code": "0400429", "title": "Too Many Requests"}'
            self._recent.append(now)
        parts = urlsplit(target)
        if parts.path != "/v1/users":
            return 200, self.numbers
        page = int(parse_qs(parts.query).get("pageToken", ["0"])[0])
        after = b'"%d"' % (page + 1) if page + 1 < len(self._people) else b"null"
        return 200, b'{"data":%b,"nextPageToken":%b}' % (self._people[page], after)


@contextmanager
def served(size: int) -> Iterator[tuple[Quo, Quo]]:
    """Quo with so many numbers, and Quo where a hundred of them have another name."""
    workspace = Workspace.seeded(size, SEED, DAY)
    users = workspace.users()
    people = [msgspec.json.encode(users[start : start + PAGE]) for start in range(0, len(users), PAGE)]
    same = Quo(workspace.listed(), people)
    for number in workspace.numbers[:: max(1, size // CHANGED)][:CHANGED]:
        number["name"] = f"{number['name']}, renamed"
    quos = same, Quo(msgspec.json.encode({"data": workspace.numbers}), people)
    for quo in quos:
        threading.Thread(target=quo.server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield quos
    finally:
        for quo in quos:
            quo.server.shutdown()
            quo.server.server_close()
