"""The threads that run queued refreshes, one for each lane: numbers, and the list of people.

`manage.py db_worker` runs them for TASKS=database, and writes a heartbeat so that others know that it is there. With
TASKS=immediate they are threads of each web process, woken by a request.
"""

import atexit
import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from inventory.choices import State
from inventory.models import Refresh, Worker
from inventory.refreshing.run import run_all
from inventory.runtime.database import outage, reason
from inventory.runtime.shutdown import shutting_down

log = logging.getLogger("inventory.worker")

EVERY = 10.0  # seconds between two heartbeats
RETRY = 1.0  # seconds, so that a worker is seen as soon as a database that was away is back
FORGOTTEN = timedelta(days=1)
GRACE = 5.0  # seconds that a refresh gets to finish when its web process ends
LAST_WORDS = 10.0  # seconds in which it then marks itself interrupted

ending = threading.Event()


def serve(*, people: bool, interval: float | None, woken: threading.Event) -> None:
    """Run what is queued in a lane, until the process ends. While the database is away it waits.

    interval  seconds between two looks at the queue. None: when woken, and while something waits for another process
    """
    available = True
    while not ending.is_set() and not shutting_down.is_set():
        woken.clear()
        pause = interval
        try:
            if run_all(people=people) and interval is None and not people:
                PEOPLE.wake()  # the list of people follows
            if interval is None and Refresh.objects.filter(state=State.QUEUED).in_lane(people=people).exists():
                pause = RETRY
            close_old_connections()
        except Exception as error:
            failure = outage(error)
            if failure is None:
                raise
            if available:
                log.error("the database failed: %s. Waiting for it", reason(failure))
            available, pause = False, RETRY
            connection.close()
        else:
            if not available:
                log.info("the database is available again")
            available = True
            if pause is None:
                connection.close()  # nobody knows for how long
        woken.wait(pause)
    connection.close()


class Lane:
    """The thread of a process that runs one lane, started when it is first needed."""

    def __init__(self, *, people: bool) -> None:
        self.people = people
        self.woken = threading.Event()
        self.thread: threading.Thread | None = None
        self.lock = threading.Lock()

    def wake(self, interval: float | None = None) -> None:
        """Have the thread look at the queue at once."""
        self.woken.set()
        with self.lock:
            if not self.is_alive:
                arguments = {"people": self.people, "interval": interval, "woken": self.woken}
                name = "people" if self.people else "refreshes"
                self.thread = threading.Thread(target=serve, kwargs=arguments, name=name, daemon=True)
                self.thread.start()

    @property
    def is_alive(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def join(self, seconds: float) -> None:
        """Wait for the thread's end."""
        self.woken.set()
        if self.thread is not None:
            self.thread.join(seconds)


NUMBERS, PEOPLE = Lane(people=False), Lane(people=True)


def wake() -> None:
    """Run what is queued in threads of this process."""
    NUMBERS.wake()
    PEOPLE.wake()


@atexit.register
def stop() -> None:
    """End the threads. A refresh that takes longer is marked interrupted, so that nobody waits for it."""
    ending.set()
    NUMBERS.join(GRACE)
    shutting_down.set()
    NUMBERS.join(LAST_WORDS)
    PEOPLE.join(LAST_WORDS)


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
