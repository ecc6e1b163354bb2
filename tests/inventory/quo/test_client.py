"""What the client sends, when it asks again, and that the key stays inside. Nothing here leaves the process."""

import gzip
import logging
import pickle
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from responses import RequestsMock

from inventory.quo import pace
from inventory.quo.client import QuoClient
from inventory.quo.errors import (
    BadAnswer,
    Cancelled,
    CheckKey,
    CheckSettings,
    NotFound,
    QuoError,
    RateLimited,
    RequestRefused,
    TryLater,
)
from inventory.quo.generations import client_for

KEY = 'q9"Zx/+=<7&Key'
LIST = "https://api.openphone.com/v1/phone-numbers"
GOOD = b'{"data": [{"id": "PN1"}]}'


@pytest.fixture
def quo() -> Iterator[RequestsMock]:
    with RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "FIRST_WAIT", 0.01)


MakeClient = Callable[..., QuoClient]


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    clients = []

    def make(key: str = KEY, url: str = "", **options: Any) -> QuoClient:
        clients.append(client_for(key, url, "v1", **options))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(make_client: MakeClient) -> QuoClient:
    return make_client()


def failure(ask: Callable[[], object]) -> QuoError:
    with pytest.raises(QuoError) as caught:
        ask()
    return caught.value


# -- What is sent


def test_it_asks_for_the_list_with_the_raw_key(quo: RequestsMock, make_client: MakeClient) -> None:
    quo.get(LIST, GOOD)
    client = make_client(user_agent="quo-numbers/1.2.3")
    answer = client.fetch_user("US1")
    assert ([record.text() for record in answer.records], answer.size) == (['{"id": "PN1"}'], len(GOOD))
    headers = quo.calls[0].request.headers
    assert headers["Authorization"] == KEY
    assert headers["User-Agent"] == "quo-numbers/1.2.3"
    assert headers["Accept"] == "application/json"


def test_it_asks_for_one_users_numbers(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, GOOD)
    client.fetch_user("US1&x=ü")
    assert quo.calls[0].request.url == f"{LIST}?userId=US1%26x%3D%C3%BC"


def test_it_asks_for_one_number_with_the_id_encoded(quo: RequestsMock, client: QuoClient) -> None:
    url = f"{LIST}/PN%2F..%2F%3Fa%23%2525%20%C3%BC"
    quo.get(url, b'{"data": {"id": "PN1"}}')
    client.fetch_number("PN/../?a#%25 ü")
    assert quo.calls[0].request.url == url


@pytest.mark.parametrize("bad_id", ["", ".", "..", "PN\ud800"])
def test_it_sends_no_id_that_would_ask_something_else(quo: RequestsMock, client: QuoClient, bad_id: str) -> None:
    assert type(failure(lambda: client.fetch_number(bad_id))) is RequestRefused
    assert type(failure(lambda: client.fetch_user(bad_id))) is RequestRefused
    assert len(quo.calls) == 0


def test_netrc_does_not_override_the_key(
    quo: RequestsMock, client: QuoClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine api.openphone.com login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    quo.get(LIST, GOOD)
    client.fetch_user("US1")
    assert quo.calls[0].request.headers["Authorization"] == KEY


def test_it_keeps_a_path_of_the_url_and_drops_its_closing_slash(quo: RequestsMock, make_client: MakeClient) -> None:
    quo.get("http://127.0.0.1:9/quo/v1/phone-numbers", GOOD)
    assert make_client(url="http://127.0.0.1:9/quo/").fetch_user("US1").records


# -- Settings


@pytest.mark.parametrize("key", ["", "  \n", None])
def test_it_says_which_setting_lacks_the_key(key: Any) -> None:
    error = failure(lambda: client_for(key, "", "v1"))
    assert isinstance(error, CheckSettings)
    assert "No API key yet: set QUO_API_KEY" in str(error)


@pytest.mark.parametrize("key", ["my key", "my\nkey", "my\0key", "mykéy", "my\x7fkey"])
def test_it_refuses_a_key_that_no_header_can_carry_without_showing_it(key: str) -> None:
    error = failure(lambda: client_for(key, "", "v1"))
    assert isinstance(error, CheckSettings)
    assert "my" not in str(error)


def test_it_has_a_hint_for_bearer() -> None:
    assert "Bearer" in failure(lambda: client_for("Bearer mykey", "", "v1")).summary


def test_it_strips_the_key(quo: RequestsMock, make_client: MakeClient) -> None:
    quo.get(LIST, GOOD)
    make_client(f"\t{KEY}\r\n").fetch_user("US1")
    assert quo.calls[0].request.headers["Authorization"] == KEY


@pytest.mark.parametrize(
    "url",
    [
        "api.openphone.com",
        "ftp://api.openphone.com",
        "https://",
        "http://api.openphone.com",
        "http://10.0.0.1",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://localhost\\@example.com",
        "https://hidden@api.openphone.com",
        "https://a:hidden@api.openphone.com",
        "https://api.openphone.com?hidden=1",
        "https://api.openphone.com?",
        "https://api.openphone.com#hidden",
        "https://api.openphone.com:hidden",
        "https://api.openphone.com:99999",
        "https://[hidden",
        "https://api.open phone.com",
        "https://api.openphone.com\n.hidden.com",
        "https://api.openphone.com/v1",
    ],
)
def test_it_refuses_urls_that_the_key_should_not_go_to(url: str) -> None:
    error = failure(lambda: client_for(KEY, url, "v1"))
    assert isinstance(error, CheckSettings)
    assert error.summary.startswith("QUO_API_URL ")
    assert "hidden" not in f"{error}{error.__context__}{error.__cause__}"


@pytest.mark.parametrize(
    "url", ["http://localhost:8001", "http://127.3.2.1", "http://[::1]:8001", "https://api.quo.com/"]
)
def test_it_takes_https_and_this_machine(url: str) -> None:
    client_for(KEY, url, "v1").close()


# -- Asking again


def test_it_asks_again(quo: RequestsMock, client: QuoClient) -> None:
    for status in (500, 503, 429):
        quo.get(LIST, status=status)
    quo.get(LIST, GOOD)
    assert client.fetch_user("US1").records
    assert client.progress.calls == {"500": 1, "503": 1, "429": 1, "200": 1}


def test_it_gives_up_after_its_attempts(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, status=502)
    error = failure(lambda: client.fetch_user("US1"))
    assert type(error) is TryLater
    assert "Asked 4 times" in str(error)
    assert len(quo.calls) == 4


@pytest.mark.parametrize("status", [301, 400, 401, 402, 403, 404, 501])
def test_it_does_not_ask_again_in_vain(quo: RequestsMock, client: QuoClient, status: int) -> None:
    quo.get(LIST, b"{}", status=status)
    failure(lambda: client.fetch_user("US1"))
    assert len(quo.calls) == 1


def test_it_asks_again_after_a_lost_connection(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, body=requests.exceptions.ConnectionError("lost"))
    quo.get(LIST, body=requests.exceptions.ReadTimeout("slow"))
    quo.get(LIST, GOOD)
    assert client.fetch_user("US1").records


def test_it_waits_as_long_as_quo_says(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, status=429, headers={"Retry-After": "0.3"})
    quo.get(LIST, GOOD)
    started = time.monotonic()
    client.fetch_user("US1")
    assert time.monotonic() - started >= 0.3


@pytest.mark.parametrize(("status", "kind"), [(429, RateLimited), (503, TryLater)])
def test_it_leaves_a_long_retry_after_to_people(
    quo: RequestsMock, client: QuoClient, status: int, kind: type[QuoError]
) -> None:
    quo.get(LIST, status=status, headers={"Retry-After": "31"})
    error = failure(lambda: client.fetch_user("US1"))
    assert type(error) is kind
    assert error.retry_after == 31.0
    assert "(Retry after 31 seconds.)" in str(error)
    assert error.default_advice in str(error)
    assert len(quo.calls) == 1


def test_a_cancelled_client_asks_nothing_more(quo: RequestsMock, client: QuoClient) -> None:
    client.cancel()
    assert type(failure(lambda: client.fetch_user("US1"))) is Cancelled
    assert len(quo.calls) == 0


# -- Answers


def test_it_reads_compressed_answers_and_counts_them_decompressed(quo: RequestsMock, client: QuoClient) -> None:
    body = b'{"data": [' + b",".join([b'{"id": "PN1"}'] * 9000) + b"]}"
    quo.get(LIST, gzip.compress(body), headers={"Content-Encoding": "gzip"})
    answer = client.fetch_user("US1")
    assert (len(answer.records), answer.size) == (9000, len(body))
    assert (client.progress.done, client.progress.total, client.progress.unit) == (len(body), None, "bytes")


def test_it_tells_progress_with_the_total(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, GOOD, auto_calculate_content_length=True)
    client.fetch_user("US1")
    assert (client.progress.done, client.progress.total) == (len(GOOD), len(GOOD))


def test_broken_compression_is_a_bad_answer(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, b"not gzip", headers={"Content-Encoding": "gzip"})
    assert type(failure(lambda: client.fetch_user("US1"))) is BadAnswer


def test_a_compressed_bomb_ends_at_the_bound(quo: RequestsMock, make_client: MakeClient) -> None:
    quo.get(LIST, gzip.compress(b" " * 2**24), headers={"Content-Encoding": "gzip"})
    error = failure(lambda: make_client(max_answer=2**20).fetch_user("US1"))
    assert type(error) is BadAnswer
    assert "larger than 1 MiB" in error.summary


def test_a_missing_number_is_not_found(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(f"{LIST}/PN1", json={"message": "Not Found", "code": "0400404", "trace": "t"}, status=404)
    error = failure(lambda: client.fetch_number("PN1"))
    assert type(error) is NotFound
    assert error.trace == "t"


# -- The key stays inside


def everything_in(error: BaseException) -> str:
    """All texts that a page, a log or a traceback could show of an error and what hangs on it."""
    linked = [repr(vars(error)), str(error), repr(error), repr(error.args)]
    linked += [everything_in(other) for other in (error.__cause__, error.__context__) if other is not None]
    return "\n".join(linked)


@pytest.mark.parametrize(
    "echo",
    [
        KEY,
        quote(KEY, safe=""),
        quote(KEY).lower(),
        KEY.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;"),
    ],
)
def test_an_error_body_that_repeats_the_key_is_scrubbed(quo: RequestsMock, client: QuoClient, echo: str) -> None:
    body = {"message": f"{'x' * 490} {echo}", "title": echo, "trace": echo, "errors": [{echo: [echo]}]}
    quo.get(LIST, json=body, status=401)
    error = failure(lambda: client.fetch_user("US1"))
    assert type(error) is CheckKey
    assert echo not in everything_in(error)
    assert "q9" not in everything_in(pickle.loads(pickle.dumps(error)))  # noqa: S301


def test_a_web_page_that_repeats_the_key_is_scrubbed(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, f"<title>Hello {quote(KEY, safe='')}</title>")
    assert "q9" not in everything_in(failure(lambda: client.fetch_user("US1")))


def test_a_failed_connection_shows_no_key(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, body=requests.exceptions.ConnectionError(f"Authorization: {KEY}"))
    error = failure(lambda: client.fetch_user("US1"))
    assert error.__context__ is None
    assert error.__cause__ is None
    assert KEY not in everything_in(error)


def test_no_representation_shows_the_key(client: QuoClient) -> None:
    assert KEY not in repr(client) + repr(client._auth) + repr(vars(client))
    with pytest.raises(TypeError):
        pickle.dumps(client._auth)


def test_it_logs_one_line_per_request_without_the_key(
    quo: RequestsMock, client: QuoClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="inventory.quo")
    quo.get(f"{LIST}/{quote(KEY, safe='')}", status=500)
    quo.get(f"{LIST}/{quote(KEY, safe='')}", b'{"data": {}}')
    client.fetch_number(KEY)
    first, second = caplog.messages
    assert first.startswith("GET /v1/phone-numbers/[API key]: 500, ")
    assert first.endswith("attempt 1")
    assert "200, 12 bytes" in second
    assert second.endswith("attempt 2")
