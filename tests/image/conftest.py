"""The image, built once for all tests here, and the services of compose.yaml, started from it."""

import contextlib
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from inventory.sandbox import SANDBOX_KEY, Sandbox
from tests.image import engine

HOST = "numbers.example.com"
PATIENCE = 60  # seconds


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"it takes too long until {what}"
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session", autouse=True)
def image() -> None:
    if obstacle := engine.missing():
        pytest.exit(f"the image cannot be tested here: {obstacle}", returncode=1)
    engine.build()


@dataclass
class Database:
    """PostgreSQL with a password, from this machine's packages."""

    directory: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        return f"postgres://quo:{self.password}@127.0.0.1:{self.port}/postgres"

    def control(self, *arguments: str) -> None:
        binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        program, *rest = arguments
        data = str(self.directory / "data")
        engine.call("runuser", "-u", "postgres", "--", str(binaries / program), "-D", data, *rest, timeout=60)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.directory} -c fsync=off"
        self.control("pg_ctl", "-l", str(self.directory / "log"), "-o", options, "-w", "start")

    def stop(self) -> None:
        self.control("pg_ctl", "-m", "fast", "-w", "stop")


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    directory = Path(engine.call("mktemp", "-d").strip())  # pytest's own may be entered by root alone
    database = Database(directory, free_port(), secrets.token_urlsafe(16))
    (directory / "password").write_text(database.password)
    engine.call("chown", "-R", "postgres", str(directory))
    database.control("initdb", "-U", "quo", "--auth=scram-sha-256", f"--pwfile={directory}/password")
    database.start()
    yield database
    with contextlib.suppress(AssertionError):
        database.control("pg_ctl", "-m", "immediate", "stop")
    engine.call("rm", "-rf", str(directory))


@dataclass
class Services:
    """The services of compose.yaml, as podman runs them in this machine's network: their commands, their settings."""

    compose: dict[str, Any]
    directory: Path
    port: int
    secrets: dict[str, str]
    settings: dict[str, str]
    started: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def options(self, service: str) -> tuple[str, ...]:
        wanted = self.compose["services"][service]
        hardening = {"read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"]}
        assert hardening.items() <= wanted.items()
        settings = wanted["environment"] | self.settings
        given = [part for name, value in settings.items() for part in ("--env", f"{name}={value}")]
        for name in wanted["secrets"]:
            given += ["--volume", f"{self.directory / name}:/run/secrets/{name}:ro"]
        return tuple(given)

    def command(self, service: str) -> list[str]:
        return [part.replace("$$", "$") for part in self.compose["services"][service].get("command", [])]

    def run(self, service: str, *command: str, options: tuple[str, ...] = ()) -> str:
        return engine.run(*(command or self.command(service)), options=(*self.options(service), *options))

    def start(self, service: str) -> str:
        return self.detach(service, *self.command(service), options=("--restart", "on-failure", *self.options(service)))

    def detach(self, name: str, *command: str, options: tuple[str, ...] = ()) -> str:
        name = f"quo-test-{os.getpid()}-{name}"
        self.started.append(name)
        engine.podman("run", "--detach", "--name", name, *engine.CONFINED, *options, engine.IMAGE, *command)
        return name

    def logs(self, name: str) -> str:
        result = subprocess.run(  # noqa: S603 - our own commands
            [*engine.PODMAN, "logs", name], capture_output=True, text=True, timeout=PATIENCE
        )
        return result.stdout + result.stderr

    def get(self, path: str, session: requests.Session | None = None) -> requests.Response:
        session = session or requests.Session()
        return session.get(self.url + path, headers=proxied(session), timeout=PATIENCE, allow_redirects=False)

    def answers(self, path: str) -> bool:
        with contextlib.suppress(requests.RequestException):
            return self.get(path).status_code == 200
        return False

    def signed_in(self, password: str) -> requests.Session:
        session = requests.Session()
        self.get("/accounts/login/", session)
        response = self.post("/accounts/login/", session, username="root", password=password)
        assert response.status_code == 302, response.text
        return session

    def post(self, path: str, session: requests.Session, **form: str) -> requests.Response:
        form["csrfmiddlewaretoken"] = str(session.cookies["__Host-csrftoken"])
        headers = proxied(session) | {"Referer": f"https://{HOST}/"}
        return session.post(self.url + path, form, headers=headers, timeout=PATIENCE, allow_redirects=False)


def proxied(session: requests.Session) -> dict[str, str]:
    """What the proxy says of a request that came by https. With its cookies, which a session sends only over https."""
    cookies = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
    return {"Host": HOST, "X-Forwarded-Proto": "https", "Cookie": cookies}


@pytest.fixture(scope="session")
def services(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    compose = yaml.safe_load((engine.ROOT / "compose.yaml").read_text())
    values = {
        "secret_key": secrets.token_urlsafe(64),
        "database_url": database.url,
        "quo_api_key": SANDBOX_KEY,
    }
    directory = tmp_path_factory.mktemp("secrets")
    for name, value in values.items():
        (directory / name).write_text(f"{value}\n")
    port, api = free_port(), free_port()
    settings = {
        "ALLOWED_HOSTS": HOST,
        "BIND": f"127.0.0.1:{port}",
        "TRUSTED_PROXIES": "127.0.0.1",
        "QUO_API_URL": f"http://127.0.0.1:{api}",
    }
    services = Services(compose, directory, port, values | {"password": database.password}, settings)
    try:
        with Sandbox(numbers=40, port=api):
            yield services
    finally:
        for name in services.started:
            engine.podman("rm", "--force", "--time", "0", name)
