"""The sandbox's HTTP server: connections, and the exchange on each that a fault may work on."""

import select
import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple

from inventory.sandbox.replies import Errors, Reply, refusal

HOST = "127.0.0.1"


class Call(NamedTuple):
    """One request that the sandbox got. `path` has its query; `status` is 0 if it was never answered."""

    method: str
    path: str
    status: int


class Server(socketserver.ThreadingTCPServer):
    """Knows its open connections, so that stopping ends them: no hanging answer outlives a test."""

    # On Windows this would let two servers share a port; elsewhere it only skips the wait after a restart.
    allow_reuse_address = sys.platform != "win32"
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        port: int,
        answer: Callable[[str, Message], Reply],
        take_fault: Callable[[str], "Fault | None"],
        requests: list[Call],
        huge_bytes: int,
    ) -> None:
        self.answer, self.take_fault, self.requests, self.huge_bytes = answer, take_fault, requests, huge_bytes
        self._open: dict[socket.socket, threading.Thread] = {}
        self._open_lock = threading.Lock()
        super().__init__((HOST, port), Exchange)

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        with self._open_lock:
            self._open[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        """Only close. The inherited one says goodbye first (FIN), which would spoil a reset."""
        with self._open_lock:
            self._open.pop(request, None)
        self.close_request(request)

    def hang_up_on_everyone(self) -> None:
        with self._open_lock:
            connections = list(self._open.items())
            for request, _ in connections:
                try:
                    request.shutdown(socket.SHUT_RDWR)  # Wakes its thread, whether that reads, writes or waits.
                except OSError:
                    continue  # The client was faster.
        for _, thread in connections:
            thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave are the point of half the faults; anything else is a mistake of the sandbox."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Exchange(BaseHTTPRequestHandler):
    """One request and the connection that it came over."""

    protocol_version = "HTTP/1.1"
    server_version = "QuoSandbox/1"
    sys_version = ""
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._answered = False
        fault = self.server.take_fault(self.path)
        try:
            if fault:
                fault.act(self)
            else:
                self.send(self.normal())
        finally:
            if not self._answered:
                self.server.requests.append(Call(self.command, self.path, 0))

    def normal(self) -> Reply:
        """The answer if nothing were wrong."""
        return self.server.answer(self.path, self.headers)

    def send(self, reply: Reply) -> None:
        self.begin(reply, len(reply.body))
        self.write(reply.body)

    def refuse(self, status: int, message: str, errors: Errors = None, **headers: str) -> None:
        """Answer with an error, in the body of the generation that was asked."""
        self.send(refusal(self.path, status, message, errors, **headers))

    def begin(self, reply: Reply, length: int) -> None:
        """Send only the head of the answer, promising this many bytes."""
        # Logged first: a client that has its answer finds it in the log.
        self._answered = True
        self.server.requests.append(Call(self.command, self.path, reply.status))
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(length))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def write(self, part: bytes) -> None:
        self.wfile.write(part)

    def wait(self, seconds: float | None) -> bool:
        """Wait; `False` at once when the client is gone or the sandbox stops. `None` waits for just that."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        if not readable:
            return True
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK))  # Nothing to read from a readable one: closed.
        except ConnectionError:
            return False

    def hang_up(self, *, reset: bool = False) -> None:
        """Close the connection after this exchange; with `reset`, by RST."""
        self.close_connection = True
        if reset:  # Closing without lingering sends RST.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: `Sandbox.requests` is the log."""


@dataclass(frozen=True)
class Fault:
    """Something that is done to an exchange in place of the ordinary answer.

    `times`: how many requests it spoils (None: all of them). `on`: which targets, by a regular expression.
    """

    name: str
    description: str
    act: Callable[[Exchange], None]
    times: int | None = None
    on: str = ""
