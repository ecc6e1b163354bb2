"""What the rest of the product asks Quo for, whichever generation of its API answers. Reading only."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection
from functools import partial
from typing import ClassVar, Self
from urllib.parse import quote, urlsplit

from .credentials import HIDDEN, KeyAuth, check_url
from .error_responses import Generation
from .errors import Cancelled, CheckSettings, RequestRefused
from .fetch import Fetch, Progress, Unit
from .pace import pace_of
from .paging import PageParameters, read_people
from .records import Answer, People
from .transport import Options, Transport

NONEXISTENT_ID = "PN0"


class QuoClient(ABC):
    """Asks one generation of Quo's API, one fetch at a time. Raises CheckSettings where key or URL cannot be right.

    key  the raw API key; outer whitespace does not matter
    url  https, or http on this machine itself

    A fetch may run in one thread while another reads ``progress`` and calls ``cancel``. Every method that fetches
    raises a QuoError where there is no believable answer.
    """

    generation: ClassVar[Generation]
    default_url: ClassVar[str]
    foreign_host: ClassVar[str] = ""  # one of Quo's that serves another generation only
    unit: ClassVar[Unit]
    users: ClassVar[str]  # the path of the list of people
    pages: ClassVar[PageParameters]
    headers: ClassVar[dict[str, str]] = {}

    def __init__(self, key: str, url: str, options: Options) -> None:
        self._auth = KeyAuth(key)
        self._url = check_url(url or self.default_url)
        if urlsplit(self._url).hostname == self.foreign_host:
            raise CheckSettings(
                f"QUO_API_URL is https://{self.foreign_host}, which does not serve {self.generation}.",
                advice="Leave it empty: the address then follows QUO_API_VERSION.",
            )
        self._options = options
        self._lock = threading.Lock()
        self._current: Fetch | None = None
        self._is_cancelled = False
        self._pace = pace_of(self._auth.fingerprint)
        self.progress = Progress(self.unit)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(key={HIDDEN}, url={self._auth.hide(self._url)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends what is under way. Nothing can be fetched any more."""
        self.cancel()

    def cancel(self) -> None:
        """Whoever waits for a fetch, in another thread, gets Cancelled at once. Nothing can be fetched any more."""
        with self._lock:
            self._is_cancelled = True
            if self._current is not None:
                self._current.end(_cancelled())

    @abstractmethod
    def fetch_numbers(self, known_ids: Collection[str] = (), known_users: Collection[str] = ()) -> Answer:
        """Every phone number of the workspace, with its users, and what Quo says of the workspace itself.

        known_ids    ids of the numbers that are expected. Where a list comes in pages, a number can slip from one to
                     another while they are read, so those that are missing are asked for by themselves.
        known_users  ids of the users that are expected, for an API that tells users and numbers apart.
        """

    def fetch_people(self, expected: Collection[str] = ()) -> People:
        """Everybody in the workspace, also those without a number. ``progress`` counts people.

        expected  ids of those who would be taken for gone if they are missing. Where some are, in a list of several
                  pages, it is read once more.
        """
        read = partial(read_people, path=self.users, names=self.pages, expected=expected)
        with self._fetch("people") as fetch:
            return fetch.start(lambda: read(fetch, counted=self.progress.people_read)).result()

    @abstractmethod
    def fetch_user(self, user_id: str, known_ids: Collection[str] = ()) -> Answer:
        """The numbers that are assigned to one user (``US…``), with all their users. ``known_ids`` as above."""

    @abstractmethod
    def fetch_number(self, number_id: str) -> Answer:
        """One phone number (``PN…``). NotFound only where Quo itself says so."""

    @abstractmethod
    def check(self) -> None:
        """Returns where address and key are right, at little cost for Quo."""

    def _fetch(self, unit: Unit | None = None) -> Fetch:
        """A new fetch, to be left before the next."""
        with self._lock:
            if self._is_cancelled:
                raise _cancelled()
            self.progress.restart(unit or self.unit)
            headers = {"User-Agent": self._options.user_agent, "Accept": "application/json", **self.headers}
            transport = Transport(self._auth, self._url, headers, self.progress.sent, self._options.max_answer)
            self._current = Fetch(transport, self._auth, self.generation, self._pace, self.progress, self._options)
            return self._current


def checked_id(value: str) -> str:
    """The id, if it can be sent. Ids are opaque, so only what would ask something else is refused.

    Empty asks for the whole list; ``.`` and ``..`` are dissolved by every URL library, even percent-encoded.
    """
    if value in ("", ".", "..") or any("\ud800" <= character <= "\udfff" for character in value):
        raise RequestRefused("This cannot be an id of Quo's.", advice="Ids look like PN123abc or US123abc.")
    return value


def encoded_id(value: str) -> str:
    """The id as a step of a path."""
    return quote(checked_id(value), safe="")


def _cancelled() -> Cancelled:
    return Cancelled("The request to Quo was cancelled.")
