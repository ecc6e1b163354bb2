"""`manage.py db_worker`: django-tasks-db's worker, which also tells others that it lives, and ends when told to.

On SIGTERM that worker would finish the refresh under way, up to QUO_TIME_BUDGET later, and be killed before that by
whoever stops it. Here the refresh is given up at once: its row says interrupted, and nothing else of it stays.
"""

import signal
import socket
from types import FrameType
from typing import Any

from django_tasks_db.management.commands import db_worker

from inventory.workers import Heartbeat


class Worker(db_worker.Worker):
    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        db_worker.logger.info("Received %s", signal.strsignal(signum))
        if self.running:
            self.running = False
            raise SystemExit(0)


class Command(db_worker.Command):
    help = "Runs the refreshes that are asked for, where TASKS=database. SIGTERM ends it at once."

    def handle(self, *, worker_id: str, **options: Any) -> None:
        db_worker.Worker = Worker  # type: ignore[misc]  # the original makes it by this name
        with Heartbeat(f"{socket.gethostname()}-{worker_id}"[:255]):
            super().handle(worker_id=worker_id, **options)
