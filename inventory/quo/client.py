"""The only place that speaks HTTP with Quo: one method per endpoint, reading only.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
"""

import logging
import random as chance
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import Protocol, Self
from urllib.parse import quote, urlsplit

import requests

from .connection_errors import FAILURES, failure_of
from .credentials import HIDDEN, KeyAuth, check_url
from .decode import decode_list, decode_one
from .errors import QuoError, RequestRefused
from .records import Answer
from .retry import retrying
from .transport import Budget, Progress, Session, current_budget, read_body

__all__ = ["Progress", "QuoClient"]

logger = logging.getLogger("inventory.quo")


class Decode(Protocol):
    def __call__(
        self,
        status: int,
        headers: requests.structures.CaseInsensitiveDict[str],
        body: bytes,
        *,
        clean: Callable[[str], str],
    ) -> Answer: ...


class QuoClient:
    """Asks Quo's API, generation v1, for phone numbers.

    key          the raw API key; outer whitespace does not matter
    url          https, or http on this machine itself
    timeout      seconds to connect, and to wait for the next byte
    time_budget  seconds that one call may take in all, with retries and the waits between them
    max_answer   bytes of a decompressed body
    attempts     how often one call asks at most
    user_agent   the product's name and version, as Quo's logs show them

    Raises CheckSettings when the key or the URL cannot be right. ``sleep``, ``clock`` and ``random`` are
    for tests.
    """

    def __init__(
        self,
        key: str,
        url: str = "https://api.openphone.com",
        *,
        timeout: float = 10.0,
        time_budget: float = 120.0,
        max_answer: int = 256 * 2**20,
        attempts: int = 4,
        user_agent: str = "quo-numbers",
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = chance.random,
    ) -> None:
        self._auth = KeyAuth(key)
        self._url = check_url(url)
        self._timeout = timeout
        self._time_budget = time_budget
        self._max_answer = max_answer
        self._attempts = attempts
        self._sleep = sleep
        self._clock = clock
        self._random = random
        self.calls: Counter[str] = Counter()  # answers by status, also those that were asked for again
        self._session = Session()
        self._session.headers.update({"User-Agent": user_agent, "Accept": "application/json"})
        # A proxy from the environment would get plain http, and the key in it, sent over the network.
        self._session.trust_env = urlsplit(self._url).scheme == "https"

    def __repr__(self) -> str:
        return f"QuoClient(key={HIDDEN}, url={self._auth.hide(self._url)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._session.close()

    def list_phone_numbers(
        self,
        user_id: str | None = None,
        *,
        progress: Progress | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Answer:
        """Every phone number of the workspace, or of one user (``US…``). Not paginated: all come at once.

        ``GET /v1/phone-numbers``. Raises a QuoError when there is no believable answer.
        https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
        """
        params = {} if user_id is None else {"userId": _check_id(user_id)}
        return self._get("/v1/phone-numbers", params, decode_list, progress, should_stop)

    def get_phone_number(
        self,
        phone_number_id: str,
        *,
        progress: Progress | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Answer:
        """One phone number (``PN…``), in the list's shape. NotFound only when Quo itself says so.

        ``GET /v1/phone-numbers/{phoneNumberId}``. Raises a QuoError when there is no believable answer.
        """
        path = f"/v1/phone-numbers/{quote(_check_id(phone_number_id), safe='')}"
        return self._get(path, {}, decode_one, progress, should_stop)

    def _get(
        self,
        path: str,
        params: dict[str, str],
        decode: Decode,
        progress: Progress | None,
        should_stop: Callable[[], bool] | None,
    ) -> Answer:
        budget = Budget(self._time_budget, self._clock, should_stop)

        def ask(attempt: int) -> Answer:
            status, headers, body = self._send(path, params, budget, progress, attempt)
            return decode(status, headers, body, clean=self._auth.hide)

        token = current_budget.set(budget)
        try:
            return retrying(ask, attempts=self._attempts, budget=budget, sleep=self._sleep, random=self._random)
        finally:
            current_budget.reset(token)

    def _send(
        self, path: str, params: dict[str, str], budget: Budget, progress: Progress | None, attempt: int
    ) -> tuple[int, requests.structures.CaseInsensitiveDict[str], bytes]:
        """One request, its whole body read. Raises a QuoError that refers to nothing of requests or urllib3.

        Their exceptions and frames hold the key, so the error is raised after the handlers, without a past.
        """
        started = time.monotonic()
        outcome, status, size = "no answer", "none", 0
        timeout = max(0.001, min(self._timeout, budget.remaining()))
        try:
            response = self._session.get(
                self._url + path,
                params=params,
                auth=self._auth,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            )
            with closing(response):
                outcome = status = str(response.status_code)
                body = read_body(response, budget, self._max_answer, progress)
                size = len(body)
                return response.status_code, response.headers, body
        except FAILURES as error:
            outcome = f"{outcome}, {type(error).__name__}"
            failure = failure_of(error, self._auth.hide(urlsplit(self._url).netloc), self._timeout)
        except QuoError as error:
            outcome = f"{outcome}, {type(error).__name__}"
            failure = error
        finally:
            self.calls[status] += 1
            milliseconds = (time.monotonic() - started) * 1000
            logger.info(
                "GET %s: %s, %d bytes, %.0f ms, attempt %d",
                self._auth.hide(path),
                outcome,
                size,
                milliseconds,
                attempt,
            )
        failure.__context__ = None
        raise failure.with_traceback(None)


def _check_id(value: str) -> str:
    """The id, if it can be sent. Ids are opaque, so only what would ask something else is refused.

    Empty asks for the whole list; ``.`` and ``..`` are dissolved by every URL library, even percent-encoded.
    """
    if value in ("", ".", "..") or any("\ud800" <= character <= "\udfff" for character in value):
        raise RequestRefused("This cannot be an id of Quo's.", advice="Ids look like PN123abc or US123abc.")
    return value
