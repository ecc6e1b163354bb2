"""A PostgreSQL server of our own: a throw-away cluster on a free port, which tests may stop and freeze."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import Site, environment_of, free_port, made_once, make_tables

FAST = "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@dataclass(frozen=True)
class Server:
    programs: Path
    home: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        self._run("initdb", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=en_US.UTF-8")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.home} {FAST}"
        self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.home / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def freeze(self) -> None:
        """As if the machine stood still: connections stay open, and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        main = int((self.home / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(main, number)  # first: nothing is forked from now on
        for process in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has ended meanwhile
            if parent == main:
                os.kill(int(process.name), number)

    def _run(self, program: str, *arguments: str) -> None:
        # They refuse to run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(  # noqa: S603 - our own commands
            [*user, str(self.programs / program), "-D", str(self.home / "data"), *arguments],
            check=True,
            timeout=120,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def programs() -> Path | None:
    """Where initdb and pg_ctl are, if anywhere."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    places = [*known, *([Path(found).resolve().parent] if found else [])]
    return next((place for place in places if (place / "pg_ctl").exists()), None)


@contextmanager
def server(data: Path | None = None) -> Iterator[Server]:
    """A running one, with a copy of another's data where there is one. Needs `programs`."""
    where = programs()
    assert where
    with tempfile.TemporaryDirectory(prefix="quo-numbers-postgresql-") as home:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        ours = Server(where, Path(home), free_port())
        if data:
            _copy(data, ours.home)
        else:
            ours.create()
        ours.start()
        try:
            yield ours
        finally:
            ours.stop()


@contextmanager
def server_with_tables(otherwise: Path) -> Iterator[Server]:
    """One whose database has tables and account, which are made once in a run of the tests."""
    with server(made_once("postgresql", _fill, otherwise) / "data") as ours:
        yield ours


def _fill(directory: Path) -> None:
    with server() as ours:
        make_tables(Site(directory, environment_of(directory, directory) | {"DATABASE_URL": ours.url}, port=0))
        ours.stop()
        _copy(ours.home / "data", directory)
        ours.start()


def _copy(data: Path, directory: Path) -> None:
    subprocess.run(["cp", "-a", data, directory], check=True)  # noqa: S603, S607 - with its owner
