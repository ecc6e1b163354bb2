"""Generation v1: every number at once, with its users and restrictions.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
"""

from collections.abc import Collection

from .client import NONEXISTENT_ID, QuoClient, checked_id, encoded_id
from .decode import decode_list, decode_one
from .errors import NotFound, RequestRefused
from .records import Answer

NUMBERS = "/v1/phone-numbers"


class V1Client(QuoClient):
    generation = "v1"
    default_url = "https://api.openphone.com"
    unit = "bytes"

    def fetch_workspace(self, known: Collection[str] = ()) -> Answer:
        """``GET /v1/phone-numbers``. Not paginated, so that what it lacks is not there."""
        return self._numbers({})

    def fetch_user(self, user_id: str, known: Collection[str] = ()) -> Answer:
        """``GET /v1/phone-numbers?userId=US…``"""
        return self._numbers({"userId": checked_id(user_id)})

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

    def _numbers(self, params: dict[str, str]) -> Answer:
        with self._fetch() as fetch:
            return fetch.start(lambda: fetch.get(NUMBERS, params, decode_list, self.progress.received)).result()
