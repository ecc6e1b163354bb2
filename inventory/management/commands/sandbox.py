"""`manage.py sandbox`: serve a workspace that does not exist, as Quo would."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inventory.sandbox import ALL_FAULTS, GENERATIONS, SANDBOX_KEY, Sandbox
from inventory.sandbox.workspace import A2P_MODES, SUBSCRIPTIONS


class Command(BaseCommand):
    help = "Serve a made-up workspace on this machine, the way Quo's API would. Stops on Ctrl-C."
    requires_system_checks = []  # It needs no settings and no database.

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8010, help="Port on 127.0.0.1 (8010; 0 picks a free one).")
        parser.add_argument("--numbers", type=int, default=214, help="How many phone numbers there are (214).")
        parser.add_argument("--seed", type=int, default=7, help="The same seed gives the same workspace (7).")
        parser.add_argument(
            "--fault",
            choices=[*ALL_FAULTS, "help"],
            metavar="NAME",
            help="What goes wrong with every answer. `--fault help` lists the names.",
        )
        parser.add_argument("--no-drift", action="store_true", help="Keep the workspace as it is between requests.")
        parser.add_argument(
            "--include-users",
            choices=["on", "off"],
            default="on",
            help="Whether 2026-03-30 allows `include=users`; off: it answers 400 (on).",
        )
        parser.add_argument(
            "--a2p",
            choices=A2P_MODES,
            default=A2P_MODES[0],
            help="The A2P registration's status; absent: 404, forbidden: 403 (%(default)s). Only in 2026-03-30.",
        )
        parser.add_argument(
            "--subscription", choices=SUBSCRIPTIONS, default=SUBSCRIPTIONS[0], help="Its status (%(default)s)."
        )
        parser.add_argument("--only", choices=GENERATIONS, help="The one generation that is there (both are).")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fault"] == "help":
            width = max(map(len, ALL_FAULTS))
            for fault in ALL_FAULTS.values():
                self.stdout.write(f"{fault.name:{width}}  {fault.description}")
            return
        if options["numbers"] < 0:
            raise CommandError("--numbers cannot be negative.")
        drifts = not options["no_drift"]
        try:
            asked = {name: options[name] for name in ("numbers", "seed", "port", "fault", "a2p", "only")}
            sandbox = Sandbox(**asked, drift=drifts, include_users=options["include_users"] == "on")
            sandbox.workspace.organization["subscriptionStatus"] = options["subscription"]
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
            self.stdout.write(f"Fault: {sandbox.fault}. {ALL_FAULTS[sandbox.fault].description}")
        self.stdout.write("Point the dashboard at it, in .env or in the environment:")
        self.stdout.write(f"  QUO_API_URL={sandbox.url}")
        self.stdout.write(f"  QUO_API_KEY={SANDBOX_KEY}")
        if not sandbox.only:
            self.stdout.write("and the version, which is one of these:")
        for generation in [sandbox.only] if sandbox.only else GENERATIONS:
            self.stdout.write(f"  QUO_API_VERSION={generation}")
        if sandbox.only != GENERATIONS[0]:
            users = "allowed" if sandbox.include_users else "refused"
            self.stdout.write(f"In {GENERATIONS[1]}, include=users is {users}. A2P registration: {sandbox.a2p}.")
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()  # Someone may be waiting for the address at the other end of a pipe.


def _wait_for_the_end() -> None:
    """Until Ctrl-C or SIGTERM. Also SIGINT is set: a shell starts background jobs with it ignored."""
    over = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: over.set())
    over.wait()
