"""The product as it runs in earnest: gunicorn and the worker as processes of their own, on a database of their own."""

import contextlib
import os
import secrets
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
MODELS = "from inventory.models import Change, PhoneNumber, Refresh"
PATIENCE = 60  # seconds, for a slow machine
PASSWORD = secrets.token_urlsafe(16)
SETUP = f"""
import django; django.setup()
from django.contrib.auth.models import User
User.objects.filter(username="root").delete()
User.objects.create_superuser("root", password={PASSWORD!r})
"""


@dataclass
class Site:
    """Where it runs. `run` runs Python to its end, `start` leaves a process running."""

    directory: Path
    environment: dict[str, str]
    port: int
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

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
        """What an expression over the models gives."""
        code = f"import django; django.setup(); from collections import Counter; {MODELS}; print({expression})"
        return self.run("-c", code).strip()

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
        process = self.start("manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay")
        until(lambda: self.answers("/readyz"), process)
        return process

    def answers(self, path: str) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(self.url + path, timeout=5).status_code == 200
        return False

    def signed_in(self) -> requests.Session:
        session = requests.Session()
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


@contextlib.contextmanager
def site(directory: Path, api_url: str, **environment: str) -> Iterator[Site]:
    """A site with its tables and an account, `root`. Leaving the context ends its processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    ours = {
        "DJANGO_SETTINGS_MODULE": "dashboard.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "DATABASE_URL": f"sqlite:///{directory / 'db.sqlite3'}",
        "STATIC_ROOT": str(directory / "static"),
        "QUO_API_URL": api_url,
        "QUO_API_KEY": SANDBOX_KEY,
        "BIND": f"127.0.0.1:{port}",
    }
    found = Site(directory, kept | ours | environment, port)
    found.run("manage.py", "migrate", "--verbosity", "0")
    found.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    found.run("-c", SETUP)
    try:
        yield found
    finally:
        for process in found.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
