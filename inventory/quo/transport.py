"""Sending one GET and reading its whole answer, over sockets that another thread can shut down.

A read timeout starts anew with every byte, so a body or headers that drip would hold a reader for hours. Whoever
waits for the reader therefore shuts its sockets down when the time is over: reading then ends at once.
"""

import io
import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from http.client import HTTPResponse, IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from weakref import WeakSet

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .connection_errors import FAILURES, failure_of
from .credentials import KeyAuth
from .error_responses import MAX_BODY
from .errors import BadAnswer, QuoError
from .progress import Progress

logger = logging.getLogger("inventory.quo")

CHUNK = 2**16

Received = Callable[[int, int | None], None]
"""Called with the bytes received so far (decompressed) and, when known, the bytes to expect."""


class Response(NamedTuple):
    """An answer with its whole body, decompressed."""

    status: int
    headers: requests.structures.CaseInsensitiveDict[str]
    body: bytes


class Transport:
    """Sends GETs with one key to one address, from any number of threads, until it is shut down.

    max_answer   bytes of a decompressed body
    connections  how many are kept open
    """

    def __init__(
        self, auth: KeyAuth, url: str, headers: dict[str, str], *, max_answer: int, connections: int, progress: Progress
    ) -> None:
        self._auth = auth
        self._url = url
        self._max_answer = max_answer
        self._progress = progress
        self._sockets = Sockets()
        self._session = Session(self._sockets, connections)
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
            response = self._session.get(
                self._url + path,
                params=params,
                auth=self._auth,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            )
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
            self._progress.sent(status)
            milliseconds = (time.monotonic() - started) * 1000
            logger.info(
                "GET %s: %s, %d bytes, %.0f ms, attempt %d",
                self._auth.hide(path),
                outcome,
                size,
                milliseconds,
                attempt,
            )
        failure.__context__ = None
        raise failure.with_traceback(None)

    def shut_down(self) -> None:
        """Ends every request under way, from any thread; those to come end as soon as they are connected."""
        self._sockets.shut_down()
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


# -- Sockets that can be shut down


class Sockets:
    """The open sockets of one transport."""

    def __init__(self) -> None:
        self._open: WeakSet[Any] = WeakSet()
        self._lock = threading.Lock()
        self._is_shut = False

    def add(self, sock: Any) -> None:
        with self._lock:
            self._open.add(sock)
            if self._is_shut:
                _shut_down(sock)

    def shut_down(self) -> None:
        with self._lock:
            self._is_shut = True
            for sock in self._open:
                _shut_down(sock)


def _shut_down(sock: Any) -> None:
    sock = getattr(sock, "socket", sock)  # urllib3's TLS within TLS wraps one
    with suppress(OSError):  # it may be closed already
        # Not SSLSocket's own method, which would pull the TLS object away from under the reader.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class Session(requests.Session):
    """A session that never follows a redirect and keeps no cookies."""

    def __init__(self, sockets: Sockets, connections: int) -> None:
        super().__init__()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self.mount(scheme, Adapter(sockets, connections))

    def get_redirect_target(self, resp: requests.Response) -> None:
        # Even with allow_redirects=False, requests reads a redirect's whole body and parses its Location.
        return None


class Adapter(HTTPAdapter):
    """requests' adapter with the connections below, also through a proxy."""

    def __init__(self, sockets: Sockets, connections: int) -> None:
        self._sockets = sockets
        super().__init__(pool_maxsize=connections)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self._use_our_pools(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        self._use_our_pools(manager)
        return manager

    def _use_our_pools(self, manager: PoolManager) -> None:
        pools = {"http": partial(_Pool, sockets=self._sockets), "https": partial(_SecurePool, sockets=self._sockets)}
        manager.pool_classes_by_scheme = pools  # type: ignore[assignment]  # they are only ever called


class _WholeHeadersResponse(HTTPResponse):
    """http.client's response, which by itself takes headers that end in the middle for complete ones."""

    def begin(self) -> None:
        fp = self.fp
        lines: Any = _Lines(fp)
        self.fp = lines
        super().begin()
        if self.fp is lines:
            self.fp = fp
        if not lines.last:
            raise IncompleteRead(b"")


class _Lines:
    """The file of a response while its headers are read. ``last`` is empty where the connection ended."""

    def __init__(self, fp: Any) -> None:
        self._fp = fp
        self.last = b""

    def readline(self, limit: int) -> bytes:
        self.last = self._fp.readline(limit)
        return self.last

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fp, name)


class _KnownSockets:
    """Lets the transport know of a connection's socket. urllib3 passes on what a pool was made with."""

    response_class: Any = _WholeHeadersResponse

    def __init__(self, *args: Any, sockets: Sockets, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sockets = sockets

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]  # a mixin's
        self._sockets.add(self.sock)  # type: ignore[attr-defined]


class _Connection(_KnownSockets, HTTPConnection):
    pass


class _SecureConnection(_KnownSockets, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
