"""`manage.py db_worker`: runs queued refreshes and sends alerts, where TASKS=database.

SIGTERM ends it at once and marks the running refresh interrupted. While the database is away it waits.
"""

import os
import signal
import socket
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from inventory.runtime.workers import Heartbeat, lanes, shutting_down, stop

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = "Runs queued refreshes and sends alerts, where TASKS=database. SIGTERM ends it at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=1.0, metavar="SECONDS", help="time between two looks at the queue"
        )

    def handle(self, *, interval: float, **options: Any) -> None:
        for number in SIGNALS:
            signal.signal(number, shut_down)
        connection.ensure_connection()  # a wrong DATABASE_URL ends the command
        connection.close()
        with Heartbeat(f"{socket.gethostname()}-{os.getpid()}"[-255:]):
            ours = [*lanes]
            for lane in ours:
                lane.interval = interval
                lane.wake()
            while all(lane.is_alive for lane in ours) and not shutting_down.wait(1):
                pass
            failed = not shutting_down.is_set()  # a thread died of what is no outage
            stop()
        raise SystemExit(int(failed))


def shut_down(signum: int, frame: FrameType | None) -> None:
    """End the process. Further signals are ignored, so that the running refreshes can be marked interrupted."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    shutting_down.set()
