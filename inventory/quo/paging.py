"""Lists that come in pages: cursors followed to their end, and an end to those that have none."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from .decode import decode_page, decode_user, readable_id
from .errors import BadAnswer, RecordRejected
from .fetch import Fetch
from .json_text import MAX_RECORDS
from .records import Page, People, RawRecord, UserRecord

PAGE_SIZE = 50  # the most that either generation allows
PAGES_WITHOUT_NEWS = 10
"""In a row. Empty pages in the middle of a list are no fault, and a record may stand on two pages."""


class PageParameters(NamedTuple):
    """What a generation calls the parameters of a page: how long it may be, and where it begins."""

    limit: str
    cursor: str


def read_list(fetch: Fetch, path: str, names: PageParameters, params: dict[str, str]) -> list[RawRecord]:
    """The whole list. For jobs of a fetch that expects its first page."""
    return read_on(fetch, path, names, params, read_page(fetch, path, names, params))


def read_steadily(fetch: Fetch, path: str, names: PageParameters, prefix: str) -> list[RawRecord]:
    """The list, read again where it takes several pages: what slips from one page to another is found by the second
    reading. Of two records with one id, which begins with `prefix`, the later counts.
    """
    first = read_page(fetch, path, names, {})
    records = read_on(fetch, path, names, {}, first)
    if first.cursor is None:
        return records
    fetch.expect(1)
    again = read_list(fetch, path, names, {})
    return list({readable_id(record, prefix) or record.digest: record for record in (*records, *again)}.values())


def read_page(
    fetch: Fetch, path: str, names: PageParameters, params: dict[str, str], cursor: str | None = None
) -> Page:
    where = {} if cursor is None else {names.cursor: cursor}
    return fetch.get(path, {names.limit: str(PAGE_SIZE), **params, **where}, decode_page)


def read_on(
    fetch: Fetch,
    path: str,
    names: PageParameters,
    params: dict[str, str],
    page: Page,
    counted: Callable[[int], None] = lambda count: None,
) -> list[RawRecord]:
    """The list that begins with this page. Raises BadAnswer where it does not end.

    A record that stands on two pages, because the list has grown meanwhile, is taken once. ``counted`` is told how
    many records there are after each page.
    """
    records = {record.digest: record for record in page.records}
    counted(len(records))
    cursors: set[str] = set()
    pages_without_news = 0
    while (cursor := page.cursor) is not None:
        if cursor in cursors:
            raise _endless("a cursor comes back")
        cursors.add(cursor)
        fetch.expect(1)
        page = read_page(fetch, path, names, params, cursor)
        before = len(records)
        records.update((record.digest, record) for record in page.records)
        counted(len(records))
        pages_without_news = 0 if len(records) > before else pages_without_news + 1
        if pages_without_news > PAGES_WITHOUT_NEWS:
            raise _endless(f"{pages_without_news} pages in a row hold nothing new")
        if len(records) > MAX_RECORDS:
            raise _endless(f"it holds more than {MAX_RECORDS:,} records")
    return list(records.values())


def read_people(
    fetch: Fetch,
    path: str,
    names: PageParameters,
    expected: Collection[str] = (),
    counted: Callable[[int], None] = lambda count: None,
) -> People:
    """Everybody in the workspace. For jobs of a fetch that expects the first page.

    Somebody can slip from one page to another while the list is read. So where somebody who is expected is missing in a
    list of several pages, it is read again, and who is on either is there; of two records with one id the last counts.
    """
    records: dict[str, tuple[UserRecord, RawRecord]] = {}
    rejected: dict[bytes, tuple[RawRecord, RecordRejected]] = {}
    for _ in range(2):
        first = read_page(fetch, path, names, {})
        for raw in read_on(fetch, path, names, {}, first, counted):
            try:
                user = decode_user(raw)
                records[user.id] = (user, raw)
            except RecordRejected as rejection:
                rejected[raw.digest] = (raw, rejection)
        if first.cursor is None or all(id in records for id in expected):
            break
        fetch.expect(1)
    return People(records, tuple(rejected.values()), fetch.size)


def _endless(reason: str) -> BadAnswer:
    return BadAnswer(f"Quo's list does not end: {reason}.", status=200)
