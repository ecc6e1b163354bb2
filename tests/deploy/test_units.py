"""systemd's units: well-formed, confined, and what they start starts. A restart of the site loses no request."""

import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.deploy.conftest import DEPLOY
from tests.processes import ROOT, Site, stop, until

pytestmark = pytest.mark.sqlite  # the processes have a database of their own

UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service" and "@" not in path.name]
INSTALLED = "/srv/quo-numbers/current"
# systemd's own measure of what a service could do, were it taken over: from 0 to 100.
MOST_EXPOSED = "20"
# systemd gives a service that has a socket the socket as descriptor 3.
WITH_SOCKET = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.argv[2], sys.argv[2:])
"""


def analyze(*arguments: str, directory: Path) -> "subprocess.CompletedProcess[str]":
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("it needs systemd-analyze: install systemd")
    return subprocess.run(  # noqa: S603 - our own command
        [program, *arguments], cwd=directory, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The units, with the programs of this checkout in place of installed ones: verifying looks whether they exist."""
    for path in UNITS:
        text = path.read_text().replace(f"{INSTALLED}/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / path.name).write_text(text.replace(INSTALLED, str(ROOT)))
    return tmp_path


def test_systemd_takes_them_without_a_word(here: Path) -> None:
    result = analyze("verify", "--man=no", *(path.name for path in UNITS), directory=here)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("unit", [path.name for path in SERVICES])
def test_they_may_do_little(unit: str, here: Path) -> None:
    result = analyze("security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}", unit, directory=here)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: str(path.name))
def test_none_may_write_its_own_code_or_leaves_readable_files(path: Path) -> None:
    text = path.read_text()
    assert "ReadWritePaths" not in text
    assert {"ProtectSystem=strict", "UMask=0077", "User=quo", "StateDirectoryMode=0700"} <= set(text.splitlines())


def commands(unit: str) -> list[list[str]]:
    """What a unit starts, as this machine runs it."""
    lines = re.findall(r"^ExecStart=(.+)$", (DEPLOY / "systemd" / unit).read_text(), re.MULTILINE)
    programs = str(Path(sys.executable).parent)
    return [line.replace(f"{INSTALLED}/.venv/bin", programs).split() for line in lines]


@pytest.mark.parametrize(("unit", "count"), [("quo-refresh.service", 1), ("quo-daily.service", 4)])
def test_what_they_run_once_succeeds(unit: str, count: int, where: Site) -> None:
    found = commands(unit)
    assert len(found) == count
    for program, *arguments in found:
        assert program.endswith("/python")
        where.run(*arguments)


def start(where: Site, listener: socket.socket) -> "subprocess.Popen[bytes]":
    """The site, on a socket that somebody else holds, as systemd starts it."""
    (command,) = commands("quo-web.service")
    with where.log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-c", WITH_SOCKET, str(listener.fileno()), *command],
            cwd=ROOT,
            env=where.environment,
            stdout=output,
            stderr=output,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
    where.processes.append(process)
    return process


def test_a_restart_refuses_no_request(where: Site) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", where.port))
        listener.listen(128)
        before = start(where, listener)
        statuses: list[int] = []
        over = threading.Event()

        def ask() -> None:
            while not over.is_set():
                statuses.append(requests.get(f"{where.url}/healthz", timeout=60).status_code)

        def more(count: int) -> Callable[[], bool]:
            wanted = len(statuses) + count
            return lambda: len(statuses) >= wanted

        askers = [threading.Thread(target=ask) for _ in range(4)]
        for asker in askers:
            asker.start()
        try:
            until(more(20), before)
            stop(before)
            after = start(where, listener)
            until(more(20), after)
        finally:
            over.set()
        for asker in askers:
            asker.join()
        assert set(statuses) == {200}
        stop(after)


def test_the_worker_starts_and_ends(where: Site) -> None:
    ((program, *arguments),) = commands("quo-worker.service")
    assert program.endswith("/python")
    worker = where.start(*arguments)
    seen = "__import__('inventory.models').models.Worker.objects.alive().exists()"
    until(lambda: where.ask(seen) == "True", worker)
    assert stop(worker) < 10
