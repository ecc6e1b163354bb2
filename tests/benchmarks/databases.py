"""The databases of a run: an SQLite file, and PostgreSQL where there is one. Removed at its end."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import environ
import psycopg

BENCHMARK_DATABASE_URL = "BENCHMARK_DATABASE_URL"
FAST = "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def sqlite(directory: Path, size: int) -> str:
    return f"sqlite:///{directory / f'numbers-{size}.sqlite3'}"


@contextmanager
def postgresql(directory: Path, sizes: list[int]) -> Iterator[dict[int, str]]:
    """A database for each size in the server that BENCHMARK_DATABASE_URL names, or in one of our own. None: {}."""
    with ExitStack() as stack:
        server = os.environ.get(BENCHMARK_DATABASE_URL) or stack.enter_context(_own_server(directory))
        if not server:
            yield {}
            return
        names = {size: f"quo_numbers_benchmark_{os.getpid()}_{size}" for size in sizes}
        for name in names.values():
            _run(server, f'CREATE DATABASE "{name}"')
            stack.callback(_run, server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        yield {size: f"{server.rpartition('/')[0]}/{name}" for size, name in names.items()}


def _run(server: str, statement: str) -> None:
    config = environ.Env.db_url_config(server)
    with psycopg.connect(
        host=config["HOST"], port=config["PORT"] or 5432, user=config["USER"], password=config["PASSWORD"] or None,
        dbname=config["NAME"], autocommit=True,
    ) as connection:  # fmt: skip
        connection.execute(statement.encode())


@contextmanager
def _own_server(directory: Path) -> Iterator[str]:
    """A throw-away cluster, where PostgreSQL's programs are found; otherwise "". They refuse to run as root."""
    bin = _programs()
    if bin is None:
        yield ""
        return
    home = directory / "postgresql"
    home.mkdir()
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        directory.chmod(0o755)
        as_user = ["runuser", "-u", "postgres", "--"]
    port = _free_port()
    pg_ctl = [*as_user, str(bin / "pg_ctl"), "-D", str(home / "data"), "-w", "-t", "60"]
    quiet = {"check": True, "timeout": 120, "cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    initdb = ["-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_user, str(bin / "initdb"), "-D", str(home / "data"), *initdb], **quiet)  # type: ignore[call-overload]
    options = f"-p {port} -k {home} {FAST}"
    subprocess.run([*pg_ctl, "-l", str(home / "log"), "-o", options, "start"], **quiet)  # type: ignore[call-overload]
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*pg_ctl, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]


def _programs() -> Path | None:
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    places = [*known, *([Path(found).resolve().parent] if found else [])]
    return next((place for place in places if (place / "pg_ctl").exists()), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
