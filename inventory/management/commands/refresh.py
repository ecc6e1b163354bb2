"""`manage.py refresh`: refreshes the cache now and prints one summary line. For people and for cron."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from inventory.choices import Removals, Scope, State
from inventory.models import Refresh
from inventory.refreshing.lease import QueueFull, join_or_queue
from inventory.refreshing.removals import NotNow, accept
from inventory.refreshing.request import BadTarget, checked
from inventory.refreshing.run import run_all
from inventory.runtime.database import failure
from inventory.runtime.workers import lanes

DONE, FAILED, USAGE, HELD = 0, 1, 2, 3
POLL = 0.5  # seconds between two checks of a refresh that another process runs


class Command(BaseCommand):
    help = (
        "Fetches phone numbers from Quo now, updates the cache and prints a one-line summary with the version of Quo's "
        "API that answered. The list of users follows at most once an hour; its failure is reported, and is none of "
        "the numbers'. Exit status: 0 succeeded, 1 failed, 2 wrong usage, 3 succeeded, but an unusual number of "
        "removals is held until somebody accepts or dismisses them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--user", metavar="US…", help="refresh only the numbers of this user, by Quo ID")
        what.add_argument("--number", metavar="PN…", help="refresh only this number, by Quo ID")
        parser.add_argument(
            "--accept-removals",
            action="store_true",
            help="remove what Quo no longer lists, even if it is so much that it would be held",
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
            refresh = self.finish(join_or_queue(scope, target, requested_by_name="command line", requested_by=None))
            refreshes = [refresh]
            if refresh.state == State.SUCCEEDED and scope == Scope.WORKSPACE:
                refreshes += map(self.finish, Refresh.objects.active().in_lane(people=True))
            if options["accept_removals"]:
                self.accept(refreshes)
            if settings.TASKS_MODE == "immediate":
                self.finish_lanes()
        except QueueFull as error:
            self.stderr.write(str(error))
            raise SystemExit(FAILED) from None
        except DatabaseError as error:
            self.stderr.write(failure(error))
            raise SystemExit(FAILED) from None
        self.report(*refreshes)

    def finish(self, refresh: Refresh) -> Refresh:
        """Run the refresh here, or wait for the process that runs it."""
        while True:
            run_all(people=refresh.scope == Scope.PEOPLE)
            refresh.refresh_from_db()
            if not refresh.is_active:
                return refresh
            time.sleep(POLL)

    def finish_lanes(self) -> None:
        """What follows a refresh, such as alerts. Elsewhere a worker does it."""
        for lane in lanes:
            if lane.finish is not None:
                lane.finish()

    def accept(self, refreshes: list[Refresh]) -> None:
        try:
            for refresh in refreshes:
                if refresh.removals == Removals.HELD:
                    accept(refresh, "command line")
        except NotNow as error:
            self.stderr.write(str(error))
            raise SystemExit(FAILED) from None

    def report(self, refresh: Refresh, *lists: Refresh) -> None:
        """Print one line for the numbers and the list of people that followed them, or what went wrong."""
        if refresh.state != State.SUCCEEDED:
            self.report_failure(refresh)
            raise SystemExit(FAILED)
        for people in lists:
            if people.state == State.SUCCEEDED:
                refresh.include(people)
            else:
                self.stderr.write("The numbers are refreshed, the list of people is not.")
                self.report_failure(people)
        version = f" (Quo API {refresh.api_version})" if refresh.api_version else ""
        self.stdout.write(f"{refresh.summary}{version}")
        if refresh.removals == Removals.HELD:
            self.stderr.write(
                f"Removals are held: {refresh.held_words}. Nothing was removed. "
                "Review them on the refresh's page, or run this again with --accept-removals."
            )
            raise SystemExit(HELD)

    def report_failure(self, refresh: Refresh) -> None:
        for line in (
            [refresh.error_summary, refresh.error_details_text],
            [refresh.error_advice, refresh.error_reference],
        ):
            if any(line):
                self.stderr.write(" ".join(filter(None, line)))
