"""Everybody in the workspace, also those without a number."""

from collections.abc import Callable, Collection

from .decode import decode_user
from .errors import RecordRejected
from .fetch import Fetch
from .paging import PageParameters, read_on, read_page
from .records import People, RawRecord, UserRecord


def read_people(
    fetch: Fetch,
    path: str,
    names: PageParameters,
    expected: Collection[str] = (),
    counted: Callable[[int], None] = lambda count: None,
) -> People:
    """For jobs of a fetch that expects the first page.

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
