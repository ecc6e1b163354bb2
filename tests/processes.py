"""The product as it runs in earnest: gunicorn and the worker as processes of their own, on a database of their own."""

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from inventory.sandbox import SANDBOX_KEY

ROOT = Path(__file__).resolve().parents[1]
ANSWERING = """
import sys, django; django.setup()
from collections import Counter
from inventory.models import Change, PhoneNumber, Refresh
for line in sys.stdin: print(eval(line), flush=True)
"""
PATIENCE = 60  # seconds, for a slow machine
PASSWORD = "a password of twelve letters"
ONCE = {"Connection": "close"}  # a process that is to end waits two seconds for more on a connection that is kept
# Names the directory that a run of the tests and its workers share. Its end deletes it.
SHARED = "QUO_NUMBERS_TESTS"
SETUP = f"""
import django; django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
call_command("migrate", verbosity=0)
if not User.objects.filter(username="root").exists():
    User.objects.create_superuser("root", password={PASSWORD!r})
"""


@dataclass
class Site:
    """Where it runs. `run` runs Python to its end, `start` leaves a process running."""

    directory: Path
    environment: dict[str, str]
    port: int
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    answering: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.directory / "log"

    def run(self, *arguments: str) -> str:
        result = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def ask(self, expression: str) -> str:
        """What an expression over the models gives. One process answers all of them."""
        if self.answering is None:
            command = [sys.executable, "-c", ANSWERING]
            self.answering = subprocess.Popen(  # noqa: S603 - our own command
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
            self.processes.append(self.answering)
        assert self.answering.stdin
        assert self.answering.stdout
        self.answering.stdin.write(f"{expression}\n".encode())
        self.answering.stdin.flush()
        answer = self.answering.stdout.readline()
        assert answer, "it failed, and has said why"
        return answer.decode().strip()

    @property
    def is_refreshing(self) -> bool:
        """Whether a refresh is under way. Without a process of Python's, since tests ask often."""
        with contextlib.closing(sqlite3.connect(self.directory / "db.sqlite3", timeout=20)) as database:
            return bool(database.execute("SELECT 1 FROM inventory_refresh WHERE state = 'running'").fetchall())

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 - our own commands
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def web(self, *options: str) -> "subprocess.Popen[bytes]":
        gunicorn = ("-m", "gunicorn", "-c", "dashboard/gunicorn_conf.py", *options, "dashboard.wsgi:application")
        process = self.start(*gunicorn)
        until(lambda: self.answers("/healthz"), process)
        return process

    def worker(self) -> "subprocess.Popen[bytes]":
        process = self.start("manage.py", "db_worker", "--interval", "0.1")
        until(lambda: self.answers("/readyz"), process)
        return process

    def answers(self, path: str) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(self.url + path, headers=ONCE, timeout=5).status_code == 200
        return False

    def signed_in(self) -> requests.Session:
        session = requests.Session()
        session.headers.update(ONCE)
        session.get(f"{self.url}/accounts/login/", timeout=PATIENCE)
        form = {"username": "root", "password": PASSWORD, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
        response = session.post(f"{self.url}/accounts/login/", form, timeout=PATIENCE, allow_redirects=False)
        assert response.status_code == 302, response.text
        return session

    def refresh(self, session: requests.Session) -> requests.Response:
        form = {"scope": "workspace", "csrfmiddlewaretoken": session.cookies["csrftoken"]}
        headers = {"Referer": self.url}
        url = f"{self.url}/refreshes/"
        return session.post(url, form, headers=headers, timeout=PATIENCE, allow_redirects=False)


def until(true: Callable[[], bool], process: "subprocess.Popen[bytes] | None" = None) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert process is None or process.poll() is None, "it ended"
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def stop(process: "subprocess.Popen[bytes]") -> float:
    """SIGTERM. Returns after how many seconds it had ended."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
    return time.monotonic() - began


def made_once(name: str, make: Callable[[Path], None], otherwise: Path) -> Path:
    """A directory that is made once in a run of the tests, whichever worker needs it first."""
    found = Path(os.environ.get(SHARED) or otherwise) / name
    found.mkdir(exist_ok=True)
    with found.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be making it
        done = found.with_suffix(".done")
        if not done.exists():
            make(found)
            done.touch()
    return found


def template(directory: Path) -> Path:
    """A directory with the static files and a database with tables and account."""
    return made_once("template", fill, directory)


def fill(directory: Path) -> None:
    where = Site(directory, environment_of(directory, directory / "static"), port=0)
    where.run("-c", f"{SETUP}call_command('collectstatic', interactive=False, verbosity=0)")


def make_tables(where: Site) -> None:
    where.run("-c", SETUP)


def environment_of(directory: Path, static: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.site_settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "WEB_CONCURRENCY": "1",
        "DATABASE_URL": f"sqlite:///{directory / 'db.sqlite3'}",
        "STATIC_ROOT": str(static),
    }


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def site(directory: Path, api_url: str, **environment: str) -> Iterator[Site]:
    """A site with its tables and an account, `root`. Leaving the context ends its processes."""
    port, made = free_port(), template(directory)
    ours = {"QUO_API_URL": api_url, "QUO_API_KEY": SANDBOX_KEY, "BIND": f"127.0.0.1:{port}"}
    found = Site(directory, environment_of(directory, made / "static") | ours | environment, port)
    if "DATABASE_URL" in environment:
        make_tables(found)
    else:
        shutil.copy(made / "db.sqlite3", directory)
    try:
        yield found
    finally:
        for process in found.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
