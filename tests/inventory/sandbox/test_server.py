"""The sandbox as a server: who may ask, what they get, how it starts and stops."""

import socket
import threading
from collections.abc import Iterator
from datetime import date

import pytest
import requests

from inventory.sandbox import SANDBOX_KEY, Sandbox

LIST = "/v1/phone-numbers"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(numbers=50, requests_per_second=None) as running:
        yield running


def get(sandbox: Sandbox, path: str = LIST, key: str = SANDBOX_KEY) -> requests.Response:
    return requests.get(sandbox.url + path, headers={"Authorization": key}, timeout=10)


def test_it_listens_on_this_machine_only(sandbox: Sandbox) -> None:
    assert sandbox.url.startswith("http://127.0.0.1:")


def test_an_unknown_user_has_no_numbers(sandbox: Sandbox) -> None:
    assert get(sandbox, f"{LIST}?userId=USnobody").json() == {"data": []}


def test_a_number_with_a_strange_id_can_be_asked_for(sandbox: Sandbox) -> None:
    sandbox.workspace.numbers[0]["id"] = "PN a/b?ü"
    assert get(sandbox, f"{LIST}/PN%20a%2Fb%3F%C3%BC").json()["data"]["id"] == "PN a/b?ü"


def test_other_paths_are_not_there(sandbox: Sandbox) -> None:
    assert get(sandbox, "/v1/contacts").status_code == 404


def test_one_connection_serves_many_requests(sandbox: Sandbox) -> None:
    with socket.create_connection(("127.0.0.1", sandbox.port)) as connection, connection.makefile("rb") as answers:
        for _ in range(3):
            connection.sendall(b"GET /v1/phone-numbers/PN1 HTTP/1.1\r\nHost: x\r\nAuthorization: k\r\n\r\n")
            assert answers.readline() == b"HTTP/1.1 401 Unauthorized\r\n"
            head = [line.lower() for line in iter(answers.readline, b"\r\n")]
            [length] = [int(line.split(b":")[1]) for line in head if line.startswith(b"content-length:")]
            answers.read(length)


def test_the_eleventh_request_within_a_second_is_too_much() -> None:
    with Sandbox(numbers=1, requests_per_second=10) as sandbox, requests.Session() as session:
        session.headers["Authorization"] = SANDBOX_KEY
        answers = [session.get(sandbox.url + LIST, timeout=10) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "Retry-After" not in answers[-1].headers


def test_the_rate_limit_forgets_after_a_second() -> None:
    limited = Sandbox(numbers=1, requests_per_second=2)
    assert [limited._is_allowed(0.0) for _ in range(3)] == [True, True, False]
    assert limited._is_allowed(1.0)


def test_requests_with_a_wrong_key_do_not_use_up_the_limit() -> None:
    with Sandbox(numbers=1, requests_per_second=1) as sandbox:
        assert get(sandbox, key="wrong").status_code == 401
        assert get(sandbox).status_code == 200


def test_it_logs_every_request(sandbox: Sandbox) -> None:
    get(sandbox)
    get(sandbox, f"{LIST}?userId=USnobody")
    get(sandbox, f"{LIST}/PNunknown")
    assert sandbox.requests == [
        ("GET", LIST, 200),
        ("GET", f"{LIST}?userId=USnobody", 200),
        ("GET", f"{LIST}/PNunknown", 404),
    ]


def test_an_edited_number_is_seen_at_the_next_look(sandbox: Sandbox) -> None:
    get(sandbox)
    sandbox.workspace.numbers[3]["name"] = "Edited"
    assert get(sandbox).json()["data"][3]["name"] == "Edited"
    del sandbox.workspace.numbers[1:]
    assert len(get(sandbox).json()["data"]) == 1


def test_a_taken_port_is_said_in_plain_words(sandbox: Sandbox) -> None:
    with pytest.raises(OSError, match=rf"cannot listen on 127\.0\.0\.1:{sandbox.port} .*choose another"):
        Sandbox(numbers=1, port=sandbox.port).start()


def test_a_port_that_does_not_exist_is_said_in_plain_words() -> None:
    with pytest.raises(OSError, match=r"cannot listen on 127\.0\.0\.1:99999"):
        Sandbox(numbers=1, port=99_999).start()


def test_it_starts_again_on_the_port_it_had() -> None:
    with Sandbox(numbers=1) as sandbox:
        port = sandbox.port
        get(sandbox)
    with Sandbox(numbers=1, port=port) as again:
        assert get(again).status_code == 200


def test_it_has_no_address_before_it_starts() -> None:
    with pytest.raises(RuntimeError, match="before it is started"):
        _ = Sandbox(numbers=1).url


def test_it_stops_twice_without_complaint(sandbox: Sandbox) -> None:
    sandbox.stop()
    sandbox.stop()


def test_stopping_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with Sandbox(numbers=1) as sandbox, requests.Session() as session:
        session.get(sandbox.url, timeout=10)  # The session keeps its connection open.
    assert threading.active_count() == before


def test_the_same_workspace_drifts_the_same_way() -> None:
    def looks() -> list[bytes]:
        with Sandbox(numbers=50, drift=True, requests_per_second=None, today=date(2026, 1, 15)) as sandbox:
            return [get(sandbox).content for _ in range(5)]

    first, second = looks(), looks()
    assert first == second
    assert len(set(first)) > 1


def test_nothing_drifts_unless_it_is_asked_to(sandbox: Sandbox) -> None:
    assert get(sandbox).content == get(sandbox).content


def test_an_unknown_fault_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no fault named 'nonsense'.*bad-gateway"):
        Sandbox(numbers=1, fault="nonsense")
