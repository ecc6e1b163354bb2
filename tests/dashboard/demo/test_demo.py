"""`manage.py demo`, for real: a process of its own, on a port of its own, with data of its own."""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.processes import until

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90  # seconds, for a slow machine


def environment(directory: Path) -> dict[str, str]:
    """This process's environment without what the tests' own settings have put there."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"DEMO_DIR": str(directory)}


def processes_of(directory: Path) -> list[str]:
    """The command lines of all processes that were started with this demo directory.

    Known by their environment, or by their log: where setproctitle is installed, gunicorn overwrites its environment.
    """
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_named = f"DEMO_DIR={directory}\0".encode() in (process / "environ").read_bytes()
            if is_named or (process / "fd" / "1").readlink().is_relative_to(directory):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it has ended meanwhile, or is somebody else's
    return found


@dataclass
class Demo:
    process: "subprocess.Popen[str]"
    directory: Path
    said: str
    url: str
    password: str

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Its exit status, and its last words."""
        self.process.send_signal(number)
        last_words, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, last_words

    def signed_in(self) -> requests.Session:
        session = requests.Session()
        page = session.get(f"{self.url}/accounts/login/", timeout=PATIENCE)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token, page.text
        answer = session.post(
            f"{self.url}/accounts/login/",
            {"csrfmiddlewaretoken": token[1], "username": "admin", "password": self.password},
            timeout=PATIENCE,
        )
        assert answer.status_code == 200
        assert "/accounts/login/" not in answer.url
        return session


@contextlib.contextmanager
def started(directory: Path, *arguments: str) -> Iterator[Demo]:
    """One that says that it is ready. Ended where the test has not stopped it."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "demo", "--port", "0", *arguments],
        cwd=ROOT,
        env=environment(directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    impatience = threading.Timer(PATIENCE, process.kill)
    impatience.start()
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    impatience.cancel()
    try:
        url = re.search(r"http://127\.0\.0\.1:\d+", said)
        password = re.search(r"Password:\s+(\S+)", said)
        assert url, said
        assert password, said
        yield Demo(process, directory, said, url[0], password[1])
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One that is running, in a directory whose name an address has to encode."""
    directory = tmp_path_factory.mktemp("demo") / "of 100% & more"
    with started(directory, "--numbers", "60", "--fault", "shrunk") as demo:
        yield demo


def test_each_port_and_size_has_data_of_its_own_where_git_ignores_it() -> None:
    without = {name: value for name, value in environment(ROOT).items() if name != "DEMO_DIR"}
    code = "from dashboard.demo.settings import DEMO_DIR, QUO_API_VERSION; print(DEMO_DIR, QUO_API_VERSION)"
    for given, directory in (
        ([], "8000-214 v1"),
        (
            ["demo", "--port=8001", "--numbers", "5", "--api-version", "2026-03-30", "--fault", "slow"],
            "8001-5 2026-03-30",
        ),
    ):
        said = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", code, *given], cwd=ROOT, env=without, capture_output=True, text=True, check=True
        )
        assert said.stdout.strip() == str(ROOT / "var" / "demo" / directory)


def test_it_serves_numbers_to_who_signs_in_as_it_says(demo: Demo) -> None:
    session = demo.signed_in()
    page = session.get(f"{demo.url}/numbers/", timeout=PATIENCE)
    assert page.status_code == 200
    assert len(set(re.findall(r"/numbers/(PN\w+)/", page.text))) > 10
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert {session.get(demo.url + file, timeout=PATIENCE).status_code for file in files} == {200}


def test_its_account_has_a_name_to_greet(demo: Demo) -> None:
    with contextlib.closing(sqlite3.connect(demo.directory / "db.sqlite3")) as database:
        accounts = database.execute("SELECT username, first_name, last_name, is_superuser FROM auth_user").fetchall()
    assert accounts == [("admin", "Jane", "Doe", 1)]


def test_a_visitor_has_to_sign_in(demo: Demo) -> None:
    answer = requests.get(f"{demo.url}/numbers/", timeout=PATIENCE, allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_its_secrets_are_readable_by_their_owner_only(demo: Demo) -> None:
    for name in ("secret-key", "password"):
        assert (demo.directory / name).stat().st_mode & 0o777 == 0o600


def assert_it_stops(demo: Demo, number: signal.Signals, expected: int) -> None:
    status, last_words = demo.stop(number)
    assert (status, "Stopped." in last_words) == (expected, expected == 0), last_words
    assert "Traceback" not in last_words
    assert processes_of(demo.directory) == []
    with pytest.raises(requests.ConnectionError):
        requests.get(demo.url, timeout=PATIENCE)


def test_data_of_another_schema_is_begun_anew_and_other_starts_keep_it_however_it_was_stopped(tmp_path: Path) -> None:
    (tmp_path / "schema").write_text("another")
    with contextlib.closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database:
        database.execute("CREATE TABLE inventory_phonenumber (id)")
    with started(tmp_path, "--numbers", "3") as demo:
        password, session = demo.password, demo.signed_in()
        assert "begins anew" in demo.said
        assert " checked" in demo.said
        assert "level=" not in demo.said  # no lines of a log on a person's terminal
        threads = Path(f"/proc/{demo.process.pid}/task")
        before = set(threads.iterdir())
        with socket.create_connection(("127.0.0.1", int(demo.url.rpartition(":")[2]))) as half_a_request:
            half_a_request.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
            until(lambda: bool(set(threads.iterdir()) - before))
            assert_it_stops(demo, signal.SIGINT, 0)
    for number, status in ((signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)):
        with started(tmp_path, "--numbers", "3") as demo:
            assert "begins anew" not in demo.said
            assert "checked" not in demo.said
            assert demo.password == password
            assert session.get(f"{demo.url}/numbers/", timeout=PATIENCE).url == f"{demo.url}/numbers/"
            assert len(processes_of(tmp_path)) == 1
            assert_it_stops(demo, number, status)


def test_there_are_changes_and_a_pinned_view_at_once(demo: Demo) -> None:
    with contextlib.closing(sqlite3.connect(demo.directory / "db.sqlite3")) as database:
        changed = "SELECT count(*) FROM inventory_change WHERE kind NOT LIKE '%-added'"
        assert database.execute(changed).fetchone()[0] > 0
        [[name]] = database.execute("SELECT name FROM numbers_savedview WHERE is_pinned").fetchall()
    overview = demo.signed_in().get(f"{demo.url}/", timeout=PATIENCE).text
    assert f">{name}" in overview


def test_a_fault_shows_what_it_does_to_known_numbers(demo: Demo) -> None:
    assert re.search(r"\b[56]\d checked", demo.said)
    assert "fails on purpose: shrunk" in demo.said
    session = demo.signed_in()
    page = session.get(f"{demo.url}/", timeout=PATIENCE)
    token = session.cookies["csrftoken"]
    form = {"scope": "workspace", "csrfmiddlewaretoken": token}
    detail = session.post(f"{demo.url}/refreshes/", data=form, headers={"Referer": page.url}, timeout=PATIENCE).url
    until(lambda: re.search(r"\b\d\d removals held", session.get(detail, timeout=PATIENCE).text) is not None)


def test_a_taken_port_is_one_plain_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=environment(tmp_path / "demo"),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.removeprefix("CommandError: ") == (
        f"Port {port} is taken by another program. "
        f"Choose another one: `make demo PORT={port + 1}` or `manage.py demo --port {port + 1}`.\n"
    )
