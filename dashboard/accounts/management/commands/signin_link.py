"""`manage.py signin_link NAME`: prints a link that signs the account in, for whoever has a shell on the server."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from dashboard.accounts import sign_in_links
from dashboard.audit.record import Action, record


class Command(BaseCommand):
    help = (
        "Prints a link that signs the account NAME in, without password and second factor: once, within "
        f"{sign_in_links.MINUTES} minutes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument(
            "--site", metavar="URL", help="the site's address, where it is not the first allowed host's"
        )

    def handle(self, *, name: str, site: str | None, **options: Any) -> None:
        account = User.objects.filter(username=name).first() if "\x00" not in name else None
        if account is None:
            raise CommandError(f"There is no account {name}.")
        if not account.is_active:
            raise CommandError(f"The account {name} is closed. Set it active first, under /admin/.")
        try:
            token = sign_in_links.make(account)
        except sign_in_links.TooMany:
            raise CommandError(
                f"{sign_in_links.MOST} links for {name} were made within {sign_in_links.MINUTES} minutes. "
                "Use one of them, or wait."
            ) from None
        record(None, Action.LINK, f"for account {name}")
        address = f"{(site or self.default_site()).rstrip('/')}{reverse('sign-in-link')}?{urlencode({'token': token})}"
        self.stdout.write(address)
        self.stderr.write(f"It signs {name} in once, within {sign_in_links.MINUTES} minutes. Give it to nobody else.")

    def default_site(self) -> str:
        hosts = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
        if not hosts:
            raise CommandError("ALLOWED_HOSTS names no single host. Add --site https://numbers.example.com")
        return f"{'https' if settings.HTTPS else 'http'}://{hosts[0]}"
