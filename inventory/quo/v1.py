"""Generation v1: every number at once, with its users and restrictions; the list of people comes in pages.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
"""

from collections.abc import Collection

from .client import NONEXISTENT_ID, QuoClient, checked_id, encoded_id
from .decode import decode_list, decode_one
from .errors import NotFound, RequestRefused
from .fetch import Decode
from .paging import PageParameters
from .records import Answer

NUMBERS = "/v1/phone-numbers"


class V1Client(QuoClient):
    generation = "v1"
    default_url = "https://api.openphone.com"
    unit = "bytes"
    users = "/v1/users"
    pages = PageParameters(limit="maxResults", cursor="pageToken")

    def fetch_numbers(self, known_ids: Collection[str] = (), known_users: Collection[str] = ()) -> Answer:
        """``GET /v1/phone-numbers``, not paginated, so that what it lacks is not there."""
        return self._get(NUMBERS, decode_list)

    def fetch_user(self, user_id: str, known_ids: Collection[str] = ()) -> Answer:
        """``GET /v1/phone-numbers?userId=US…``"""
        return self._get(NUMBERS, decode_list, userId=checked_id(user_id))

    def fetch_number(self, number_id: str) -> Answer:
        """``GET /v1/phone-numbers/{phoneNumberId}``, in the list's shape."""
        return self._get(f"{NUMBERS}/{encoded_id(number_id)}", decode_one)

    def _get(self, path: str, decode: Decode[Answer], **params: str) -> Answer:
        with self._fetch() as fetch:
            return fetch.start(lambda: fetch.get(path, params, decode, self.progress.received)).result()

    def check(self) -> None:
        """Asks for a number that does not exist: only a key that is accepted is told so."""
        try:
            self.fetch_number(NONEXISTENT_ID)
        except (NotFound, RequestRefused) as error:
            if not error.code:  # not in Quo's words
                raise
