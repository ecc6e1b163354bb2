"""Everybody in the workspace, also those without a number."""

from collections.abc import Collection, Iterable

from .decode import decode_user
from .errors import QuoError, RecordRejected
from .fetch import Fetch
from .paging import Dialect, read_list
from .records import RawRecord, UserRecord


class People:
    """The list as it came, each user once: the last record counts. ``problem`` says why there is none."""

    def __init__(self) -> None:
        self.records: dict[str, tuple[UserRecord, RawRecord]] = {}
        self.problem = ""

    @property
    def users(self) -> tuple[UserRecord, ...] | None:
        return None if self.problem else tuple(user for user, _ in self.records.values())

    @property
    def notes(self) -> tuple[str, ...]:
        return (f"People without numbers could not be listed: {self.problem}",) if self.problem else ()

    def lacks(self, known: Collection[str]) -> bool:
        return any(id not in self.records for id in known)

    def add(self, records: Iterable[RawRecord]) -> None:
        for raw in records:
            user = decode_user(raw)
            self.records[user.id] = (user, raw)


def read_people(fetch: Fetch, path: str, dialect: Dialect, known: Collection[str]) -> People:
    """For jobs of a fetch that expects the first page.

    Somebody can slip from one page to another while the list is read. So where somebody who was known is missing, it
    is read again, and who is on either is there.
    """
    people = People()
    try:
        people.add(read_list(fetch, path, dialect, {}))
        if people.lacks(known):
            fetch.expect(1)
            people.add(read_list(fetch, path, dialect, {}))
    except QuoError as error:
        forbidden = f"Quo does not let this API key list users (403: {error.message})."
        people.problem = forbidden if error.status == 403 else error.summary
    except RecordRejected as error:
        people.problem = f"A record in the list cannot be read: {error.reason} (at {error.path})."
    return people
