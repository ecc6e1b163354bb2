"""Lists that come in pages: cursors that can be trusted, and the page that each leads to."""

import base64
import binascii
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from inventory.sandbox.forms import Record
from inventory.sandbox.parameters import BadParameter, Query

LONGEST_PAGE = 50
DEFAULT_PAGE = 10
LIFETIME = 600.0  # seconds
SIGNATURE_BYTES = 12


class Cursors:
    """Issues opaque cursors and reads back its own. Each belongs to one list and expires.

    They may hold `+`, `/` and `=`: a client that puts them into an address as they are loses its place.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._secret = secrets.token_bytes(32)
        self._clock = clock
        self._valid_from = clock()

    def issue(self, listing: str, offset: int, turn: int) -> str:
        payload = msgspec.json.encode([listing, offset, turn, self._clock()])
        return base64.b64encode(self._sign(payload) + payload).decode()

    def read(self, listing: str, cursor: str) -> tuple[int, int] | None:
        """Offset and turn; `None` for a cursor that is made up, expired, or of another list."""
        try:
            signed = base64.b64decode(cursor, validate=True)
        except (binascii.Error, ValueError):
            return None
        signature, payload = signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(payload)):
            return None
        of, offset, turn, issued = msgspec.json.decode(payload)
        if of != listing or issued < max(self._valid_from, self._clock() - LIFETIME):
            return None
        return offset, turn

    def expire(self) -> None:
        """From now on, no cursor that was issued before is any good."""
        self._valid_from = self._clock()

    def _sign(self, payload: bytes) -> bytes:
        return hmac.digest(self._secret, payload, "sha256")[:SIGNATURE_BYTES]


@dataclass(frozen=True)
class Dialect:
    """How a generation names what paging needs. `total`: a total is given, which is wrong."""

    limit: str
    cursor: str
    next: str
    total: bool = False


@dataclass(frozen=True)
class Page:
    """The page that was asked for. `turn` counts the pages before it, `cursor` is what led to it."""

    dialect: Dialect
    cursors: Cursors
    listing: str
    limit: int
    cursor: str | None = None
    offset: int = 0
    turn: int = 0

    def cursor_to(self, offset: int) -> str:
        """A fresh cursor, which leads to the record at this offset."""
        return self.cursors.issue(self.listing, offset, self.turn + 1)

    def document(self, records: list[Record], convert: Callable[[Record], Record]) -> Record:
        """The page of this list, whose records are converted to the generation's form."""
        end = self.offset + self.limit
        shown = [convert(record) for record in records[self.offset : end]]
        document: Record = {"data": shown, self.dialect.next: self.cursor_to(end) if end < len(records) else None}
        if self.dialect.total:
            document["totalItems"] = len(shown)  # As the real one: it is not the total.
        return document


def asked_page(dialect: Dialect, cursors: Cursors, listing: str, query: Query, longest: int) -> Page:
    """The page that a query asks for. `BadParameter` where the limit or the cursor is no good."""
    limit = min(longest, query.whole(dialect.limit, 1, LONGEST_PAGE, DEFAULT_PAGE))
    cursor = query.text(dialect.cursor)
    if cursor is None:
        return Page(dialect, cursors, listing, limit)
    found = cursors.read(listing, cursor)
    if found is None:
        raise BadParameter(dialect.cursor, "The cursor is invalid or has expired", cursor)
    return Page(dialect, cursors, listing, limit, cursor, *found)


@dataclass(frozen=True)
class Listing:
    """A page on its way out, for faults that spoil it: the whole source, and how the list comes of it."""

    page: Page
    source: list[Record]
    convert: Callable[[Record], Record]
    select: Callable[[list[Record]], list[Record]] = list

    def body(self, source: list[Record] | None = None) -> bytes:
        return msgspec.json.encode(self.document(self.select(self.source if source is None else source)))

    def document(self, records: list[Record]) -> Record:
        return self.page.document(records, self.convert)
