"""The sandbox itself: who may ask, how often, which generation answers, and what goes wrong.

It answers on 127.0.0.1 only, checks the key, keeps Quo's rate limit, and misbehaves on request (`ALL_FAULTS`).
"""

import re
import threading
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from email.message import Message
from types import TracebackType
from urllib.parse import urlsplit

from inventory.sandbox import v1, v2026_03_30
from inventory.sandbox.drift import drift
from inventory.sandbox.exchange import Fault
from inventory.sandbox.faults import FAULTS
from inventory.sandbox.http import HOST, Call, Server
from inventory.sandbox.organization import A2P_MODES
from inventory.sandbox.paging import LONGEST_PAGE, Cursors
from inventory.sandbox.paging_faults import PAGING_FAULTS
from inventory.sandbox.rate_limit import RateLimit
from inventory.sandbox.replies import Reply, dated_error, error, gateway_error, is_v1, refusal
from inventory.sandbox.workspace import Workspace

SANDBOX_KEY = "sandbox-key-for-the-demo-only"
ALL_FAULTS = FAULTS | PAGING_FAULTS
GENERATIONS = ("v1", v2026_03_30.VERSION)
# Past any size that a sensible client accepts, and past a list of 100,000 numbers (about 85 MB).
HUGE_BYTES = 512 * 1024 * 1024


class Sandbox:
    """The server. Use it as a context manager, or call `start` and `stop`. `requests` tells what was asked.

    Both generations of the API speak of the same workspace. `today` fixes the day that its data is from (default:
    today, UTC). `requests_per_second=None`: no limit. These may be changed while it runs: `fault`, `workspace`, and

    include_users   whether `include=users` is allowed in 2026-03-30 (the vendor contradicts itself)
    a2p             the registration's status, or `absent` (404), or `forbidden` (403)
    only            the one generation that is there; all of the other's paths answer 404
    longest_page    how many records a page holds at most, whatever its limit allows
    """

    def __init__(
        self,
        *,
        numbers: int = 214,
        seed: int = 7,
        key: str = SANDBOX_KEY,
        port: int = 0,
        fault: str | None = None,
        drift: bool = False,
        requests_per_second: int | None = 10,
        today: date | None = None,
        huge_bytes: int = HUGE_BYTES,
        include_users: bool = True,
        a2p: str = A2P_MODES[0],
        only: str | None = None,
        longest_page: int = LONGEST_PAGE,
    ) -> None:
        self.workspace = Workspace.seeded(numbers, seed, today or datetime.now(UTC).date())
        self.requests: list[Call] = []  # list.append is atomic, and that is all the server does with it.
        self.cursors = Cursors()
        self.huge_bytes = huge_bytes
        self.include_users = include_users
        self.a2p = a2p
        self.only = only
        self.longest_page = longest_page
        self._key = key
        self._port = port
        self._today = today
        self._drift = drift
        self._looks = 0
        self._limit = RateLimit(requests_per_second)
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._fault_left: int | None = None
        self._fault_on = ""
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self.fault = fault

    def start(self) -> None:
        """Serve in the background. `OSError` in plain words if the port cannot be had."""
        if self._server:
            raise RuntimeError("The sandbox is running already.")
        try:
            self._server = Server(self, self._port)
        except (OSError, OverflowError) as problem:
            raise OSError(
                f"The sandbox cannot listen on {HOST}:{self._port} ({problem}). "
                "Stop what is using that port, or choose another one."
            ) from problem
        # Stopping waits for one poll, so it is short.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="sandbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close every connection, whatever it is in the middle of."""
        server, thread = self._server, self._thread
        if server and thread:
            server.shutdown()
            server.server_close()
            server.hang_up_on_everyone()
            thread.join()
        self._server = self._thread = None

    def __enter__(self) -> "Sandbox":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        if not self._server:
            raise RuntimeError("The sandbox has no address before it is started.")
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def fault(self) -> str | None:
        """The name of the fault that the next request meets. One that happens only once clears itself."""
        return self._fault.name if self._fault else None

    @fault.setter
    def fault(self, name: str | None) -> None:
        chosen = _fault(name) if name else None
        with self._lock:
            self._fault, self._fault_left, self._fault_on = chosen, chosen.times if chosen else None, ""

    def fail_next(self, name: str, times: int | None = 1, *, on: str = "") -> None:
        """Meet the next requests, this many, with a fault; then all is well. `None`: until it is lifted.

        `on`: only requests whose target has this regular expression, such as `^/users` or `after=`.
        """
        with self._lock:
            self._fault, self._fault_left, self._fault_on = _fault(name), times, on

    def take_fault(self, target: str) -> Fault | None:
        """The fault for the request at hand, counted."""
        with self._lock:
            taken = self._fault
            if not (taken and taken.applies(target) and re.search(self._fault_on, target)):
                return None
            if self._fault_left is not None:
                self._fault_left -= 1
                if self._fault_left <= 0:
                    self._fault = self._fault_left = None
            return taken

    def answer(self, target: str, headers: Message) -> Reply:
        """The answer to a GET if nothing is wrong with the wire."""
        if headers.get("Authorization") != self._key:
            message = "Invalid API key"
            return gateway_error(401, message, "unauthorized") if is_v1(target) else dated_error(401, message)
        if not self._limit.allows():
            return refusal(target, 429, "Too many requests")
        parts = urlsplit(target)
        generation = GENERATIONS[0] if is_v1(target) else GENERATIONS[1]
        if self.only not in (None, generation):
            return (error if self.only == GENERATIONS[0] else dated_error)(404, f"Cannot GET {parts.path}")
        with self.workspace.lock:
            if is_v1(target):
                return v1.answer(self, parts)
            return v2026_03_30.answer(self, parts, headers.get(v2026_03_30.HEADER))

    def look(self) -> None:
        """Somebody begins to read the numbers. With drift, a little has changed since the last time."""
        self._looks += 1
        if self._drift and self._looks > 1:
            drift(self.workspace, self._now())

    def _now(self) -> datetime:
        """When drift happens: now, or on a fixed day a minute later for every look."""
        if self._today is None:
            return datetime.now(UTC)
        return datetime.combine(self._today, time_of_day(8), UTC) + timedelta(minutes=self._looks)


def _fault(name: str) -> Fault:
    try:
        return ALL_FAULTS[name]
    except KeyError:
        raise ValueError(f"There is no fault named {name!r}. There are: {', '.join(sorted(ALL_FAULTS))}.") from None
