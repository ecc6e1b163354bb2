"""Other programs on the same data, in an environment of their own. One that is not there is named, not failed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.conversation import ROOT, Ask, ChildFailed, conversation
from tests.benchmarks.serving import free_port, process, wait_for

HOME = ROOT / "var" / "benchmarks" / "peers"
WANTED = Path(__file__).with_name("requirements.txt")


def install() -> str:
    """Puts the peers where they are not yet. Returns why that failed, or ""."""
    stamp = HOME / "installed"
    if stamp.exists() and stamp.read_text() == WANTED.read_text():
        return ""
    quiet = {"check": True, "capture_output": True, "text": True, "timeout": 900}
    try:
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], **quiet)  # type: ignore[call-overload]
        pip = [str(HOME / "bin" / "pip"), "install", "-q", "--disable-pip-version-check", "-r", str(WANTED)]
        subprocess.run(pip, **quiet)  # type: ignore[call-overload]
    except (subprocess.SubprocessError, OSError) as error:
        return f"The peers could not be installed ({type(error).__name__}): datasette and dlt were not measured."
    stamp.write_text(WANTED.read_text())
    return ""


@contextmanager
def datasette(database: Path, log: Path) -> Iterator[tuple[int, str]]:
    """Datasette over the SQLite file. Gives the port and the address of its list of 50 numbers."""
    port = free_port()
    command = [str(HOME / "bin" / "datasette"), "serve", str(database), "-h", "127.0.0.1", "-p", str(port)]
    command += ["--setting", "suggest_facets", "off", "--setting", "sql_time_limit_ms", "10000"]
    with process(command, _environment(), log):
        address = f"/{database.stem}/inventory_phonenumber?_size=50&_sort=sort_name"
        wait_for(port, address, log)
        yield port, address


@contextmanager
def dlt(api: str, database: str, work: Path) -> Iterator[Ask]:
    """dlt, which does a "first" load of the answer into nothing, and loads it "again": seconds for each."""
    if not (HOME / "bin" / "python").exists():
        raise ChildFailed("dlt is not there")
    script = Path(__file__).with_name("peer_dlt.py")
    command = [str(HOME / "bin" / "python"), str(script), api, database, str(work)]
    with conversation(command, _environment() | {"DLT_DATA_DIR": str(work)}) as ask:
        yield ask


def _environment() -> dict[str, str]:
    off = {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | off
