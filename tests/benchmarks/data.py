"""Seeded answers of Quo, made once for a run, and a server that gives them away on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from inventory.sandbox.workspace import Workspace

SEED, DAY = 7, date(2026, 3, 2)
CHANGED = 100


def make_answers(directory: Path, size: int) -> tuple[Path, Path, Path]:
    """Files with Quo's answer for so many numbers, with the same where a hundred of them have another name, and with
    the list of users on one page."""
    same, changed = directory / f"answer-{size}.json", directory / f"answer-{size}-changed.json"
    people = directory / f"people-{size}.json"
    if not changed.exists():
        workspace = Workspace.seeded(size, SEED, DAY)
        same.write_bytes(workspace.listed())
        people.write_bytes(msgspec.json.encode({"data": workspace.users(), "nextPageToken": None}))
        for number in workspace.numbers[:: max(1, size // CHANGED)][:CHANGED]:
            number["name"] = f"{number['name']}, renamed"
        workspace.changed()
        changed.write_bytes(msgspec.json.encode({"data": workspace.numbers}))
    return same, changed, people


@contextmanager
def served(*files: Path, people: Path) -> Iterator[list[str]]:
    """Addresses, one for each file, that answer with what is in it, and for the list of users with that."""
    listed = people.read_bytes()
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _handler(file.read_bytes(), listed)) for file in files]
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def _handler(numbers: bytes, people: bytes) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = people if self.path.startswith("/v1/users") else numbers
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
