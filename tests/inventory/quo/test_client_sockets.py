"""The client against real sockets on this machine: slow, cut short, too large, or elsewhere."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import count
from typing import Any

import pytest

from inventory.quo import transport
from inventory.quo.client import QuoClient
from inventory.quo.errors import BadAnswer, Cancelled, CheckKey, CheckSettings, QuoError, TryLater

BODY = b'{"data": [{"id": "PN1"}]}'
FOREVER = 60
"""Seconds that a test would take if the client did not end it."""

Script = Callable[[socket.socket], None]


class Server:
    """Plays one script per connection, in order, the last one again and again; remembers what it was sent."""

    def __init__(self) -> None:
        self.scripts: list[Script] = []
        self.requests: list[bytes] = []
        self.done = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        for number in count():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            if self.done.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._play, args=(connection, number))
            self._threads.append(thread)
            thread.start()

    def _play(self, connection: socket.socket, number: int) -> None:
        with closing(connection), suppress(OSError):
            connection.settimeout(FOREVER)
            self.requests.append(connection.recv(65_536))
            self.scripts[min(number, len(self.scripts) - 1)](connection)

    def drip(self, data: bytes) -> Script:
        """Sends one byte per tenth of a second, over and over, until the client hangs up or the test ends."""

        def script(connection: socket.socket) -> None:
            while not self.done.is_set():
                for index in range(len(data)):
                    connection.sendall(data[index : index + 1])
                    if self.done.wait(0.1):
                        return

        return script

    def stay_silent(self, connection: socket.socket) -> None:
        self.done.wait(FOREVER)

    def close(self) -> None:
        self.done.set()
        with suppress(OSError):
            socket.create_connection(self._listener.getsockname(), 1).close()
        self._listener.close()
        for thread in self._threads:
            thread.join(FOREVER)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def ask(server: Server, **options: Any) -> QuoClient:
    given: dict[str, Any] = {"sleep": lambda seconds: None, "timeout": 5.0, "time_budget": 10.0}
    return QuoClient("key-1", server.url, **(given | options))


def failure(client: QuoClient, **options: Any) -> QuoError:
    with client, pytest.raises(QuoError) as caught:
        client.list_phone_numbers(**options)
    return caught.value


def sends(*parts: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)

    return script


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def chunked(*chunks: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)


def cuts_with_reset(data: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        connection.sendall(data)
        # Lingering for no time makes close() send RST instead of FIN.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    return script


def test_it_reads_an_answer_and_uses_the_connection_again(server: Server) -> None:
    def twice(connection: socket.socket) -> None:
        connection.sendall(answer(BODY))
        server.requests.append(connection.recv(65_536))
        connection.sendall(answer(BODY))

    server.scripts = [twice]
    with ask(server) as client:
        assert client.list_phone_numbers().size == len(BODY)
        assert client.list_phone_numbers().size == len(BODY)
    assert len(server.requests) == 2
    assert b"authorization: key-1\r\n" in server.requests[0].lower()


def test_it_reads_chunks_and_bodies_without_a_length(server: Server) -> None:
    server.scripts = [
        sends(chunked(BODY[:7], BODY[7:], b"")),
        sends(b"HTTP/1.0 200 OK\r\n\r\n" + BODY),
    ]
    for _ in range(2):
        with ask(server) as client:
            assert client.list_phone_numbers().size == len(BODY)


def test_it_reads_a_compressed_answer_byte_by_byte(server: Server) -> None:
    packed = gzip.compress(BODY)
    whole = answer(packed, "Content-Encoding: gzip")
    server.scripts = [sends(*(whole[index : index + 1] for index in range(len(whole))))]
    with ask(server) as client:
        assert client.list_phone_numbers().size == len(BODY)


@pytest.mark.parametrize(
    "cut",
    [
        sends(answer(BODY)[:-5]),
        sends(chunked(BODY[:7], BODY[7:])),
        sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n" + BODY),
        cuts_with_reset(answer(BODY)[:-5]),
        sends(b"HTTP/1.1 200 OK\r\nContent-Le"),
        sends(b"HTTP/1.1 200 OK\r\nServer: x\r\n"),
        sends(b""),
        cuts_with_reset(b""),
        sends(b"SSH-2.0-OpenSSH_9.6\r\n"),
    ],
    ids=["length", "chunks", "in a chunk", "reset", "header", "headers", "nothing", "reset at once", "not http"],
)
def test_a_cut_connection_is_tried_again_then_later(server: Server, cut: Script) -> None:
    server.scripts = [cut, sends(answer(BODY))]
    with ask(server) as client:
        assert client.list_phone_numbers().size == len(BODY)
    server.scripts = [cut]
    error = failure(ask(server, attempts=2))
    assert type(error) is TryLater
    assert len(server.requests) == 4


def within(seconds: float, client: QuoClient, **options: Any) -> QuoError:
    started = time.monotonic()
    error = failure(client, **options)
    assert time.monotonic() - started < seconds
    return error


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["status line", "headers", "body", "chunk size"],
)
def test_what_drips_is_ended_by_the_budget(server: Server, head: bytes) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(head)
        server.drip(b"0")(connection)

    server.scripts = [script]
    error = within(3, ask(server, time_budget=0.6))
    assert type(error) is TryLater
    assert not error.worth_retrying
    assert "0.6 seconds" in error.summary
    assert len(server.requests) == 1


def test_compressed_nothing_is_ended_by_the_budget(server: Server) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10])
        server.drip(b"\0\0\0\xff\xff")(connection)  # an empty block, and it is never the last

    server.scripts = [script]
    assert "0.6 seconds" in within(3, ask(server, time_budget=0.6)).summary


def test_endless_interim_answers_are_ended_by_the_budget(server: Server) -> None:
    server.scripts = [server.drip(b"HTTP/1.1 100 Continue\r\n\r\n")]
    assert "0.6 seconds" in within(3, ask(server, time_budget=0.6)).summary


def test_silence_is_ended_by_the_timeout(server: Server) -> None:
    server.scripts = [server.stay_silent]
    error = within(3, ask(server, timeout=0.3, attempts=2))
    assert type(error) is TryLater
    assert "did not answer in time" in error.summary
    assert len(server.requests) == 2


def test_silence_in_the_middle_of_a_body_is_ended_by_the_timeout(server: Server) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(answer(BODY)[:-5])
        server.done.wait(FOREVER)

    server.scripts = [script]
    assert "did not answer in time" in within(3, ask(server, timeout=0.3, attempts=1)).summary


def test_pauses_in_a_body_are_waited_for(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is longer than a wait looks up after, and shorter than the timeout."""
    monkeypatch.setattr(transport, "LOOK_UP_EVERY", 0.01)

    def script(connection: socket.socket) -> None:
        whole = answer(BODY)
        for start in range(0, len(whole), 16):
            connection.sendall(whole[start : start + 16])
            server.done.wait(0.1)

    server.scripts = [script]
    with ask(server, attempts=1) as client:
        assert client.list_phone_numbers().size == len(BODY)


def test_the_caller_can_stop_it_while_quo_is_silent(server: Server) -> None:
    server.scripts = [server.stay_silent]
    error = within(3, ask(server), should_stop=lambda: bool(server.requests))
    assert type(error) is Cancelled


def test_a_redirect_is_not_followed_nor_its_body_read(server: Server) -> None:
    body = answer(b"x" * 2**16, f"Location: {server.url}/elsewhere", status="302 Found")
    server.scripts = [sends(body)]
    error = failure(ask(server))
    assert type(error) is CheckSettings
    assert len(server.requests) == 1


def test_an_announced_size_over_the_bound_ends_it_at_once(server: Server) -> None:
    server.scripts = [sends(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n")]
    assert type(within(3, ask(server))) is BadAnswer


def test_an_unannounced_size_over_the_bound_ends_it(server: Server) -> None:
    def script(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b" " * 65_536)

    server.scripts = [script]
    assert type(within(3, ask(server, max_answer=2**20))) is BadAnswer


def test_a_refusal_counts_even_if_its_body_is_cut(server: Server) -> None:
    server.scripts = [sends(answer(b"{", status="401 Unauthorized")[:-1])]
    assert type(failure(ask(server))) is CheckKey


def test_a_refused_connection_is_for_later(server: Server) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        error = failure(QuoClient("key-1", url, sleep=lambda seconds: None))
    assert type(error) is TryLater
    assert "refused the connection" in error.summary


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.scripts = [sends(answer(BODY))]
    with ask(server) as client:
        assert client.list_phone_numbers().size == len(BODY)
