"""The bounds of what is read off the wire."""

import gzip
import io
from itertools import pairwise

import pytest
import requests
import urllib3

from inventory.quo import transport
from inventory.quo.errors import BadAnswer
from inventory.quo.transport import read_body

MIB = 2**20


def response(body: bytes | io.RawIOBase, status: int = 200, **headers: str) -> requests.Response:
    raw = io.BytesIO(body) if isinstance(body, bytes) else io.BufferedReader(body)
    made = requests.Response()
    made.status_code = status
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    made.raw = urllib3.HTTPResponse(raw, made.headers, status, preload_content=False, decode_content=False)
    return made


def read(answer: requests.Response, max_answer: int = 10 * MIB) -> bytes:
    return read_body(answer, max_answer, None)


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


def test_what_is_compressed_comes_a_piece_at_a_time() -> None:
    told = [0]
    packed = response(gzip.compress(bytes(3 * MIB)), Content_Encoding="gzip")
    read_body(packed, 3 * MIB, lambda size, total: told.append(size))
    assert max(after - before for before, after in pairwise(told)) == transport.CHUNK


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
    read_body(answer, MIB, lambda *numbers: told.append(numbers))
    assert told == [(12, total)]


@pytest.mark.parametrize("status", [199, 201, 404, 500])
def test_of_a_refusal_about_a_mebibyte_is_read_whatever_the_bound(status: int) -> None:
    assert read(response(b"no", status), 1) == b"no"
    assert read(response(gzip.compress(b"no"), status, Content_Encoding="gzip"), 1) == b"no"
    body = read(response(bytes(3 * MIB), status), 1)
    assert MIB <= len(body) < MIB + transport.CHUNK


def test_of_a_refusal_that_is_torn_the_beginning_is_kept() -> None:
    assert read(response(Torn(b"the begin"), 500)) == b"the begin"
    with pytest.raises(urllib3.exceptions.ProtocolError):
        read(response(Torn(b"the begin")))
