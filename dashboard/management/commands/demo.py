"""`manage.py demo`: the whole product on this machine, with a workspace that does not exist, in one process."""

import errno
import hashlib
import logging
import os
import secrets
import signal
from argparse import ArgumentParser
from contextlib import suppress
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application

from dashboard.demo.alerts import add_rules
from dashboard.demo.past import make_past, workspace_as_seen
from dashboard.demo.settings import DEMO_DIR, kept_secret
from dashboard.numbers.models import SavedView
from inventory.models import PhoneNumber
from inventory.runtime.workers import shutting_down
from inventory.sandbox import ALL_FAULTS, GENERATIONS, Sandbox

HOST = "127.0.0.1"
USERNAME = "admin"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


class Site(ThreadingMixIn, WSGIServer):
    """A thread for each request. None of them keeps the demo from ending."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks, as Ctrl-C may break one that is being accepted, is nothing to tell."""


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The terminal is for people."""


class Command(BaseCommand):
    help = (
        "Serves the dashboard with a made-up workspace. Needs no configuration and no network. "
        "Keeps its data for the next start on the same port with as many numbers. Ctrl-C stops it."
    )
    requires_system_checks = []  # it brings settings that are known to be good

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000; 0 picks a free one)")
        parser.add_argument("--numbers", type=int, default=214, help="about how many phone numbers there are (214)")
        what = "what goes wrong with the API after the first import; `manage.py sandbox --fault help` lists them"
        parser.add_argument("--fault", choices=sorted(ALL_FAULTS), metavar="NAME", help=what)
        what = "the generation of the API that the dashboard asks (%(default)s)"
        parser.add_argument("--api-version", choices=GENERATIONS, default=GENERATIONS[0], help=what)
        what = "whether 2026-03-30 gives the users with the numbers; off: they take a request each (%(default)s)"
        parser.add_argument("--include-users", choices=["on", "off"], default="off", help=what)

    def handle(self, *, port: int, numbers: int, fault: str | None, include_users: str, **options: Any) -> None:
        if not hasattr(settings, "DEMO_DIR"):
            raise CommandError("The demo runs with its own settings: leave DJANGO_SETTINGS_MODULE unset.")
        if numbers < 0:
            raise CommandError("--numbers cannot be negative.")
        logging.disable(logging.INFO)  # the terminal is for people; what is recorded is in the audit log
        for number in SIGNALS:  # SIGINT too: a shell starts background jobs with it ignored
            signal.signal(number, interrupt)
        try:
            with (
                site_at(port) as site,
                Sandbox(numbers=numbers, drift=True, include_users=include_users == "on") as api,
            ):
                settings.QUO_API_URL = api.url
                self.serve(site, api, numbers, fault)
        except KeyboardInterrupt:
            self.stdout.write("Stopped. The demo's data is kept for the next start.")

    def serve(self, site: Site, api: Sandbox, numbers: int, fault: str | None) -> None:
        self.say("Preparing the database …")
        if discard_older_data():
            self.say("The data was another version's: the demo begins anew.")
        call_command("migrate", verbosity=0, interactive=False)
        password = account()
        is_new = not PhoneNumber.objects.exists()
        if is_new:
            self.say("Making half a year of history …")
            make_past(numbers)
            add_rules()
        api.workspace = workspace_as_seen(numbers) or api.workspace
        if is_new:
            self.say("Fetching the numbers …")
            with suppress(SystemExit):  # its last line has said why
                call_command("refresh", stdout=self.stdout, stderr=self.stderr)
        api.fault = fault  # only now: most faults show what becomes of numbers that are known
        site.set_app(get_wsgi_application())
        self.say(f"\n  The dashboard:  http://{HOST}:{site.server_port}/")
        self.say(f"  Sign in as:     {USERNAME}\n  Password:       {password}")
        self.say("")
        if fault:
            self.say(f"The API fails on purpose: {fault}. {ALL_FAULTS[fault].description}")
        self.say(f"Data is in {os.path.relpath(DEMO_DIR)}; delete it to begin anew. Ctrl-C stops the demo.")
        try:
            site.serve_forever(poll_interval=0.1)
        finally:
            shutting_down.set()  # nobody who presses Ctrl-C waits for a refresh that hangs on a fault

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()  # someone may be waiting for the address at the other end of a pipe


def interrupt(number: int, frame: object) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)  # further signals are ignored during shutdown
    raise KeyboardInterrupt


def site_at(port: int) -> Site:
    """The site's server, whose port is taken before anything else is done."""
    try:
        return Site((HOST, port), Quiet)
    except (OSError, OverflowError) as error:
        is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = "is taken by another program" if is_taken else f"cannot be used ({error})"
        other = port + 1 if 0 < port < 65_535 else 8001
        raise CommandError(
            f"Port {port} {reason}. Choose another one: `make demo PORT={other}` or `manage.py demo --port {other}`."
        ) from None


def discard_older_data() -> bool:
    """Whether there was a database of other migrations than today's, which is deleted then."""
    rooms = (settings.BASE_DIR / "dashboard", settings.BASE_DIR / "inventory")
    migrations = [path.read_bytes() for room in rooms for path in sorted(room.rglob("migrations/*.py"))]
    schema = hashlib.sha256(b"".join(migrations)).hexdigest()
    kept, database = DEMO_DIR / "schema", DEMO_DIR / "db.sqlite3"
    is_older = database.exists() and not (kept.exists() and kept.read_text() == schema)
    if is_older:
        for suffix in ("", "-wal", "-shm"):
            database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)
    kept.write_text(schema)
    return is_older


def account() -> str:
    """The password of the demo's account, which works even where the account was changed meanwhile."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    password = kept_secret("password", lambda: "-".join(groups))
    accounts = get_user_model().objects
    known = {"is_staff": True, "is_superuser": True, "is_active": True, "first_name": "Jane", "last_name": "Doe"}
    user, created = accounts.get_or_create(username=USERNAME, defaults=known)
    if created:
        SavedView.objects.create(owner=user, name="Cannot text the US", query="restricted=messaging.US", is_pinned=True)
    if created or not (user.is_active and user.check_password(password)):
        user.is_active = True
        user.set_password(password)
        user.save()
    return password
