"""Other programs on the same data, in an environment of their own. One that is not there is named, not failed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.children import ROOT, ChildFailed, measured
from tests.benchmarks.serving import free_port, process, wait_for

HOME = ROOT / "var" / "benchmarks" / "peers"
WANTED = Path(__file__).with_name("requirements.txt")
LONGEST_LOAD = 900  # seconds


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


def dlt(api: str, database: str, work: Path) -> dict[str, Any]:
    """Two loads of the same answer by dlt: {"first": seconds, "second": seconds}. Raises ChildFailed."""
    if not (HOME / "bin" / "python").exists():
        raise ChildFailed("dlt is not there")
    script = Path(__file__).with_name("peer_dlt.py")
    command = [str(HOME / "bin" / "python"), str(script), f"{api}/v1/phone-numbers", database, str(work)]
    return measured(command, _environment() | {"DLT_DATA_DIR": str(work)}, LONGEST_LOAD)


def _environment() -> dict[str, str]:
    off = {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | off
