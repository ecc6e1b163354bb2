"""`manage.py refresh`: renews the cache now, and says in one line what came of it. For people and for cron."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from inventory.choices import Removals, Scope, State
from inventory.database import reason
from inventory.models import Refresh
from inventory.refreshing.lease import join_or_queue
from inventory.refreshing.removals import NotNow, accept
from inventory.refreshing.request import BadTarget, checked
from inventory.refreshing.run import run_all

DONE, FAILED, USAGE, HELD = 0, 1, 2, 3
POLL = 0.5  # seconds between two looks at a refresh that another process runs


class Command(BaseCommand):
    help = (
        "Refreshes the numbers from Quo now and prints one summary line. "
        "Exit status: 0 done, 1 failed, 2 wrong usage, 3 removals are held for a decision."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--user", metavar="US…", help="only the numbers of this person")
        what.add_argument("--number", metavar="PN…", help="only this number")
        parser.add_argument(
            "--accept-removals", action="store_true", help="carry out the removals that the guard would hold"
        )

    def handle(self, **options: Any) -> None:
        scope, target = Scope.WORKSPACE, ""
        if options["user"] is not None:
            scope, target = Scope.USER, options["user"]
        elif options["number"] is not None:
            scope, target = Scope.NUMBER, options["number"]
        try:
            checked(scope, target)
        except BadTarget as error:
            self.stderr.write(str(error))
            raise SystemExit(USAGE) from None
        try:
            asked = join_or_queue(scope, target, requested_by_name="command line", requested_by=None)
            refresh = self.finish(asked)
            if options["accept_removals"] and refresh.removals == Removals.HELD:
                self.accept(refresh)
        except DatabaseError as error:
            self.stderr.write(f"The database failed ({reason(error)}). Check that it runs and has room.")
            raise SystemExit(FAILED) from None
        self.report(refresh)

    def finish(self, refresh: Refresh) -> Refresh:
        """Runs the refresh here, or waits for the process that does."""
        while True:
            run_all()
            refresh.refresh_from_db()
            if not refresh.is_active:
                return refresh
            time.sleep(POLL)

    def accept(self, refresh: Refresh) -> None:
        try:
            accept(refresh, "command line")
        except NotNow as error:
            self.stderr.write(str(error))
            raise SystemExit(FAILED) from None

    def report(self, refresh: Refresh) -> None:
        if refresh.state != State.SUCCEEDED:
            for line in (
                [refresh.error_summary, refresh.error_details_text],
                [refresh.error_advice, refresh.error_reference],
            ):
                if any(line):
                    self.stderr.write(" ".join(filter(None, line)))
            raise SystemExit(FAILED)
        version = f" (Quo API {refresh.api_version})" if refresh.api_version else ""
        self.stdout.write(f"{refresh.summary}{version}")
        if refresh.removals == Removals.HELD:
            self.stderr.write(
                f"{refresh.held_waiting} removals are held: nothing was removed. "
                "Look at them on the refresh's page, or run this again with --accept-removals."
            )
            raise SystemExit(HELD)
