"""`manage.py db_worker`: django-tasks-db's worker, which also tells others that it lives, and ends when told to.

On SIGTERM that worker would finish the refresh under way, up to QUO_TIME_BUDGET later, and be killed before that by
whoever stops it. Here the refresh is given up at once: its row says interrupted, and nothing else of it stays.
Where the database goes away, that worker ends. This one waits for it, and goes on.
"""

import logging
import signal
import socket
import time
from types import FrameType
from typing import Any

from django.db import connection
from django_tasks_db.management.commands import db_worker

from inventory.database import outage, reason
from inventory.refreshing.run import run_all
from inventory.workers import Heartbeat

log = logging.getLogger("inventory.worker")
POLL = 1.0  # seconds between two looks for a database that is away


class Worker(db_worker.Worker):
    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        db_worker.logger.info("Received %s", signal.strsignal(signum))
        if self.running:
            self.running = False
            raise SystemExit(0)

    def run(self) -> None:
        turn = super().run
        while True:
            try:
                return turn()
            except Exception as error:
                failure = outage(error)
                if failure is None:
                    raise
                log.error("the database failed: %s. Waiting for it", reason(failure))
            wait_for_the_database()
            log.info("the database answers again")
            turn = self.catch_up

    def catch_up(self) -> None:
        """What the outage has left queued may have lost the task that was to run it."""
        run_all()
        super().run()


def wait_for_the_database() -> None:
    while True:
        try:
            connection.close()
            connection.ensure_connection()
            return
        except Exception as error:
            if outage(error) is None:
                raise
            time.sleep(POLL)


class Command(db_worker.Command):
    help = "Runs the refreshes that are asked for, where TASKS=database. SIGTERM ends it at once."

    def handle(self, *, worker_id: str, **options: Any) -> None:
        db_worker.Worker = Worker  # type: ignore[misc]  # the original makes it by this name
        with Heartbeat(f"{socket.gethostname()}-{worker_id}"[:255]):
            super().handle(worker_id=worker_id, **options)
