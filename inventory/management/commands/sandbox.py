"""`manage.py sandbox`: serve a workspace that does not exist, as Quo would."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inventory.sandbox import SANDBOX_KEY, Sandbox
from inventory.sandbox.faults import FAULTS


class Command(BaseCommand):
    help = "Serve a made-up workspace on this machine, the way Quo's API would. Stops on Ctrl-C."
    requires_system_checks = []  # It needs no settings and no database.

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8010, help="Port on 127.0.0.1 (8010; 0 picks a free one).")
        parser.add_argument("--numbers", type=int, default=214, help="How many phone numbers there are (214).")
        parser.add_argument("--seed", type=int, default=7, help="The same seed gives the same workspace (7).")
        parser.add_argument(
            "--fault",
            choices=[*FAULTS, "help"],
            metavar="NAME",
            help="What goes wrong with every answer. `--fault help` lists the names.",
        )
        parser.add_argument("--no-drift", action="store_true", help="Keep the workspace as it is between requests.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fault"] == "help":
            width = max(map(len, FAULTS))
            for fault in FAULTS.values():
                self.stdout.write(f"{fault.name:{width}}  {fault.description}")
            return
        if options["numbers"] < 0:
            raise CommandError("--numbers cannot be negative.")
        drifts = not options["no_drift"]
        try:
            sandbox = Sandbox(
                numbers=options["numbers"],
                seed=options["seed"],
                port=options["port"],
                fault=options["fault"],
                drift=drifts,
            )
            sandbox.start()
        except (OSError, OverflowError) as problem:
            raise CommandError(str(problem)) from problem
        try:
            self._introduce(sandbox, drifts)
            _wait_for_the_end()
        finally:
            sandbox.stop()
        self.stdout.write("Stopped.")

    def _introduce(self, sandbox: Sandbox, drifts: bool) -> None:
        self.stdout.write(f"A sandbox of Quo's API with {len(sandbox.workspace.numbers)} phone numbers: {sandbox.url}")
        self.stdout.write("It changes a little with every look." if drifts else "It stays as it is.")
        if sandbox.fault:
            self.stdout.write(f"Fault: {sandbox.fault}. {FAULTS[sandbox.fault].description}")
        self.stdout.write("Point the dashboard at it, in .env or in the environment:")
        self.stdout.write(f"  QUO_API_URL={sandbox.url}")
        self.stdout.write(f"  QUO_API_KEY={SANDBOX_KEY}")
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()  # Someone may be waiting for the address at the other end of a pipe.


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_for_the_end() -> None:
    """Until Ctrl-C or SIGTERM. Also SIGINT is set: a shell starts background jobs with it ignored."""
    before = {each: signal.signal(each, _interrupt) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
