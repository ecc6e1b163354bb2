"""`manage.py sandbox`, as someone at a terminal meets it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from inventory.sandbox import ALL_FAULTS, SANDBOX_KEY, Sandbox

from .asking import HEADERS

PROJECT = Path(__file__).parents[3]


@contextmanager
def command(*options: str) -> Iterator[subprocess.Popen[str]]:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    line = [sys.executable, "manage.py", "sandbox", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(line, cwd=PROJECT, env=environment, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.kill()


def introduction(process: "subprocess.Popen[str]") -> str:
    """What it says until it waits for requests."""
    assert process.stdout
    said = ""
    while "Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, f"It ended early, after: {said}"
        said += line
    return said


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_serves_and_stops(ending: signal.Signals) -> None:
    with command("--port", "0", "--numbers", "5") as process:
        said = introduction(process)
        [url] = re.findall(r"QUO_API_URL=(\S+)", said)
        assert f"QUO_API_KEY={SANDBOX_KEY}" in said
        answer = requests.get(f"{url}/v1/phone-numbers", headers={"Authorization": SANDBOX_KEY}, timeout=10)
        assert len(answer.json()["data"]) == 5
        process.send_signal(ending)
        rest, errors = process.communicate(timeout=20)
    assert (rest, errors, process.returncode) == ("Stopped.\n", "", 0)


def test_its_options_are_those_of_the_newer_generation_too() -> None:
    with command(
        "--port", "0", "--numbers", "5", "--include-users=off", "--a2p=absent", "--subscription=expired"
    ) as it:
        said = introduction(it)
        [url] = re.findall(r"QUO_API_URL=(\S+)", said)
        answers = {
            path: requests.get(url + path, headers=HEADERS, timeout=10)
            for path in ("/phone-numbers?include=users", "/a2p-registration", "/organization")
        }
    assert re.findall(r"QUO_API_VERSION=(\S+)", said) == ["v1", "2026-03-30"]
    assert "include=users is refused" in said
    assert [answer.status_code for answer in answers.values()] == [400, 404, 200]
    assert answers["/organization"].json()["data"]["subscriptionStatus"] == "expired"


def test_it_can_be_one_generation_alone() -> None:
    with command("--port", "0", "--numbers", "1", "--only=v1") as process:
        said = introduction(process)
    assert re.findall(r"QUO_API_VERSION=(\S+)", said) == ["v1"]


def test_a_taken_port_ends_it_with_plain_words() -> None:
    with Sandbox(numbers=1) as other, command("--port", str(other.port)) as process:
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "choose another" in errors
    assert "Traceback" not in errors


def test_an_unknown_fault_is_a_usage_error() -> None:
    with command("--fault", "nonsense") as process:
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert "bad-gateway" in errors


def test_it_lists_its_faults_needs_no_settings_and_writes_nothing(tmp_path: Path) -> None:
    """It also runs where the product's directory is read-only, as in its image."""
    demo = tmp_path / "demo"
    environment = {"PATH": os.environ["PATH"], "DEMO_DIR": str(demo)}
    line = [sys.executable, "manage.py", "sandbox", "--fault", "help"]
    result = subprocess.run(line, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60)  # noqa: S603
    assert (result.returncode, result.stderr) == (0, "")
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(ALL_FAULTS)
    assert not demo.exists()


def test_the_image_holds_neither_the_sandbox_nor_the_demo() -> None:
    left_out = set((PROJECT / ".dockerignore").read_text().splitlines())
    commands = {"inventory/management/commands/sandbox.py", "dashboard/management/commands/demo.py"}
    rooms = {"inventory/sandbox", "dashboard/demo", "inventory/sandbox/settings.py"}
    assert commands | rooms <= left_out
    assert all((PROJECT / path).exists() for path in commands | rooms)
