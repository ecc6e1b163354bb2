"""`manage.py send_alerts`: decides on alerts and sends what is due, for cron. Where a worker runs, it does this."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from dashboard.alerts.delivering import send_all
from inventory.runtime.database import failure


class Command(BaseCommand):
    help = "Decides on alerts and sends what is due. Exit status: 0 done, 1 some could not be sent and are tried again."

    def handle(self, **_: Any) -> None:
        try:
            sent, failed = send_all()
        except DatabaseError as error:
            self.stderr.write(failure(error))
            raise SystemExit(1) from None
        self.stdout.write(f"{sent} sent, {failed} failed")
        raise SystemExit(int(failed > 0))
