"""The sandbox itself: who may ask, how often, and what goes wrong. On 127.0.0.1 only."""

import re
import threading
import time
from dataclasses import replace
from email.message import Message
from typing import Any, Self

from inventory.sandbox.api import HEADER, Api
from inventory.sandbox.faults import ALL_FAULTS
from inventory.sandbox.http import HOST, Call, Fault, Reply, Server, gateway_error, is_v1, refusal

SANDBOX_KEY = "sandbox-key-for-the-demo-only"


class Sandbox(Api):
    """The server. Use it as a context manager, or call `start` and `stop`. `requests` tells what was asked.

    Both generations of the API speak of the same workspace. `today` fixes the day that its data is from (default:
    today, UTC). `requests_per_second=None`: no limit. These may be changed while it runs: `fault`, `workspace`, and

    include_users   whether `include=users` is allowed in 2026-03-30 (the vendor contradicts itself)
    a2p             the registration's status, or `absent` (404), or `forbidden` (403)
    only            the one generation that is there; all of the other's paths answer 404
    longest_page    how many records a page holds at most, whatever its limit allows
    latency         seconds that each answer waits
    """

    def __init__(
        self,
        *,
        key: str = SANDBOX_KEY,
        port: int = 0,
        fault: str | None = None,
        requests_per_second: int | None = 10,
        latency: float = 0.0,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.requests: list[Call] = []  # list.append is atomic, and that is all the server does with it.
        self.latency = latency
        self._key = key
        self._port = port
        self._per_second = requests_per_second
        self._recent: list[float] = []  # when the latest requests were let through
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self.fault = fault

    def start(self) -> None:
        """Serve in the background. `OSError` in plain words if the port cannot be had."""
        try:
            self._server = Server(self._port, lambda *asked: self.answer(*asked), self._take_fault, self.requests)
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

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
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
        self._fault = _fault(name) if name else None

    def fail_next(self, name: str, times: int | None = 1, *, on: str = "") -> None:
        """Meet the next requests, this many, with a fault; then all is well. `None`: until it is lifted.

        `on`: only requests whose target also has this regular expression, such as `^/users` or `after=`.
        """
        chosen = _fault(name)
        self._fault = replace(chosen, times=times, on=(*chosen.on, on))

    def _take_fault(self, target: str) -> Fault | None:
        """The fault for the request at hand, counted."""
        with self._lock:
            taken = self._fault
            if taken is None or not all(re.search(pattern, target) for pattern in taken.on):
                return None
            if taken.times is not None:
                self._fault = replace(taken, times=taken.times - 1) if taken.times > 1 else None
            return taken

    def answer(self, target: str, headers: Message) -> Reply:
        """The answer to a GET if nothing is wrong with the wire."""
        if self.latency:
            time.sleep(self.latency)
        if headers.get("Authorization") != self._key:
            message = "Invalid API key"
            return gateway_error(401, message, "unauthorized") if is_v1(target) else refusal(target, 401, message)
        if not self._is_allowed(time.monotonic()):
            return refusal(target, 429, "Too many requests")
        return self.reply(target, headers.get(HEADER))

    def _is_allowed(self, now: float) -> bool:
        """At most so many requests within any second."""
        with self._lock:
            self._recent = [at for at in self._recent if at > now - 1]
            is_allowed = self._per_second is None or len(self._recent) < self._per_second
            self._recent += [now] if is_allowed and self._per_second else []
            return is_allowed


def _fault(name: str) -> Fault:
    if name not in ALL_FAULTS:
        raise ValueError(f"There is no fault named {name!r}. There are: {', '.join(sorted(ALL_FAULTS))}.")
    return ALL_FAULTS[name]
