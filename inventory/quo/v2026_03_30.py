"""Generation 2026-03-30: lists in pages, users and restrictions only where they are asked for.

The vendor contradicts itself about the users of a number. Its pages say that ``include=users`` brings them, its OpenAPI
document knows only ``include=restrictions``. So both are asked for first; where that is refused, users are fetched one
by one, for each number or for each user, whichever takes fewer requests.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import TypeVar

from .client import QuoClient, encoded_id
from .decode import decode_a2p, decode_one, decode_organization, decode_record, readable_id, with_users
from .error_responses import VERSION_HEADER
from .errors import BadAnswer, NotFound, QuoError, RecordRejected, RequestRefused
from .fetch import Decode, Fetch, Pending
from .paging import PageParameters, read_list, read_on, read_page, read_people, read_steadily
from .records import NO_REGISTRATION, Answer, Page, People, RawRecord

T = TypeVar("T")

PAGES = PageParameters(limit="limit", cursor="after")
NUMBERS = "/phone-numbers"
USERS = "/users"
WITH_USERS = {"include": "users,restrictions"}
WITHOUT_USERS = {"include": "restrictions"}


class V2026Client(QuoClient):
    generation = "2026-03-30"
    default_url = "https://api.quo.com"
    foreign_host = "api.openphone.com"
    unit = "requests"
    users = USERS
    pages = PAGES
    headers = {VERSION_HEADER: "2026-03-30"}

    def fetch_numbers(self, known_ids: Collection[str] = (), known_users: Collection[str] = ()) -> Answer:
        """``GET /phone-numbers``, ``/organization`` and ``/a2p-registration``, and what they leave open.

        The first page of numbers goes ahead of all else: it tells whether anything is worth asking for.
        """
        with self._fetch() as fetch:
            reader = _Reader(fetch)
            first = fetch.start(reader.first_page).result()
            fetch.expect(2)
            listed = fetch.start(partial(reader.rest, first))
            of_workspace = fetch.start(lambda: _optional(fetch, "/organization", decode_organization))
            of_a2p = fetch.start(lambda: _optional(fetch, "/a2p-registration", decode_a2p, NO_REGISTRATION))
            reader.records = listed.result()
            organization, organization_note = of_workspace.result()
            a2p, a2p_note = of_a2p.result()
            reader.add_users(known_users)
            reader.add_missing(known_ids)
        return Answer(
            reader.records,
            size=fetch.size,
            organization=organization,
            a2p=a2p,
            protected=frozenset(reader.protected),
            notes=(*organization_note, *a2p_note, *reader.notes()),
        )

    def fetch_user(self, user_id: str, known_ids: Collection[str] = ()) -> Answer:
        """``GET /users/{userId}/phone-numbers``, which never holds the users of a number, and those one by one."""
        path = f"{USERS}/{encoded_id(user_id)}/phone-numbers"
        with self._fetch() as fetch:
            reader = _Reader(fetch)
            reader.records = fetch.start(lambda: read_list(fetch, path, PAGES, WITHOUT_USERS)).result()
            reader.add_users_by_number()
            reader.add_missing(known_ids, lambda record: _is_assigned(record, user_id))
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

    def _people(self) -> People | None:
        """The list of people, where each of them can be read."""

        def read() -> People | None:
            try:
                people = read_people(self._fetch, USERS, PAGES)
            except QuoError:
                return None
            return people if people.is_complete else None

        self._fetch.expect(1)
        return self._fetch.start(read).result()

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

    def add_users(self, known_users: Collection[str]) -> None:
        """The users of each number, in as few requests as may be."""
        if self._include is WITH_USERS:
            return
        people = self._people()
        if (
            people is None
            or len(people.records) >= len(self.records)
            or not self._add_users_by_user(people, known_users)
        ):
            self.add_users_by_number()

    def add_users_by_number(self) -> None:
        self._fetch.expect(len(self.records), is_all=True)
        found = [self._fetch.start(partial(self._completed, record)) for record in self.records]
        self.records = [record for pending in found if (record := pending.result()) is not None]

    def _add_users_by_user(self, people: People, known_users: Collection[str]) -> bool:
        """Returns whether it is clear who is assigned to what: everybody with numbers is listed, and known to Quo.

        A known user who is not in the list, and yet has numbers, may have slipped from one page to another.
        """
        asked = sorted({*people.records, *known_users})
        self._fetch.expect(len(asked), is_all=True)
        pending = {id: self._fetch.start(partial(self._numbers_of, id)) for id in asked}
        held = {id: numbers.result() for id, numbers in pending.items()}
        unlisted = {id for id, numbers in held.items() if numbers} - people.records.keys()
        if unlisted and (again := self._people()) is not None:
            people = replace(people, records={**again.records, **people.records})
        if unlisted - people.records.keys() or any(held.get(id) is None for id in people.records):
            return False
        users: dict[str, list[RawRecord]] = {}
        for user_id in sorted(people.records):
            for id in held[user_id] or ():
                users.setdefault(id, []).append(people.records[user_id][1])
        self._mentioned = set(users)
        self.records = [with_users(record, users.get(readable_id(record) or "", ())) for record in self.records]
        return True

    def add_missing(
        self, known_ids: Collection[str], wanted: Callable[[RawRecord], bool] = lambda record: True
    ) -> None:
        """What was known, or is in another list, and yet is on no page: it may have slipped from one to the next."""
        listed = {readable_id(record) for record in self.records} | self.protected
        missing = sorted({*known_ids, *self._mentioned} - listed)
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


def _optional(fetch: Fetch, path: str, decode: Decode[T], absent: T | None = None) -> tuple[T | None, tuple[str, ...]]:
    """What may be absent, or not for this key, without a word. Another failure is no more than a note."""
    try:
        return fetch.get(path, {}, decode), ()
    except NotFound:
        return absent, ()
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
