"""The threads that do what waits in the database, a lane for each kind of work. Each room registers its own.

`manage.py db_worker` runs them for TASKS=database, and writes a heartbeat so that others know that it is there. With
TASKS=immediate they are threads of each web process, woken by a request.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from inventory.models import Worker
from inventory.runtime.database import outage, reason

log = logging.getLogger("inventory.worker")

EVERY = 10.0  # seconds between two heartbeats
RETRY = 1.0  # seconds, so that a worker is seen as soon as a database that was away is back
FORGOTTEN = timedelta(days=1)
GRACE = 5.0  # seconds that work gets to finish when its process ends
LAST_WORDS = 10.0  # seconds in which a refresh then marks itself interrupted

ending = threading.Event()
shutting_down = threading.Event()  # a refresh then ends while it can still mark itself interrupted


class Lane:
    """A thread of the process that does one kind of work, started when it is first needed.

    work    does all that waits. Returns the seconds after which something may wait again, None for nobody knows
    finish  does the same in a command, which ends after it
    """

    def __init__(self, name: str, work: Callable[[], float | None], finish: Callable[[], object] | None = None) -> None:
        self.name, self.work, self.finish = name, work, finish
        self.interval: float | None = None  # seconds between two looks in a worker; elsewhere it waits to be woken
        self.woken = threading.Event()
        self.thread: threading.Thread | None = None
        self.lock = threading.Lock()

    def wake(self) -> None:
        """Have the thread look for work at once."""
        self.woken.set()
        with self.lock:
            if not self.is_alive:
                self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)
                self.thread.start()

    @property
    def is_alive(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def join(self, seconds: float) -> None:
        """Wait for the thread's end."""
        self.woken.set()
        if self.thread is not None:
            self.thread.join(seconds)

    def run(self) -> None:
        """Do what waits, until the process ends. While the database is away it waits for it."""
        available = True
        while not ending.is_set() and not shutting_down.is_set():
            self.woken.clear()
            try:
                pauses = [pause for pause in (self.work(), self.interval) if pause is not None]
                close_old_connections()
            except Exception as error:
                failure = outage(error)
                if failure is None:
                    raise
                if available:
                    log.error("the database failed: %s. Waiting for it", reason(failure))
                available, pauses = False, [RETRY]
                connection.close()
            else:
                if not available:
                    log.info("the database is available again")
                available = True
                if self.interval is None:
                    connection.close()  # nobody knows for how long
            self.woken.wait(min(pauses, default=None))
        connection.close()


lanes: list[Lane] = []  # of this process


def register(name: str, work: Callable[[], float | None], finish: Callable[[], object] | None = None) -> Lane:
    lane = Lane(name, work, finish)
    lanes.append(lane)
    return lane


def wake() -> None:
    """Have all lanes look for work in threads of this process."""
    for lane in [*lanes]:
        lane.wake()


@atexit.register
def stop() -> None:
    """End the threads. A refresh that takes longer is marked interrupted, so that nobody waits for it."""
    ending.set()
    _join(GRACE)
    shutting_down.set()
    _join(LAST_WORDS)


def _join(seconds: float) -> None:
    end = time.monotonic() + seconds
    for lane in [*lanes]:
        lane.join(max(0.0, end - time.monotonic()))


class Heartbeat:
    """Writes a heartbeat from a thread of its own while the worker runs. A context manager."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(EVERY)

    def _run(self) -> None:
        was_written = True
        try:
            while True:
                is_written = self._write()
                if was_written and not is_written:
                    log.warning("the worker's heartbeat could not be written")
                was_written = is_written
                if self._over.wait(EVERY if is_written else RETRY):
                    break
            Worker.objects.filter(name=self.name).delete()
        except DatabaseError:
            log.warning("the worker's heartbeat could not be removed")
        finally:
            connection.close()

    def _write(self) -> bool:
        now = timezone.now()
        try:
            Worker.objects.update_or_create(name=self.name, defaults={"seen_at": now})
            Worker.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
        except DatabaseError:
            connection.close_if_unusable_or_obsolete()
            return False
        return True
