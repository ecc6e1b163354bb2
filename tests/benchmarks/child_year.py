"""A child: a workspace of so many numbers through a year of refreshes that each see five changes, at past times.

They go the way of a refresh from the answer on; the wire is measured elsewhere.

python -m tests.benchmarks.child_year NUMBERS COUNT
"""

import sys
from datetime import date, datetime, timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from inventory.choices import Phase, Scope, State  # noqa: E402
from inventory.models import Change, Refresh  # noqa: E402
from inventory.quo.decode import decode_list  # noqa: E402
from inventory.refreshing.run import ProgressReporter, store  # noqa: E402
from inventory.refreshing.snapshot import read_known  # noqa: E402
from inventory.sandbox.workspace import Workspace  # noqa: E402
from tests.benchmarks.child_site import session  # noqa: E402
from tests.benchmarks.conversation import converse  # noqa: E402
from tests.benchmarks.year import BEGUN, CHANGES  # noqa: E402

YEAR = timedelta(days=365)


class Year:
    def __init__(self, numbers: int, count: int) -> None:
        self.workspace = Workspace.seeded(numbers, 7, date(2026, 3, 2))
        self.count, self.done, self.begin = count, 0, timezone.now() - YEAR

    def time(self, place: int) -> datetime:
        return self.begin + YEAR * place / (self.count + 1)

    def start(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.refresh(self.begin)
        Refresh.objects.filter(state=State.QUEUED).delete()  # the list of people, which is not asked for
        self.go_on(BEGUN)

    def go_on(self, until: int) -> None:
        while self.done < until:
            self.done += 1
            for place in range(CHANGES):
                self.edit(self.done * CHANGES + place)
            self.refresh(self.time(self.done))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # as autovacuum would

    def edit(self, place: int) -> None:
        """One change of one number."""
        number = self.workspace.numbers[place * 7 % len(self.workspace.numbers)]
        if place % 200 == 0:  # seldom: what saw a port move is never pruned
            number["portingStatus"] = "submitted" if number["portingStatus"] != "submitted" else "pending"
            return
        match place % 3:
            case 0:
                number["name"] = f"Line {place}"
            case 1:
                ways = number["restrictions"]["messaging"]
                ways["US"] = "restricted" if ways["US"] != "restricted" else "unrestricted"
            case _:
                number["forward"] = f"+1{4150000000 + place}"

    def refresh(self, at: datetime) -> None:
        refresh = Refresh.objects.create(
            scope=Scope.WORKSPACE, requested_by_name="benchmark", state=State.RUNNING, phase=Phase.ASKING,
            requested_at=at, started_at=at, heartbeat_at=timezone.now(),
        )  # fmt: skip
        answer = decode_list(self.workspace.listed())
        store(refresh, answer, ProgressReporter(refresh), read_known(Scope.WORKSPACE, ""), now=at)
        Refresh.objects.filter(pk=refresh.pk).update(finished_at=at)

    def pages(self) -> dict[str, Any]:
        """The cookie, and the addresses to measure; days and moments are in the middle of the history."""
        middle = self.time(self.done // 2)
        day = timezone.localdate(middle)
        return {
            "cookie": f"{settings.SESSION_COOKIE_NAME}={session()}",
            "addresses": {
                "list": "/numbers/?state=current",
                "overview": "/",
                "changes": "/changes/",
                "changes, last page": "/changes/?page=9999",
                "changes of some days": f"/changes/?since={day - timedelta(days=45)}&until={day + timedelta(days=45)}",
                "list, past": f"/numbers/?state=current&as_of={middle.isoformat().replace('+00:00', 'Z')}",
            },
        }

    def size(self) -> dict[str, int]:
        """Bytes of the database without what is free in it, and how many changes there are."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM FULL")
                cursor.execute("SELECT pg_database_size(current_database())")
            else:
                cursor.execute("VACUUM")
                cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            return {"bytes": cursor.fetchone()[0], "changes": Change.objects.count()}


def main(numbers: int, count: int) -> None:
    year = Year(numbers, count)
    converse(
        {
            "start": year.start,
            "go on": lambda: year.go_on(count),
            "pages": year.pages,
            "size": year.size,
            "prune": lambda: call_command("prune_history", "--older-than", "31"),
        }
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
