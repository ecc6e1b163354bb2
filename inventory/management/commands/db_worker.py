"""`manage.py db_worker`: runs queued refreshes, where TASKS=database.

SIGTERM ends it at once and marks the running refresh interrupted. While the database is away it waits.
"""

import logging
import os
import signal
import socket
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from inventory.database import outage, reason
from inventory.refreshing.run import run_all
from inventory.workers import Heartbeat

log = logging.getLogger("inventory.worker")
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = "Runs queued refreshes, where TASKS=database. SIGTERM ends it at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=1.0, metavar="SECONDS", help="time between two looks at the queue"
        )

    def handle(self, *, interval: float, **options: Any) -> None:
        for number in SIGNALS:
            signal.signal(number, shut_down)
        connection.ensure_connection()  # a wrong DATABASE_URL ends the command
        available = True
        with Heartbeat(f"{socket.gethostname()}-{os.getpid()}"[-255:]):
            while True:
                try:
                    run_all()
                    close_old_connections()
                except Exception as error:
                    failure = outage(error)
                    if failure is None:
                        raise
                    if available:
                        log.error("the database failed: %s. Waiting for it", reason(failure))
                    available = False
                    connection.close()
                else:
                    if not available:
                        log.info("the database is available again")
                    available = True
                time.sleep(interval)


def shut_down(signum: int, frame: FrameType | None) -> None:
    """End the process. Further signals are ignored, so that the running refresh can be marked interrupted."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)
