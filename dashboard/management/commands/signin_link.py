"""`manage.py signin_link NAME`: prints a link that signs the account in, for whoever has a shell on the server."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from dashboard.accounts import links
from dashboard.audit.record import Action, record
from dashboard.env import origin


class Command(BaseCommand):
    help = (
        "Prints a link that signs the account NAME in, without password and second factor: once, within "
        f"{links.MINUTES} minutes, or {links.FIRST_HOURS} hours where it has never signed in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument(
            "--site",
            metavar="URL",
            help="the site's address, in place of SITE_URL",
        )

    def handle(self, *, name: str, site: str | None, **options: Any) -> None:
        account = User.objects.filter(username=name).first() if "\x00" not in name else None
        if account is None:
            raise CommandError(f"There is no account {name}.")
        if not account.is_active:
            raise CommandError(f"The account {name} is closed. Set it active first, under /admin/.")
        address = self.address(site) if site else self.default_address()
        record(None, Action.LINK, f"for account {name}")
        self.stdout.write(f"{address}{links.path_of(account)}")
        self.stderr.write(f"It signs {name} in once, within {links.lasts(account)}. Give it to nobody else.")

    def address(self, site: str) -> str:
        try:
            return origin(site.rstrip("/").removesuffix(settings.SCRIPT_NAME))
        except ValueError:
            raise CommandError("--site takes an address such as https://numbers.example.com") from None

    def default_address(self) -> str:
        if set(settings.ALLOWED_HOSTS) == {"*"} and settings.SITE_URL.endswith("//localhost"):
            raise CommandError(
                "Neither SITE_URL nor ALLOWED_HOSTS names a host. Add --site https://numbers.example.com"
            )
        return str(settings.SITE_URL)
