"""What the client does where nothing else is asked of it, what it counts, and what it leaves open."""

import logging
from collections.abc import Iterator

import pytest
from responses import RequestsMock

from inventory.quo import pace
from inventory.quo.client import QuoClient
from inventory.quo.errors import BadAnswer, QuoError, RequestRefused
from inventory.quo.generations import client_for

LIST = "https://api.openphone.com/v1/phone-numbers"
GOOD = b'{"data": []}'


@pytest.fixture
def quo() -> Iterator[RequestsMock]:
    with RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[QuoClient]:
    monkeypatch.setattr(pace, "FIRST_WAIT", 0.01)
    with client_for("key-1", "", "v1") as client:
        yield client


def test_it_asks_four_times_and_counts_answers_by_status(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, status=503)
    quo.get(LIST, body=ConnectionResetError())
    quo.get(LIST, status=503)
    quo.get(LIST, status=500)
    quo.get(LIST, GOOD)
    with pytest.raises(QuoError, match="Asked 4 times"):
        client.fetch_user("US1")
    assert client.fetch_user("US1").records == []
    assert client.progress.calls == {"503": 2, "none": 1, "500": 1, "200": 1}


def test_it_waits_ten_seconds_for_a_byte(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, GOOD)
    client.fetch_user("US1")
    assert quo.calls[0].request.req_kwargs["timeout"] == 10  # type: ignore[attr-defined]


def test_near_its_end_the_budget_shortens_the_wait_for_a_byte(quo: RequestsMock) -> None:
    quo.get(LIST, GOOD)
    with client_for("key-1", "", "v1", timeout=7, time_budget=5) as client:
        client.fetch_user("US1")
    assert 4 < quo.calls[0].request.req_kwargs["timeout"] <= 5  # type: ignore[attr-defined]


def test_it_takes_256_mib_and_no_byte_more(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, GOOD, headers={"Content-Length": str(256 * 2**20 + 1)})
    with pytest.raises(BadAnswer, match="larger than 256 MiB"):
        client.fetch_user("US1")


@pytest.mark.parametrize("url", ["https://api.openphone.com", "http://127.0.0.1:9"])
def test_a_proxy_of_the_environment_is_used_for_https_only(
    quo: RequestsMock, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    quo.get(f"{url}/v1/phone-numbers", GOOD)
    with client_for("key-1", url, "v1") as client:
        client.fetch_user("US1")
    used = bool(quo.calls[0].request.req_kwargs["proxies"])  # type: ignore[attr-defined]
    assert used == url.startswith("https")


def test_it_asks_the_right_addresses(quo: RequestsMock, client: QuoClient) -> None:
    quo.get(LIST, GOOD)
    quo.get(f"{LIST}/PN1", b'{"data": {"id": "PN1"}}')
    client.fetch_user("US1")
    client.fetch_number("PN1")
    assert [call.request.url for call in quo.calls] == [f"{LIST}?userId=US1", f"{LIST}/PN1"]
    assert repr(client) == "V1Client(key=[API key], url='https://api.openphone.com')"


def test_what_cannot_be_an_id_is_refused_with_an_example(client: QuoClient) -> None:
    for unsendable in ("", ".", "..", "a\ud800", "\udfff"):
        with pytest.raises(RequestRefused, match="cannot be an id") as caught:
            client.fetch_number(unsendable)
        assert "PN123abc" in caught.value.advice


def test_the_log_says_what_came_and_of_what_kind_a_failure_was(
    quo: RequestsMock, client: QuoClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="inventory.quo")
    quo.get(LIST, body=TimeoutError())
    quo.get(LIST, GOOD, headers={"Content-Length": str(2**40)})
    with pytest.raises(BadAnswer):
        client.fetch_user("US1")
    first, second = caplog.messages
    assert first.startswith("GET /v1/phone-numbers: no answer, ")
    assert ", 0 bytes, " in first
    assert second.startswith("GET /v1/phone-numbers: 200, BadAnswer, 0 bytes, ")
