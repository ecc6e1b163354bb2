"""What each failure of a connection is taken for, however deep requests and urllib3 have wrapped it."""

import socket
import ssl

import pytest
import requests
import urllib3.exceptions
from urllib3.connection import HTTPConnection

from inventory.quo.errors import BadAnswer, CheckSettings, QuoError, TryLater
from inventory.quo.transport import failure_of

CONNECTION = HTTPConnection("quo.example")

NO_HOST = (CheckSettings, "There is no host named quo.example.")
NO_LOOKUP = (TryLater, "The address of quo.example could not be looked up.")
NO_ADDRESS = (CheckSettings, "QUO_API_URL is not an address that can be asked.")
NO_TRUST = (CheckSettings, "The certificate of quo.example is not trusted.")
NO_UNPACKING = (BadAnswer, "Quo's answer could not be decompressed.")
NO_ENTRY = (TryLater, "quo.example refused the connection.")
NO_WAY = (TryLater, "quo.example could not be reached.")
NO_TIME = (TryLater, "quo.example did not answer in time (2.5 seconds without a byte).")
CUT = (TryLater, "The connection to quo.example was cut in the middle.")
FAILED = (TryLater, "The connection to quo.example failed.")

CASES: list[tuple[BaseException, tuple[type[QuoError], str]]] = [
    (socket.gaierror(socket.EAI_NONAME, "unknown"), NO_HOST),
    (socket.gaierror(socket.EAI_AGAIN, "again"), NO_LOOKUP),
    (requests.exceptions.InvalidURL("x"), NO_ADDRESS),
    (requests.exceptions.InvalidSchema("x"), NO_ADDRESS),
    (requests.exceptions.MissingSchema("x"), NO_ADDRESS),
    (urllib3.exceptions.LocationParseError("x"), NO_ADDRESS),
    (UnicodeError("label too long"), NO_ADDRESS),
    (ssl.SSLCertVerificationError("self-signed"), NO_TRUST),
    (requests.exceptions.ContentDecodingError("x"), NO_UNPACKING),
    (urllib3.exceptions.DecodeError("x"), NO_UNPACKING),
    (ConnectionRefusedError(), NO_ENTRY),
    (urllib3.exceptions.NewConnectionError(CONNECTION, "no route"), NO_WAY),
    (requests.exceptions.ReadTimeout("x"), NO_TIME),
    (urllib3.exceptions.ReadTimeoutError(CONNECTION, "/", "x"), NO_TIME),  # type: ignore[arg-type]
    (TimeoutError(), NO_TIME),
    (urllib3.exceptions.ProtocolError("x"), CUT),
    (ConnectionResetError(), CUT),
    (requests.exceptions.RequestException("x"), FAILED),
    (OSError("x"), FAILED),
]


def caused(cause: BaseException) -> BaseException:
    error = requests.exceptions.RequestException("x")
    error.__cause__ = cause
    return error


def in_context(cause: BaseException) -> BaseException:
    error = requests.exceptions.RequestException("x")
    error.__context__ = cause
    return error


def as_reason(cause: BaseException) -> BaseException:
    """As urllib3 gives up: ConnectionError(MaxRetryError(reason=…))."""
    return requests.exceptions.RequestException(urllib3.exceptions.MaxRetryError(None, "/", cause))  # type: ignore[arg-type]


@pytest.mark.parametrize("wrapped", [lambda error: error, caused, in_context, as_reason])
@pytest.mark.parametrize(("error", "expected"), CASES, ids=lambda value: type(value).__name__)
def test_each_failure_is_told_by_its_innermost_cause(
    error: BaseException, expected: tuple[type[QuoError], str], wrapped: type
) -> None:
    failure = failure_of(wrapped(error), "quo.example", 2.5)
    assert (type(failure), failure.summary) == expected
    assert failure.advice
    assert (failure.__cause__, failure.__context__) == (None, None)


@pytest.mark.parametrize(
    ("error", "word"),
    [(CASES[0][0], "QUO_API_URL"), (CASES[1][0], "DNS"), (ssl.SSLCertVerificationError("x"), "proxy opens")],
)
def test_the_advice_fits_the_failure(error: BaseException, word: str) -> None:
    assert word in failure_of(error, "quo.example", 2.5).advice


def test_a_circle_of_causes_ends() -> None:
    first, second = OSError("first"), OSError("second")
    first.__context__, second.__context__ = second, first
    assert failure_of(first, "quo.example", 1).summary == FAILED[1]


def test_a_cause_that_is_linked_twice_hides_no_other() -> None:
    twice = OSError("x")
    error = requests.exceptions.RequestException(twice)
    error.__context__, error.__cause__ = twice, ConnectionRefusedError()
    assert failure_of(error, "quo.example", 1).summary == NO_ENTRY[1]
