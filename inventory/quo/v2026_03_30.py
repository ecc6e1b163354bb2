"""Generation 2026-03-30: lists in pages, users and restrictions only where they are asked for.

The vendor contradicts itself about the users of a number. Its pages say that ``include=users`` brings them, its OpenAPI
document knows only ``include=restrictions``. So both are asked for first; where that is refused, users are fetched one
by one, for each number or for each user, whichever takes fewer requests.
"""

from collections.abc import Callable, Collection
from functools import partial
from typing import TypeVar

from .client import QuoClient, encoded_id
from .decode import decode_a2p, decode_one, decode_organization, decode_record, readable_id, with_users
from .error_responses import VERSION_HEADER
from .errors import BadAnswer, NotFound, QuoError, RecordRejected, RequestRefused
from .fetch import Decode, Fetch, Pending
from .paging import Dialect, read_list, read_on, read_page, read_steadily
from .people import People, read_people
from .records import Answer, Page, RawRecord

T = TypeVar("T")

PAGES = Dialect(limit="limit", cursor="after")
NUMBERS = "/phone-numbers"
USERS = "/users"
WITH_USERS = {"include": "users,restrictions"}
WITHOUT_USERS = {"include": "restrictions"}


class V2026Client(QuoClient):
    generation = "2026-03-30"
    default_url = "https://api.quo.com"
    foreign_host = "api.openphone.com"
    unit = "requests"
    headers = {VERSION_HEADER: "2026-03-30"}

    def fetch_workspace(self, known: Collection[str] = (), known_people: Collection[str] = ()) -> Answer:
        """``GET /phone-numbers``, ``/users``, ``/organization`` and ``/a2p-registration``, and what they leave open.

        The first page of numbers goes ahead of all else: it tells whether anything is worth asking for.
        """
        with self._fetch() as fetch:
            reader = _Reader(fetch)
            first = fetch.start(reader.first_page).result()
            fetch.expect(3)
            listed = fetch.start(partial(reader.rest, first))
            of_people = fetch.start(lambda: read_people(fetch, USERS, PAGES, known_people))
            of_workspace = fetch.start(lambda: _optional(fetch, "/organization", decode_organization))
            of_a2p = fetch.start(lambda: _optional(fetch, "/a2p-registration", decode_a2p))
            reader.records = listed.result()
            people = of_people.result()
            organization, organization_note = of_workspace.result()
            a2p, a2p_note = of_a2p.result()
            reader.add_users(people, known_people)
            reader.add_missing(known)
        return Answer(
            reader.records,
            size=fetch.size,
            people=people.users,
            organization=organization,
            a2p=a2p,
            protected=frozenset(reader.protected),
            notes=(*people.notes, *organization_note, *a2p_note, *reader.notes()),
        )

    def fetch_user(self, user_id: str, known: Collection[str] = ()) -> Answer:
        """``GET /users/{userId}/phone-numbers``, which never holds the users of a number, and those one by one."""
        path = f"{USERS}/{encoded_id(user_id)}/phone-numbers"
        with self._fetch() as fetch:
            reader = _Reader(fetch)
            reader.records = fetch.start(lambda: read_list(fetch, path, PAGES, WITHOUT_USERS)).result()
            reader.add_users_by_number()
            reader.add_missing(known, lambda record: _is_assigned(record, user_id))
        return Answer(reader.records, fetch.size, protected=frozenset(reader.protected), notes=reader.notes())

    def fetch_number(self, number_id: str) -> Answer:
        """``GET /phone-numbers/{phoneNumberId}``"""
        encoded_id(number_id)
        with self._fetch() as fetch:
            reader = _Reader(fetch)
            record = fetch.start(lambda: reader.number(number_id)).result()
        return Answer([record], fetch.size)

    def check(self) -> None:
        """Reads one page: a key that may not read numbers is refused here, too."""
        with self._fetch() as fetch:
            fetch.start(lambda: read_page(fetch, NUMBERS, PAGES, {})).result()


class _UsersMissing(BadAnswer):
    """Quo has the number, and says that its users are not there."""


class _Reader:
    """Puts the numbers of one fetch together.

    records    in the list's order, then those that were missing in it
    protected  ids of numbers that are in the list and could not be put together
    """

    def __init__(self, fetch: Fetch) -> None:
        self.records: list[RawRecord] = []
        self.protected: set[str] = set()
        self._fetch = fetch
        self._include = WITH_USERS  # until it turns out that this API refuses it
        self._mentioned: set[str] = set()  # in lists of a user's numbers

    # -- Jobs, for threads of the fetch

    def first_page(self) -> Page:
        return self._including(lambda include: read_page(self._fetch, NUMBERS, PAGES, include))

    def rest(self, first: Page) -> list[RawRecord]:
        return read_on(self._fetch, NUMBERS, PAGES, self._include, first)

    def number(self, id: str) -> RawRecord:
        """One number, with its users. NotFound only where Quo says it of the number itself."""
        path = f"{NUMBERS}/{encoded_id(id)}"
        record = self._including(lambda include: self._fetch.get(path, include, decode_one)).records[0]
        if self._include is WITH_USERS:
            return record
        self._fetch.expect(1)
        try:
            return with_users(record, self._users_of(id))
        except NotFound as error:
            raise _UsersMissing(
                "Quo has this number, but not its users: it may be changing right now.",
                status=error.status,
                message=error.message,
                trace=error.trace,
                advice="Nothing was changed. Try again in a minute.",
            ) from None

    def _including(self, ask: Callable[[dict[str, str]], T]) -> T:
        """What is asked for with users and restrictions, or else with what is allowed."""
        include = self._include
        try:
            return ask(include)
        except RequestRefused as error:
            if include is WITHOUT_USERS or not _is_about_include(error):
                raise
        self._include = WITHOUT_USERS
        self._fetch.expect(1)
        return ask(WITHOUT_USERS)

    def _users_of(self, id: str) -> list[RawRecord]:
        return read_steadily(self._fetch, f"{NUMBERS}/{encoded_id(id)}/users", PAGES, "US")

    def _numbers_of(self, user_id: str) -> set[str] | None:
        """The ids of a user's numbers. None where Quo does not know the user (any more)."""
        try:
            listed = read_steadily(self._fetch, f"{USERS}/{encoded_id(user_id)}/phone-numbers", PAGES, "PN")
        except NotFound:
            return None
        return {id for record in listed if (id := readable_id(record)) is not None}

    def _completed(self, record: RawRecord) -> RawRecord | None:
        """The record with its users. Where it has vanished meanwhile, what has become of it."""
        id = readable_id(record)
        if id is None:
            return record  # it will be refused, and protects what it may have been
        try:
            return with_users(record, self._users_of(id))
        except NotFound:
            self._fetch.expect(1)
            return self._found_again(id)

    def _found_again(self, id: str) -> RawRecord | None:
        """The number as it is by itself; None where it is gone, or is to be left as it is."""
        try:
            record = self.number(id)
        except NotFound:
            return None
        except _UsersMissing:
            record = None
        if record is not None and readable_id(record) == id:
            return record
        self.protected.add(id)
        return None

    # -- Steps, each of which waits for its requests

    def add_users(self, people: People, known_people: Collection[str]) -> None:
        """The users of each number, in as few requests as may be."""
        if self._include is WITH_USERS:
            return
        trusted = people.users is not None and not people.lacks(known_people)
        if not (trusted and len(people.records) < len(self.records) and self._add_users_by_user(people)):
            self.add_users_by_number()

    def add_users_by_number(self) -> None:
        self._fetch.expect(len(self.records), is_all=True)
        found = [self._fetch.start(partial(self._completed, record)) for record in self.records]
        self.records = [record for pending in found if (record := pending.result()) is not None]

    def _add_users_by_user(self, people: People) -> bool:
        """Returns whether Quo knew each of them: otherwise it is not clear who holds what."""
        self._fetch.expect(len(people.records), is_all=True)
        asked = {id: self._fetch.start(partial(self._numbers_of, id)) for id in sorted(people.records)}
        users: dict[str, list[RawRecord]] = {}
        for user_id, pending in asked.items():
            numbers = pending.result()
            if numbers is None:
                return False
            for id in numbers:
                users.setdefault(id, []).append(people.records[user_id][1])
        self._mentioned = set(users)
        self.records = [with_users(record, users.get(readable_id(record) or "", ())) for record in self.records]
        return True

    def add_missing(self, known: Collection[str], wanted: Callable[[RawRecord], bool] = lambda record: True) -> None:
        """What was known, or is in another list, and yet is on no page: it may have slipped from one to the next."""
        listed = {readable_id(record) for record in self.records} | self.protected
        missing = sorted({*known, *self._mentioned} - listed)
        self._fetch.expect(len(missing), is_all=True)
        found: list[Pending[RawRecord | None]] = [self._fetch.start(partial(self._found_again, id)) for id in missing]
        for pending in found:
            record = pending.result()
            if record is not None and wanted(record):
                self.records.append(record)

    def notes(self) -> tuple[str, ...]:
        if not self.protected:
            return ()
        ids = ", ".join(sorted(self.protected)[:10])
        return (f"Quo contradicts itself on these numbers, so that they stay as they are: {ids}.",)


def _optional(fetch: Fetch, path: str, decode: Decode[T]) -> tuple[T | None, tuple[str, ...]]:
    """What may be absent, or not for this key, without a word. Another failure is no more than a note."""
    try:
        return fetch.get(path, {}, decode), ()
    except QuoError as error:
        silent = error.status in (403, 404)
        return None, () if silent else (f"{path} could not be read: {error.summary}",)


def _is_about_include(error: RequestRefused) -> bool:
    return error.status == 400 and any(item.get("path") == "/include" for item in error.errors)


def _is_assigned(record: RawRecord, user_id: str) -> bool:
    """Whether the number is the user's. Where that cannot be told, it stays so."""
    try:
        users = decode_record(record).users
    except RecordRejected:
        return True
    return not isinstance(users, tuple) or any(user.id == user_id for user in users)
