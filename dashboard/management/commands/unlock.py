"""`manage.py unlock`: forgets failed sign-ins, so that nobody has to wait for the pause to end."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from dashboard.accounts.models import FailedSignIns
from dashboard.audit.record import Action, record
from dashboard.monitoring.current_request import network_of


class Command(BaseCommand):
    help = "Forgets failed sign-ins: with the account NAME, or from an address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("name", nargs="?", metavar="NAME")
        which.add_argument("--address")

    def handle(self, *, name: str | None, address: str | None, **options: Any) -> None:
        which = {"name": name} if name else {"address": network_of(address or "")}
        count, _ = FailedSignIns.objects.filter(**which).delete()
        record(None, Action.UNLOCK, f"of account {name}" if name else f"of address {address}")
        if count:
            self.stdout.write("Forgotten.")
        elif name and not User.objects.filter(username=name).exists():
            self.stdout.write(f"There are none, and no account {name}.")
        else:
            self.stdout.write("There are none.")
