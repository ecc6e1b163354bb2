"""What a failure of the connection means for the caller, in words that quote nothing but the host."""

import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from .errors import BadAnswer, CheckSettings, QuoError, TryLater

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
