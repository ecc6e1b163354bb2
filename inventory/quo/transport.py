"""Sending one GET and reading its whole answer, or saying what a failure of the connection means.

A read timeout starts anew with every byte. Whoever waits for the answer therefore waits in another thread, and leaves
on time; the one that reads looks at each piece of the body whether it is still wanted. What that cannot see are headers
that drip: they hold a daemon thread and a socket until the server ends them.
"""

import io
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter

from .credentials import KeyAuth
from .error_responses import MAX_BODY
from .errors import BadAnswer, CheckSettings, QuoError, TryLater

logger = logging.getLogger("inventory.quo")

CHUNK = 2**16
IN_FLIGHT = 8
"""Requests at once. Ten a second are allowed, so that an answer may take 0.8 seconds before this is the bound."""

FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError)
"""Everything that sending a request and reading its answer raises when something is wrong outside."""

CANNOT_SEND = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    urllib3.exceptions.LocationValueError,
    UnicodeError,
)
CANNOT_UNPACK = (requests.exceptions.ContentDecodingError, urllib3.exceptions.DecodeError)
TOOK_TOO_LONG = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)


@dataclass(frozen=True, kw_only=True)
class Options:
    """How Quo is asked.

    timeout      seconds to connect, and to wait for the next byte
    time_budget  seconds that a fetch of one request may take in all, with retries and the waits between them
    max_answer   bytes of a decompressed body
    user_agent   the product's name and version, as Quo's logs show them
    tick         called about four times a second, in the thread that fetches, while it waits. What it raises ends the
                 fetch, and is raised by it
    """

    timeout: float = 10.0
    time_budget: float = 120.0
    max_answer: int = 256 * 2**20
    user_agent: str = "quo-numbers"
    tick: Callable[[], None] = lambda: None


Received = Callable[[int, int | None], None]
"""Called with the bytes received so far (decompressed) and, when known, the bytes to expect."""


class Response(NamedTuple):
    """An answer with its whole body, decompressed."""

    status: int
    headers: requests.structures.CaseInsensitiveDict[str]
    body: bytes


class Transport:
    """Sends GETs with one key to one address, from any number of threads. `sent` is told the status of each answer."""

    def __init__(
        self, auth: KeyAuth, url: str, headers: dict[str, str], sent: Callable[[str], None], max_answer: int
    ) -> None:
        self._auth = auth
        self._url = url
        self._max_answer = max_answer
        self._sent = sent
        self._session = Session()
        self._session.headers.update(headers)
        # A proxy from the environment would get plain http, and the key in it, sent over the network.
        self._session.trust_env = urlsplit(url).scheme == "https"

    def get(
        self, path: str, params: dict[str, str], *, timeout: float, attempt: int, received: Received | None
    ) -> Response:
        """One request, its whole body read. Raises a QuoError that refers to nothing of requests or urllib3.

        Their exceptions and frames hold the key, so the error is raised after the handlers, without a past.
        """
        started = time.monotonic()
        outcome, status, size = "no answer", "none", 0
        try:
            response = self._session.get(self._url + path, params=params, auth=self._auth, timeout=timeout, stream=True)
            with closing(response):
                outcome = status = str(response.status_code)
                body = read_body(response, self._max_answer, received)
                size = len(body)
                return Response(response.status_code, response.headers, body)
        except FAILURES as error:
            outcome = f"{outcome}, {type(error).__name__}"
            failure = failure_of(error, self._auth.hide(urlsplit(self._url).netloc), timeout)
        except QuoError as error:
            outcome = f"{outcome}, {type(error).__name__}"
            failure = error
        finally:
            self._sent(status)
            took = (time.monotonic() - started) * 1000
            line = "GET %s: %s, %d bytes, %.0f ms, attempt %d"
            logger.info(line, self._auth.hide(path), outcome, size, took, attempt)
        failure.__context__ = None
        raise failure.with_traceback(None)

    def close(self) -> None:
        """Closes what is idle. Requests under way end by themselves, at the next piece of a body or their timeout."""
        self._session.close()


# -- Bodies


def read_body(response: requests.Response, max_answer: int, received: Received | None) -> bytes:
    """The decompressed body, at most ``max_answer`` bytes; of an error, its first MiB.

    Raises BadAnswer over the bound, and whatever urllib3 raises when the body is cut short.
    """
    if response.status_code != 200:
        return _read_refusal(response)
    total = _expected_size(response)
    if total is not None and total > max_answer:
        raise _too_large(max_answer)
    size = 0
    # BytesIO hands out its buffer without a copy; joining a list of chunks would need twice the memory.
    body = io.BytesIO()
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        size += body.write(chunk)
        if size > max_answer:
            raise _too_large(max_answer)
        if received is not None:
            received(size, total)
    return body.getvalue()


def _read_refusal(response: requests.Response) -> bytes:
    """What there is of an error's body, up to a MiB. The status alone already tells what to do."""
    body = b""
    with suppress(*FAILURES):
        while len(body) < MAX_BODY and (chunk := response.raw.read1(CHUNK, decode_content=True)):
            body += chunk
    return body


def _expected_size(response: requests.Response) -> int | None:
    """Content-Length, if it counts the bytes that we are going to see."""
    length = response.headers.get("Content-Length", "")
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    plain = encoding in ("", "identity") and length.isascii() and length.isdigit() and len(length) < 16
    return int(length) if plain else None


def _too_large(max_answer: int) -> BadAnswer:
    return BadAnswer(f"Quo's answer is larger than {max_answer / 2**20:,.0f} MiB.", status=200)


class Session(requests.Session):
    """A session that never follows a redirect and keeps no cookies."""

    def __init__(self) -> None:
        super().__init__()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self.mount(scheme, HTTPAdapter(pool_maxsize=IN_FLIGHT))

    def get_redirect_target(self, resp: requests.Response) -> None:
        # Not allow_redirects=False, with which requests reads a redirect's whole body and parses its Location.
        return None


# -- Failures of the connection


def failure_of(error: BaseException, host: str, timeout: float) -> QuoError:
    """The QuoError for one of FAILURES. It has no link to that error, whose request holds the key."""
    causes = list(_chain(error))

    def caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    lookup = next((cause for cause in causes if isinstance(cause, socket.gaierror)), None)
    if lookup is not None and lookup.errno != socket.EAI_AGAIN:
        return CheckSettings(f"There is no host named {host}.", advice="Check QUO_API_URL.")
    if lookup is not None:
        return TryLater(f"The address of {host} could not be looked up.", advice="Check the network and its DNS.")
    if caused_by(*CANNOT_SEND):
        return CheckSettings("QUO_API_URL is not an address that can be asked.")
    if caused_by(ssl.SSLCertVerificationError):
        return CheckSettings(
            f"The certificate of {host} is not trusted.",
            advice="Check QUO_API_URL, and whether a proxy opens encrypted connections.",
        )
    if caused_by(*CANNOT_UNPACK):
        return BadAnswer("Quo's answer could not be decompressed.")
    if caused_by(ConnectionRefusedError):
        return TryLater(f"{host} refused the connection.")
    if caused_by(urllib3.exceptions.NewConnectionError):  # before timeouts, of which urllib3 makes it a kind
        return TryLater(f"{host} could not be reached.")
    if caused_by(*TOOK_TOO_LONG):
        return TryLater(f"{host} did not answer in time ({timeout:g} seconds without a byte).")
    if caused_by(urllib3.exceptions.ProtocolError, ConnectionError):
        return TryLater(f"The connection to {host} was cut in the middle.")
    return TryLater(f"The connection to {host} failed.")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps: requests and urllib3 nest by cause, context, args and ``reason``."""
    todo: list[BaseException] = [error]
    seen: set[int] = set()
    while todo:
        current = todo.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        linked = (current.__cause__, current.__context__, getattr(current, "reason", None), *current.args)
        todo.extend(item for item in linked if isinstance(item, BaseException))
