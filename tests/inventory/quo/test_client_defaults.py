"""What the client does where nothing else is asked of it, what it counts, and what it leaves open."""

import logging
from collections.abc import Iterator

import pytest
from responses import RequestsMock

from inventory.quo.client import QuoClient
from inventory.quo.errors import BadAnswer, QuoError, RequestRefused

LIST = "https://api.openphone.com/v1/phone-numbers"
GOOD = b'{"data": []}'


@pytest.fixture
def quo() -> Iterator[RequestsMock]:
    with RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def client(naps: list[float]) -> Iterator[QuoClient]:
    with QuoClient("key-1", sleep=naps.append, clock=lambda: sum(naps), random=lambda: 1.0) as client:
        yield client


def test_it_asks_four_times_and_counts_answers_by_status(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, status=503)
    quo.get(LIST, body=ConnectionResetError())
    quo.get(LIST, status=503)
    quo.get(LIST, status=500)
    quo.get(LIST, GOOD)
    with pytest.raises(QuoError, match="Asked 4 times"):
        client.list_phone_numbers()
    assert client.list_phone_numbers().records == []
    assert client.calls == {"503": 2, "none": 1, "500": 1, "200": 1}


def test_it_waits_ten_seconds_for_a_byte_and_two_minutes_in_all(quo: RequestsMock, naps: list[float]) -> None:
    quo.get(LIST, status=429, headers={"Retry-After": "30"})
    with pytest.raises(QuoError, match="30 seconds"):
        QuoClient("key-1", attempts=9, sleep=naps.append, clock=lambda: sum(naps)).list_phone_numbers()
    assert naps == [30, 30, 30]  # a fourth wait would end with the budget, and nothing could follow
    assert quo.calls[0].request.req_kwargs["timeout"] == 10  # type: ignore[attr-defined]


def test_near_its_end_the_budget_shortens_the_wait_for_a_byte(quo: RequestsMock, naps: list[float]) -> None:
    def slow(_: object) -> tuple[int, dict[str, str], str]:
        naps.append(4)
        return 503, {"Retry-After": "0"}, ""

    quo.add_callback("GET", LIST, slow)
    with pytest.raises(QuoError):
        QuoClient(
            "k", timeout=7, time_budget=9, sleep=naps.append, clock=lambda: sum(naps), random=lambda: 0.0
        ).list_phone_numbers()
    assert [call.request.req_kwargs["timeout"] for call in quo.calls] == [7, 5, 1]  # type: ignore[attr-defined]


def test_it_takes_256_mib_and_no_byte_more(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, GOOD, headers={"Content-Length": str(256 * 2**20 + 1)})
    with pytest.raises(BadAnswer, match="larger than 256 MiB"):
        client.list_phone_numbers()


@pytest.mark.parametrize("url", ["https://api.openphone.com", "http://127.0.0.1:9"])
def test_a_proxy_of_the_environment_is_used_for_https_only(
    quo: RequestsMock, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    quo.get(f"{url}/v1/phone-numbers", GOOD)
    with QuoClient("key-1", url) as client:
        client.list_phone_numbers()
    used = bool(quo.calls[0].request.req_kwargs["proxies"])  # type: ignore[attr-defined]
    assert used == url.startswith("https")


def test_it_asks_the_right_addresses(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, GOOD)
    quo.get(f"{LIST}/PN1", b'{"data": {"id": "PN1"}}')
    client.list_phone_numbers()
    client.get_phone_number("PN1")
    assert [call.request.url for call in quo.calls] == [LIST, f"{LIST}/PN1"]
    assert repr(client) == "QuoClient(key=[API key], url='https://api.openphone.com')"


def test_what_cannot_be_an_id_is_refused_with_an_example(client: QuoClient) -> None:
    for unsendable in ("", ".", "..", "a\ud800", "\udfff"):
        with pytest.raises(RequestRefused, match="cannot be an id") as caught:
            client.get_phone_number(unsendable)
        assert "PN123abc" in caught.value.advice


def test_it_closes_its_connections_when_it_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []
    with QuoClient("key-1") as client:
        monkeypatch.setattr(client._session, "close", lambda: closed.append(True))
        assert closed == []
    assert closed == [True]


def test_the_log_says_what_came_and_of_what_kind_a_failure_was(
    quo: RequestsMock, client: QuoClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="inventory.quo")
    quo.get(LIST, body=TimeoutError())
    quo.get(LIST, GOOD, headers={"Content-Length": str(2**40)})
    with pytest.raises(BadAnswer):
        client.list_phone_numbers()
    first, second = caplog.messages
    assert first.startswith("GET /v1/phone-numbers: no answer, ")
    assert ", 0 bytes, " in first
    assert second.startswith("GET /v1/phone-numbers: 200, BadAnswer, 0 bytes, ")
