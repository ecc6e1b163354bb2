"""The sandbox itself: who may ask, how often, and what they get.

It answers on 127.0.0.1 only, checks the key, keeps Quo's rate limit, and misbehaves on request (`faults`).
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from types import TracebackType
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from inventory.sandbox.drift import drift
from inventory.sandbox.faults import FAULTS, Fault
from inventory.sandbox.http import HOST, Call, Server
from inventory.sandbox.replies import Reply, error, gateway_error, invalid
from inventory.sandbox.workspace import Workspace

SANDBOX_KEY = "sandbox-key-for-the-demo-only"
NUMBERS_PATH = "/v1/phone-numbers"
# Past any size that a sensible client accepts, and past a list of 100,000 numbers (about 85 MB).
HUGE_BYTES = 512 * 1024 * 1024


class RateLimit:
    """At most so many requests within any second."""

    def __init__(self, per_second: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._clock = clock
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()

    def allows(self) -> bool:
        if self._per_second is None:
            return True
        with self._lock:
            now = self._clock()
            while self._recent and self._recent[0] <= now - 1:
                self._recent.popleft()
            if len(self._recent) >= self._per_second:
                return False
            self._recent.append(now)
            return True


class Sandbox:
    """The server. Use it as a context manager, or call `start` and `stop`.

    `workspace.numbers` and `fault` may be changed while it runs; `requests` tells what was asked.
    `today` fixes the day that the data is from (default: today, UTC). `requests_per_second=None`: no limit.
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
    ) -> None:
        self.workspace = Workspace.seeded(numbers, seed, today or datetime.now(UTC).date())
        self.requests: list[Call] = []  # list.append is atomic, and that is all the server does with it.
        self.huge_bytes = huge_bytes
        self._key = key
        self._port = port
        self._today = today
        self._drift = drift
        self._lists = 0
        self._limit = RateLimit(requests_per_second)
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._fault_left: int | None = None
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
            self._fault, self._fault_left = chosen, chosen.times if chosen else None

    def fail_next(self, name: str, times: int = 1) -> None:
        """Meet the next requests, this many, with a fault; then all is well."""
        with self._lock:
            self._fault, self._fault_left = _fault(name), times

    def take_fault(self) -> Fault | None:
        """The fault for the request at hand, counted."""
        with self._lock:
            taken = self._fault
            if self._fault_left is not None:
                self._fault_left -= 1
                if self._fault_left <= 0:
                    self._fault = self._fault_left = None
            return taken

    def answer(self, target: str, key: str | None) -> Reply:
        """The answer to a GET if nothing is wrong with the wire."""
        if key != self._key:
            return gateway_error(401, "Invalid API key", "unauthorized")
        if not self._limit.allows():
            return error(429, "Too many requests")
        parts = urlsplit(target)
        # Split before decoding: an id may hold an encoded slash.
        under, _, encoded_id = parts.path.rpartition("/")
        if parts.path == NUMBERS_PATH:
            return self._list(parse_qs(parts.query, keep_blank_values=True).get("userId", []))
        if under == NUMBERS_PATH and encoded_id:
            return self._one(unquote(encoded_id))
        return error(404, f"Cannot GET {parts.path}")

    def _list(self, user_ids: list[str]) -> Reply:
        if len(user_ids) > 1 or not all(user_id.startswith("US") for user_id in user_ids):
            return invalid("/userId", "^US(.*)$", user_ids if len(user_ids) > 1 else user_ids[0])
        with self.workspace.lock:
            self._lists += 1
            if self._drift and self._lists > 1:
                drift(self.workspace, self._now())
            if user_ids:
                held = self.workspace.held_by(user_ids[0])
                return Reply(200, msgspec.json.encode({"data": held}), data=held)
            return Reply(200, self.workspace.listed(), data=self.workspace.numbers)

    def _one(self, number_id: str) -> Reply:
        if not number_id.startswith("PN"):
            return invalid("/phoneNumberId", "^PN(.*)$", number_id)
        record = self.workspace.one(number_id)
        if record is None:
            return error(404, "Phone number not found")
        return Reply(200, msgspec.json.encode({"data": record}), data=record)

    def _now(self) -> datetime:
        """When drift happens: now, or on a fixed day a minute later for every look."""
        if self._today is None:
            return datetime.now(UTC)
        return datetime.combine(self._today, time_of_day(8), UTC) + timedelta(minutes=self._lists)


def _fault(name: str) -> Fault:
    try:
        return FAULTS[name]
    except KeyError:
        raise ValueError(f"There is no fault named {name!r}. There are: {', '.join(sorted(FAULTS))}.") from None
