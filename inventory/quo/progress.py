"""How far a fetch is, for another thread to read."""

import threading
from collections import Counter
from typing import Literal

Unit = Literal["bytes", "requests", "people"]


class Progress:
    """``done`` of ``total`` (None while that is unknown), in ``unit``. Safe to read from any thread."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.done = 0
        self.total: int | None = None
        self._calls: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def calls(self) -> Counter[str]:
        """Requests by the status of their answer, ``none`` where none came, also those that were sent again."""
        with self._lock:
            return Counter(self._calls)

    def restart(self, unit: Unit) -> None:
        """For the next fetch."""
        self.unit, self.done, self.total = unit, 0, None

    def received(self, size: int, total: int | None) -> None:
        """So many bytes have come, of so many where the length is known."""
        self.done, self.total = size, total

    def sent(self, status: str) -> None:
        """A request was sent, and answered with this status."""
        with self._lock:
            self._calls[status] += 1

    def request_ended(self) -> None:
        """One more request is through, or given up, however often it was sent."""
        if self.unit == "requests":
            with self._lock:
                self.done += 1

    def people_read(self, count: int) -> None:
        """So many people are known of the list that is being read."""
        if self.unit == "people":
            self.done = max(self.done, count)

    def requests_needed(self, total: int) -> None:
        if self.unit == "requests":
            self.total = total
