"""`manage.py demo`: the whole product on this machine, with a workspace that does not exist."""

import errno
import hashlib
import logging
import os
import secrets
import socket
from argparse import ArgumentParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from dashboard.demo.processes import Children, Ended, Signals, Stopped
from dashboard.demo.settings import DEMO_DIR, kept_secret
from inventory.models import PhoneNumber, Refresh
from inventory.sandbox import ALL_FAULTS, GENERATIONS, Sandbox

HOST = "127.0.0.1"
USERNAME = "admin"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
START_UP = 60  # seconds
MANAGE = str(settings.BASE_DIR / "manage.py")


class PortTaken(Exception):
    """The port cannot be had. Says how to choose another one."""


class Command(BaseCommand):
    help = (
        "Serves the dashboard with a made-up workspace. Needs no configuration and no network. "
        "Keeps its data for the next start. Ctrl-C stops it."
    )
    requires_system_checks = []  # it brings settings that are known to be good

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000; 0 picks a free one)")
        parser.add_argument("--numbers", type=int, default=214, help="how many phone numbers there are (214)")
        parser.add_argument(
            "--fault",
            choices=sorted(ALL_FAULTS),
            metavar="NAME",
            help="what goes wrong with the API after the first import; `manage.py sandbox --fault help` lists them",
        )
        parser.add_argument(
            "--api-version",
            choices=GENERATIONS,
            default=GENERATIONS[0],
            help="the generation of the API that the dashboard asks (%(default)s)",
        )
        parser.add_argument(
            "--include-users",
            choices=["on", "off"],
            default="off",
            help="whether 2026-03-30 gives the users with the numbers; off: they take a request each (%(default)s)",
        )

    def handle(self, **options: Any) -> None:
        if not hasattr(settings, "DEMO_DIR"):
            raise CommandError("The demo runs with its own settings: leave DJANGO_SETTINGS_MODULE unset.")
        if options["numbers"] < 0:
            raise CommandError("--numbers cannot be negative.")
        logging.disable(logging.INFO)  # the terminal is for people; what is recorded is in the audit log
        try:
            with Signals() as signals:
                self.serve(signals, options)
        except Stopped:
            self.stdout.write("Stopped. The demo's data is kept for the next start.")
        except (Ended, PortTaken) as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from None

    def serve(self, signals: Signals, options: dict[str, Any]) -> None:
        sandbox = Sandbox(
            numbers=options["numbers"],
            drift=True,
            include_users=options["include_users"] == "on",
        )
        with listening(options["port"]) as listener, sandbox:
            self.say("Preparing the database and the pages' files …")
            call_command("migrate", verbosity=0, interactive=False)
            collect_static()
            password = account()
            environment = {
                "DJANGO_SETTINGS_MODULE": "dashboard.demo.settings",
                "DEMO_API_URL": sandbox.url,
                "DEMO_API_VERSION": options["api_version"],
            }
            with Children(signals, DEMO_DIR, environment) as children:
                if not PhoneNumber.objects.exists():
                    self.say("Fetching the numbers for the first time …")
                    children.run("refresh", [MANAGE, "refresh"])
                    self.say(Refresh.objects.latest("id").summary)
                sandbox.fault = options["fault"]  # only now: most faults show what becomes of numbers that are known
                start_site(children, listener)
                port = listener.getsockname()[1]
                # Now gunicorn alone holds the port: if it ends, whoever waits for a response learns so at once.
                listener.close()
                wait_until_ready(port, children)
                self.introduce(port, password, options["fault"])
                children.wait()

    def introduce(self, port: int, password: str, fault: str | None) -> None:
        self.say("")
        self.say(f"  The dashboard:  http://{HOST}:{port}/")
        self.say(f"  Sign in as:     {USERNAME}")
        self.say(f"  Password:       {password}")
        self.say("")
        if fault:
            self.say(f"The API fails on purpose: {fault}. {ALL_FAULTS[fault].description}")
        self.say(f"Data and logs are in {shown(DEMO_DIR)}; delete it to begin anew. Ctrl-C stops the demo.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()  # someone may be waiting for the address at the other end of a pipe


def listening(port: int) -> socket.socket:
    """The site's socket, taken before anything else is done and handed on to gunicorn: no race for the port."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = "is taken by another program" if is_taken else f"cannot be used ({error})"
        other = port + 1 if 0 < port < 65_535 else 8001
        raise PortTaken(
            f"Port {port} {reason}. Choose another one: `make demo PORT={other}` or `manage.py demo --port {other}`."
        ) from None
    return listener


def collect_static() -> None:
    """Runs collectstatic where a file has changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    stamp = DEMO_DIR / "static.stamp"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(digest.hexdigest())


def account() -> str:
    """The password of the demo's account, which works even where the account was changed meanwhile."""
    password = kept_secret(
        "password", lambda: "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    )
    user, _ = get_user_model().objects.get_or_create(
        username=USERNAME,
        defaults={"is_staff": True, "is_superuser": True, "first_name": "Jane", "last_name": "Doe"},
    )
    if not (user.is_active and user.check_password(password)):
        user.is_active = True
        user.set_password(password)
        user.save()
    return password


def start_site(children: Children, listener: socket.socket) -> None:
    descriptor = listener.fileno()
    gunicorn = ["-m", "gunicorn", "--config", str(settings.BASE_DIR / "dashboard" / "gunicorn_conf.py")]
    # Nobody who presses Ctrl-C waits for a request that hangs on a fault.
    gunicorn += ["--graceful-timeout", "2", "--bind", f"fd://{descriptor}", "dashboard.wsgi:application"]
    children.start("web", gunicorn, [descriptor])
    children.start("worker", [MANAGE, "db_worker", "--interval", "0.2"])


def wait_until_ready(port: int, children: Children) -> None:
    """Returns when the site has answered a request. Raises Ended where it cannot."""
    # No polling: the port has been open since `listening`, so the request waits until a worker takes it up.
    connection = HTTPConnection(HOST, port, timeout=START_UP)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except TimeoutError:
        raise Ended(f"The site did not answer within {START_UP} seconds. See {DEMO_DIR / 'web.log'}.") from None
    except (OSError, HTTPException):
        children.wait()
    finally:
        connection.close()


def shown(path: Path) -> str:
    """The path as the person at the terminal would write it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
