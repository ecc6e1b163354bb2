"""Ten requests in any second, fewer where Quo says so. Against a server that counts them strictly."""

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from inventory.quo import pace
from inventory.quo.errors import Cancelled, QuoError
from inventory.quo.generations import client_for
from inventory.quo.pace import Pace
from inventory.sandbox import SANDBOX_KEY, Sandbox


class Clock:
    """Time that passes only while somebody waits for a turn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(pace, "monotonic", lambda: self.now)

    def is_set(self) -> bool:
        return False

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def starts(pace: Pace, clock: Clock, count: int, takes: float) -> list[float]:
    """When so many requests are let through, one after the other, each of which takes so long."""
    begun = []
    for _ in range(count):
        with pace.slot(clock):  # type: ignore[arg-type]
            begun.append(clock.now)
            clock.now += takes
    return begun


@pytest.mark.parametrize("takes", [0.0, 0.01, 0.05, 0.4])
def test_no_second_sees_more_than_ten_wherever_in_its_time_a_request_counts(clock: Clock, takes: float) -> None:
    begun = starts(Pace(), clock, 45, takes)
    for first, eleventh in zip(begun, begun[10:], strict=False):
        assert eleventh >= first + min(takes, 0.1) + 1 - 1e-6
    assert begun[-1] - begun[0] < max(4 * 1.12, 44 * takes) + 0.5


def test_a_429_stops_all_then_lets_half_as_many_through_then_more_again(clock: Clock) -> None:
    paced = Pace()
    paced.slow_down(3)
    paced.slow_down(2)  # of a request that was sent before the first was heard: no halving again
    begun = starts(paced, clock, 60, 0.0)
    assert begun[0] >= 103 - 1e-6

    def in_second(number: int) -> int:
        return sum(number <= start - begun[0] < number + 1 for start in begun)

    assert in_second(0) == 5
    assert in_second(1) <= 6 < in_second(6)
    assert max(in_second(number) for number in range(9)) <= 10


def test_who_waits_for_a_turn_is_let_go_when_it_is_over() -> None:
    paced, over = Pace(), threading.Event()
    paced.slow_down(60)
    thread = threading.Thread(target=lambda: paced.slot(over).__enter__())
    thread.start()
    over.set()
    thread.join(5)
    assert not thread.is_alive()


@pytest.fixture
def punctual(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no request were under way for long, as one is on a machine that is busy with something else."""
    monkeypatch.setattr(pace, "LONGEST_WINDOW", 60.0)


def test_a_request_without_an_answer_counts_for_so_long_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or slow answers would let fewer through than are allowed."""
    now = 100.0
    monkeypatch.setattr(pace, "monotonic", lambda: now)
    one = Pace()
    assert all(one._take() for _ in range(pace.PER_SECOND))
    now += pace.LONGEST_WINDOW - 0.01
    assert one._take() is None
    now += 0.02
    assert one._take() is not None


@pytest.mark.parametrize("include_users", [True, False])
def test_a_whole_workspace_is_read_without_a_single_429(include_users: bool, punctual: None) -> None:
    with Sandbox(numbers=25, longest_page=5, include_users=include_users) as sandbox:
        with client_for(SANDBOX_KEY, sandbox.url, "2026-03-30") as client:
            started = time.monotonic()
            client.fetch_numbers()
            took = time.monotonic() - started
        assert set(client.progress.calls) <= {"200", "400"}
        assert took < len(sandbox.requests) / 10 * 1.3 + 1


def test_refreshes_in_a_row_share_one_pace(punctual: None) -> None:
    """Also of different clients: Quo counts by key."""
    with Sandbox(numbers=5) as sandbox:
        calls: Counter[str] = Counter()
        for _ in range(15):
            with client_for(SANDBOX_KEY, sandbox.url, "v1") as client:
                client.fetch_numbers()
                calls += client.progress.calls
        assert calls == {"200": 15}


def test_another_program_with_the_same_key_slows_it_down_and_no_more() -> None:
    with Sandbox(numbers=15, include_users=False) as sandbox:
        sandbox.fail_next("rate-limited", 2, on=r"^/users/.+/phone-numbers")
        with client_for(SANDBOX_KEY, sandbox.url, "2026-03-30") as client:
            assert len(client.fetch_numbers().records) == 15
        assert client.progress.calls["429"] == 2


def test_it_can_be_cancelled_in_the_middle_of_many_requests() -> None:
    with Sandbox(numbers=300, include_users=False) as sandbox:
        with client_for(SANDBOX_KEY, sandbox.url, "2026-03-30") as client:
            errors: list[QuoError] = []

            def fetch() -> None:
                with pytest.raises(QuoError) as caught:
                    client.fetch_numbers()
                errors.append(caught.value)

            thread = threading.Thread(target=fetch)
            thread.start()
            eventually(lambda: client.progress.total is not None and client.progress.done > 12)
            client.cancel()
            thread.join(1)
            assert [type(error) for error in errors] == [Cancelled]
            assert 12 < client.progress.done < (client.progress.total or 0)
        eventually(lambda: not any(thread.name == "quo" for thread in threading.enumerate()))
        assert len(sandbox.requests) < 60


def eventually(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)
