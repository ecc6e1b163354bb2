"""The client against real sockets on this machine: slow, cut short, too large, or elsewhere."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import count
from typing import Any

import pytest

from inventory.quo import fetch, pace
from inventory.quo.client import QuoClient
from inventory.quo.errors import BadAnswer, Cancelled, CheckSettings, QuoError, RateLimited, TryLater
from inventory.quo.generations import client_for

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
        """Sends twenty bytes a second, over and over, until the client hangs up or the test ends."""

        def script(connection: socket.socket) -> None:
            while not self.done.is_set():
                for index in range(len(data)):
                    connection.sendall(data[index : index + 1])
                    if self.done.wait(0.05):
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
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(pace, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(pace, "PER_SECOND", 1000)
    server = Server()
    yield server
    server.close()


def ask(server: Server, **options: Any) -> QuoClient:
    given: dict[str, Any] = {"timeout": 5.0, "time_budget": 10.0}
    return client_for("key-1", server.url, "v1", **(given | options))


def failure(client: QuoClient) -> QuoError:
    with client, pytest.raises(QuoError) as caught:
        client.fetch_user("US1")
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


def test_it_reads_an_answer(server: Server) -> None:
    server.scripts = [sends(answer(BODY))]
    with ask(server) as client:
        assert client.fetch_user("US1").size == len(BODY)
    assert len(server.requests) == 1
    assert b"authorization: key-1\r\n" in server.requests[0].lower()


def test_it_sends_back_no_cookie(server: Server) -> None:
    server.scripts = [sends(answer(b"", "Set-Cookie: a=b", status="503 Busy")), sends(answer(BODY))]
    with ask(server) as client:
        client.fetch_user("US1")
    assert len(server.requests) == 2
    assert b"cookie" not in server.requests[1].lower()


def test_it_reads_chunks_and_bodies_without_a_length(server: Server) -> None:
    server.scripts = [
        sends(chunked(BODY[:7], BODY[7:], b"")),
        sends(b"HTTP/1.0 200 OK\r\n\r\n" + BODY),
    ]
    for _ in range(2):
        with ask(server) as client:
            assert client.fetch_user("US1").size == len(BODY)


def test_it_reads_a_compressed_answer_byte_by_byte(server: Server) -> None:
    packed = gzip.compress(BODY)
    whole = answer(packed, "Content-Encoding: gzip")
    server.scripts = [sends(*(whole[index : index + 1] for index in range(len(whole))))]
    with ask(server) as client:
        assert client.fetch_user("US1").size == len(BODY)


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
        assert client.fetch_user("US1").size == len(BODY)
    server.scripts = [cut]
    error = failure(ask(server))
    assert error.worth_retrying
    assert len(server.requests) == 2 + pace.ATTEMPTS


def within(seconds: float, client: QuoClient) -> QuoError:
    started = time.monotonic()
    error = failure(client)
    assert time.monotonic() - started < seconds
    return error


def failures_at_once(clients: int, server: Server, **options: Any) -> list[QuoError]:
    """What so many clients get at the same time."""
    with ThreadPoolExecutor(clients) as pool:
        return [*pool.map(lambda _: within(3, ask(server, **options)), range(clients))]


def test_what_drips_is_ended_by_the_budget(server: Server) -> None:
    def drips(data: bytes, head: bytes = b"") -> Script:
        def script(connection: socket.socket) -> None:
            connection.sendall(head)
            server.drip(data)(connection)

        return script

    ok = b"HTTP/1.1 200 OK\r\n"
    empty_block = b"\0\0\0\xff\xff"  # of compressed nothing; it is never the last
    server.scripts = [
        drips(b"0"),  # in the status line
        drips(b"0", ok),  # in the headers
        drips(b"0", ok + b"Content-Length: 99999\r\n\r\n"),
        drips(b"0", ok + b"Transfer-Encoding: chunked\r\n\r\n"),  # in the size of a chunk
        drips(empty_block, ok + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10]),
        drips(b"HTTP/1.1 100 Continue\r\n\r\n"),  # interim answers without end
    ]
    for error in failures_at_once(len(server.scripts), server, time_budget=0.3):
        assert type(error) is TryLater
        assert not error.worth_retrying
        assert "0.3 seconds" in error.summary
    assert len(server.requests) == len(server.scripts)


def test_silence_is_ended_by_the_timeout(server: Server) -> None:
    def in_the_middle_of_a_body(connection: socket.socket) -> None:
        connection.sendall(answer(BODY)[:-5])
        server.stay_silent(connection)

    server.scripts = [server.stay_silent, in_the_middle_of_a_body] * pace.ATTEMPTS
    for error in failures_at_once(2, server, timeout=0.15):
        assert type(error) is TryLater
        assert "did not answer in time" in error.summary
    assert len(server.requests) == len(server.scripts)


def test_pauses_in_a_body_are_waited_for(server: Server) -> None:
    """Each is shorter than the timeout, all together are longer."""

    def script(connection: socket.socket) -> None:
        whole = answer(BODY)
        for start in range(0, len(whole), 16):
            connection.sendall(whole[start : start + 16])
            server.done.wait(0.1)

    server.scripts = [script]
    with ask(server, timeout=0.35) as client:
        assert client.fetch_user("US1").size == len(BODY)
    assert len(server.requests) == 1


def cancelled(client: QuoClient, when: Callable[[], object]) -> QuoError:
    """What a fetch raises that another thread cancels, at once, when that function returns."""
    times: list[float] = []

    def cancel() -> None:
        when()
        times.append(time.monotonic())
        client.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    error = failure(client)
    assert time.monotonic() - times[0] < 1
    thread.join()
    return error


def test_it_can_be_cancelled_wherever_quo_falls_silent(server: Server) -> None:
    silent, hung_up = threading.Semaphore(0), threading.Semaphore(0)

    def falls_silent(head: bytes) -> Script:
        def script(connection: socket.socket) -> None:
            connection.sendall(head)
            silent.release()
            connection.recv(1)  # returns when the client hangs up
            hung_up.release()

        return script

    server.scripts = list(map(falls_silent, [b"", b"HTTP/1.1 200 OK\r\n", answer(BODY)[:-5]]))
    for _ in server.scripts:
        assert type(cancelled(ask(server, timeout=1.5), silent.acquire)) is Cancelled
    for _ in server.scripts:
        assert hung_up.acquire(timeout=5), "the timeout did not end the connection"
    assert len(server.requests) == len(server.scripts)


def test_it_can_be_cancelled_between_two_attempts(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = threading.Event()

    def script(connection: socket.socket) -> None:
        connection.sendall(answer(b"", "Retry-After: 20", status="429 Too Many Requests"))
        refused.set()

    server.scripts = [script]
    assert type(cancelled(ask(server, time_budget=FOREVER), lambda: refused.wait(FOREVER))) is Cancelled
    assert len(server.requests) == 1


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A resolver that does not answer. Set once somebody asks it."""
    asked, over = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> None:
        asked.set()
        over.wait(FOREVER)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    yield asked
    over.set()


def test_a_name_look_up_is_ended_by_the_budget(no_names: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TICK", FOREVER)  # the end of the time waits for no tick
    error = within(3, client_for("key-1", "https://quo.invalid", "v1", time_budget=0.3))
    assert type(error) is TryLater
    assert "0.3 seconds" in error.summary


def test_a_name_look_up_can_be_cancelled(no_names: threading.Event) -> None:
    client = client_for("key-1", "https://quo.invalid", "v1")
    assert type(cancelled(client, lambda: no_names.wait(FOREVER))) is Cancelled


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
    server.scripts = [sends(answer(b"{", status="429 Too Many")[:-1])]
    assert type(failure(ask(server))) is RateLimited


def test_a_refused_connection_is_for_later(server: Server) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        error = failure(client_for("key-1", url, "v1"))
    assert type(error) is TryLater
    assert "refused the connection" in error.summary


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.scripts = [sends(answer(BODY))]
    with ask(server) as client:
        assert client.fetch_user("US1").size == len(BODY)
