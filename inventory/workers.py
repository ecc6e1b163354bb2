"""The heartbeat of a process that runs refreshes (`manage.py db_worker`), so that others know that one is there."""

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from inventory.models import Worker

log = logging.getLogger("inventory.worker")

EVERY = 10.0  # seconds
RETRY = 1.0  # seconds, so that a worker is seen as soon as a database that was away is back
FORGOTTEN = timedelta(days=1)


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
                    log.warning("the worker's sign of life could not be written")
                was_written = is_written
                if self._over.wait(EVERY if is_written else RETRY):
                    break
            Worker.objects.filter(name=self.name).delete()
        except DatabaseError:
            log.warning("the worker's last sign of life could not be removed")
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
