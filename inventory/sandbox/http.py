"""What goes over the sandbox's wire: its replies, Quo's error bodies, and the server that faults may meddle with."""

import secrets
import select
import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from inventory.sandbox.workspace import Record

HOST = "127.0.0.1"

Errors = list[dict[str, Any]] | None


@dataclass(frozen=True)
class Page:
    """The page that was asked for, of `records`. `place` counts the pages before it, `cursor` is what led to it.

    next: what the generation calls the cursor to the next page.
    """

    next: str
    listing: str
    limit: int
    cursor: str | None = None
    offset: int = 0
    place: int = 0
    records: list[Record] = field(default_factory=list)
    convert: Callable[[Record], Record] = dict

    def cursor_to(self, offset: int) -> str:
        """With characters that a client has to encode in an address."""
        return f"{offset}+{self.place + 1}/{self.listing}="

    def document(self, records: list[Record]) -> Record:
        end = self.offset + self.limit
        shown = [self.convert(record) for record in records[self.offset : end]]
        document: Record = {"data": shown, self.next: self.cursor_to(end) if end < len(records) else None}
        return document | {"totalItems": len(shown)} if self.next == "nextPageToken" else document  # v1's is wrong


@dataclass(frozen=True)
class Reply:
    """One HTTP answer.

    The rest is for faults that spoil a good one: `records` is what the body was made of, by `render`, in the form of
    v1 (numbers, or people where `of_people`); `page` is there where it is one.
    """

    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    records: list[Record] | None = None
    render: Callable[[list[Record]], bytes] = msgspec.json.encode
    of_people: bool = False
    page: Page | None = None

    @classmethod
    def made_of(cls, records: list[Record], render: Callable[[list[Record]], bytes], **options: Any) -> "Reply":
        return cls(200, render(records), records=records, render=render, **options)


Answer = Callable[[str, Message], Reply]


def enveloped(data: Any) -> bytes:
    return msgspec.json.encode({"data": data})


def is_v1(target: str) -> bool:
    """Whether a request is for generation v1. All others are for 2026-03-30, whose paths have no prefix."""
    return f"{urlsplit(target).path}/".startswith("/v1/")


def new_trace() -> str:
    """A trace as a distributed tracer makes it: 64 bits, in decimal."""
    return str(secrets.randbits(62) + 2**62)


def refusal(target: str, status: int, message: str, errors: Errors = None, **headers: str) -> Reply:
    """The error body of the generation that the request is for. Quo documents none for 402, 405, 429 and 503, so these
    follow the pattern. Header names are written with underscores: `Retry_After="1"`.
    """
    title = "Unknown" if status == 500 else HTTPStatus(status).phrase
    body: Record = {"message": message, "title": title, "trace": new_trace()}
    if is_v1(target):
        code = "0401500" if status == 500 else f"0400{status}"  # it really has a 1 there
        body |= {"docs": "https://openphone.com/docs", "code": code, "status": status}
    else:
        body["docs"] = "https://www.quo.com/docs"
    if errors is not None:
        body["errors"] = errors
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, msgspec.json.encode(body), headers=named)


def page(status: int, title: str, text: str) -> Reply:
    """An HTML page, as whatever stands between the client and the API answers."""
    body = f"<body><h1>{title}</h1><p>{text}</p></body>"
    markup = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>{body}</html>"
    return Reply(status, markup.encode(), content_type="text/html; charset=utf-8")


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
        self, port: int, answer: Answer, take_fault: Callable[[str], "Fault | None"], requests: list[Call]
    ) -> None:
        self.answer, self.take_fault, self.requests = answer, take_fault, requests
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
        self.wfile.write(reply.body)

    def refuse(self, status: int, message: str, errors: Errors = None, **headers: str) -> None:
        """Answer with an error, in the body of the generation that was asked."""
        self.send(refusal(self.path, status, message, errors, **headers))

    def begin(self, reply: Reply, length: int) -> None:
        """Send only the head of the answer, promising this many bytes."""
        self._answered = True  # logged first: a client that has its answer finds it in the log
        self.server.requests.append(Call(self.command, self.path, reply.status))
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(length))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def wait(self, seconds: float | None) -> bool:
        """Wait; `False` at once when the client is gone or the sandbox stops. `None` waits for just that."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        if not readable:
            return True
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK))  # Nothing to read from a readable one: closed.
        except ConnectionError:
            return False

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: `Sandbox.requests` is the log."""


@dataclass(frozen=True)
class Fault:
    """Something that is done to an exchange in place of the ordinary answer.

    `times`: how many requests it spoils (None: all of them). `on`: which targets, by regular expressions.
    """

    name: str
    description: str
    act: Callable[[Exchange], None]
    times: int | None = None
    on: tuple[str, ...] = ()
