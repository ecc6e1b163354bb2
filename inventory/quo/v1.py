"""Generation v1: every number at once, with its users and restrictions; the list of people comes in pages.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
"""

from collections.abc import Collection
from dataclasses import replace

from .client import NONEXISTENT_ID, QuoClient, checked_id, encoded_id
from .decode import decode_list, decode_one
from .errors import NotFound, RequestRefused
from .paging import Dialect
from .people import read_people
from .records import Answer

NUMBERS = "/v1/phone-numbers"
USERS = "/v1/users"
PAGES = Dialect(limit="maxResults", cursor="pageToken")


class V1Client(QuoClient):
    generation = "v1"
    default_url = "https://api.openphone.com"
    unit = "bytes"

    def fetch_workspace(self, known: Collection[str] = (), known_people: Collection[str] = ()) -> Answer:
        """``GET /v1/phone-numbers``, not paginated, so that what it lacks is not there, then ``GET /v1/users``."""
        with self._fetch() as fetch:
            answer = fetch.start(lambda: fetch.get(NUMBERS, {}, decode_list, self.progress.received)).result()
            fetch.expect(1)
            people = fetch.start(lambda: read_people(fetch, USERS, PAGES, known_people)).result()
        return replace(answer, size=fetch.size, people=people.users, notes=people.notes)

    def fetch_user(self, user_id: str, known: Collection[str] = ()) -> Answer:
        """``GET /v1/phone-numbers?userId=US…``"""
        params = {"userId": checked_id(user_id)}
        with self._fetch() as fetch:
            return fetch.start(lambda: fetch.get(NUMBERS, params, decode_list, self.progress.received)).result()

    def fetch_number(self, number_id: str) -> Answer:
        """``GET /v1/phone-numbers/{phoneNumberId}``, in the list's shape."""
        path = f"{NUMBERS}/{encoded_id(number_id)}"
        with self._fetch() as fetch:
            return fetch.start(lambda: fetch.get(path, {}, decode_one, self.progress.received)).result()

    def check(self) -> None:
        """Asks for a number that does not exist: only a key that is accepted is told so."""
        try:
            self.fetch_number(NONEXISTENT_ID)
        except (NotFound, RequestRefused) as error:
            if not error.code:  # not in Quo's words
                raise
