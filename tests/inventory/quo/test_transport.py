"""The bounds of what is read off the wire: bytes, seconds, and how often somebody is told."""

import io
import itertools
import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import requests
import urllib3

from inventory.quo import transport
from inventory.quo.errors import BadAnswer, Cancelled, TryLater
from inventory.quo.transport import Budget, BudgetedReader, Session, read_body

MIB = 2**20


def response(body: bytes | io.RawIOBase, status: int = 200, **headers: str) -> requests.Response:
    raw = io.BytesIO(body) if isinstance(body, bytes) else io.BufferedReader(body)
    made = requests.Response()
    made.status_code = status
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    made.raw = urllib3.HTTPResponse(raw, made.headers, status, preload_content=False)
    return made


def read(answer: requests.Response, max_answer: int = 10 * MIB, budget: Budget | None = None) -> bytes:
    return read_body(answer, budget or Budget(9, lambda: 0), max_answer, None)


class Torn(io.RawIOBase):
    """A body that breaks off after some bytes."""

    def __init__(self, first: bytes) -> None:
        self._left = [first]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._left:
            raise ConnectionResetError
        first = self._left.pop()
        buffer[: len(first)] = first
        return len(first)


# -- Bytes


def test_a_body_may_be_as_long_as_the_bound_and_no_byte_longer() -> None:
    body = bytes(MIB)
    assert read(response(body, Content_Length=str(MIB)), MIB) == body
    assert read(response(body), MIB) == body
    for too_long in (response(body + b"x"), response(b"", Content_Length=str(MIB + 1))):
        with pytest.raises(BadAnswer, match="larger than 1 MiB") as caught:
            read(too_long, MIB)
        assert caught.value.status == 200


@pytest.mark.parametrize(
    ("length", "encoding", "total"),
    [
        ("12", None, 12),
        ("12", " Identity ", 12),
        ("12", "", 12),
        ("12", "br", None),
        ("0" * 13 + "12", None, 12),
        ("0" * 14 + "12", None, None),
        ("", None, None),
        ("-12", None, None),
        ("1_2", None, None),
        ("\xb2", None, None),
        ("\u0661\u0662", None, None),
    ],
)
def test_the_size_to_expect_is_told_where_it_counts_these_bytes(
    length: str, encoding: str | None, total: int | None
) -> None:
    told: list[tuple[int, int | None]] = []
    answer = response(b"twelve bytes", Content_Length=length)
    if encoding is not None:
        answer.headers["Content-Encoding"] = encoding
    read_body(answer, Budget(9, lambda: 0), MIB, lambda *numbers: told.append(numbers))
    assert told == [(12, total)]


@pytest.mark.parametrize("status", [199, 201, 404, 500])
def test_of_a_refusal_about_a_mebibyte_is_read_whatever_the_bound(status: int) -> None:
    assert read(response(b"no", status), 1) == b"no"
    body = read(response(bytes(3 * MIB), status), 1)
    assert MIB <= len(body) < MIB + transport.CHUNK


def test_of_a_refusal_that_is_torn_the_beginning_is_kept() -> None:
    assert read(response(Torn(b"the begin"), 500)) == b"the begin"
    with pytest.raises(urllib3.exceptions.ProtocolError):
        read(response(Torn(b"the begin")))


# -- Seconds


def test_progress_is_told_every_tenth_of_a_second_and_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count()
    monkeypatch.setattr(transport, "monotonic", lambda: next(ticks) * 0.0625)
    told: list[int] = []
    read_body(response(bytes(6 * 2**16)), Budget(9, lambda: 0), MIB, lambda size, total: told.append(size >> 16))
    # Each look at the clock is a tick: 0 to begin with, then one a chunk, and one more after each that is told.
    assert told == [2, 4, 6, 6]


def test_a_body_ends_with_the_budget_and_with_the_callers_wish() -> None:
    clock: Iterator[float] = iter([0, 1, 2, 3])
    with pytest.raises(TryLater, match=r"within 2\.5 seconds") as caught:
        read(response(bytes(9 * 2**16)), budget=Budget(2.5, lambda: next(clock)))
    assert not caught.value.worth_retrying
    with pytest.raises(Cancelled):
        read(response(b"x"), budget=Budget(9, lambda: 0, lambda: True))


def test_a_budget_ends_at_its_last_moment() -> None:
    now = [10.0]
    budget = Budget(5, lambda: now[0])
    now[0] = 14.875
    assert budget.remaining() == 0.125
    budget.check()
    now[0] = 15
    with pytest.raises(TryLater):
        budget.check()


def test_the_wish_to_stop_comes_before_the_end_of_the_budget() -> None:
    with pytest.raises(Cancelled):
        Budget(0, lambda: 0, lambda: True).check()


# -- Sockets


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        yield ours, theirs


Pair = tuple[socket.socket, socket.socket]


def test_it_reads_what_came_and_notes_the_end(pair: Pair) -> None:
    ours, theirs = pair
    ours.settimeout(7)
    reader = BudgetedReader(ours, Budget(9, time.monotonic))
    buffer = bytearray(9)
    theirs.sendall(b"abc")
    assert reader.readable()
    assert (reader.readinto(buffer), bytes(buffer[:3]), reader.at_end) == (3, b"abc", False)
    theirs.close()
    assert (reader.readinto(buffer), reader.at_end) == (0, True)
    assert ours.gettimeout() == 7


def test_silence_ends_with_the_sockets_timeout_and_leaves_that_as_it_was(pair: Pair) -> None:
    ours, _ = pair
    ours.settimeout(0.3)
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        BudgetedReader(ours, Budget(60, time.monotonic)).readinto(bytearray(1))
    assert 0.3 <= time.monotonic() - started < 30
    assert ours.gettimeout() == 0.3


def test_without_a_timeout_silence_ends_with_the_budget(pair: Pair) -> None:
    ours, _ = pair
    with pytest.raises((TryLater, TimeoutError)):
        BudgetedReader(ours, Budget(0.3, time.monotonic)).readinto(bytearray(1))
    assert ours.gettimeout() is None


def test_a_wait_looks_up_four_times_a_second(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _ = pair
    ours.settimeout(60)
    asked: list[float] = []

    def should_stop() -> bool:
        asked.append(time.monotonic())
        return len(asked) == 3

    with pytest.raises(Cancelled):
        BudgetedReader(ours, Budget(60, time.monotonic, should_stop)).readinto(bytearray(1))
    assert 0.5 <= asked[2] - asked[0] < 30


def test_closing_the_reader_lets_the_socket_go(pair: Pair) -> None:
    ours, theirs = pair
    reader = BudgetedReader(ours, Budget(9, time.monotonic))
    ours.close()
    theirs.settimeout(0.05)
    with pytest.raises(TimeoutError):
        theirs.recv(1)  # the reader still holds it
    reader.close()
    reader.close()
    assert theirs.recv(1) == b""


def test_every_connection_of_a_session_keeps_to_the_budget() -> None:
    with Session() as session:
        for scheme in ("http", "https"):
            adapter = session.get_adapter(f"{scheme}://quo.example")
            for manager in (adapter.poolmanager, adapter.proxy_manager_for("http://proxy.example")):  # type: ignore[attr-defined]
                pool = manager.connection_from_url(f"{scheme}://quo.example")
                assert pool.ConnectionCls.response_class is transport.BudgetedResponse
                assert pool.scheme == scheme
