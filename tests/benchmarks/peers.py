"""Other programs on the same data, in an environment of their own. One that is not there is named, not failed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.conversation import ROOT, Ask, ChildFailed, conversation

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
        return f"The peers could not be installed ({type(error).__name__}): dlt was not measured."
    stamp.write_text(WANTED.read_text())
    return ""


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
