"""Memory of processes, in bytes. Linux only: 0 elsewhere."""

import contextlib
import re
from pathlib import Path

NOW, MOST = "VmRSS", "VmHWM"


def memory(pid: int | str, kind: str) -> int:
    """What a process has NOW, or MOST that it had so far. Not getrusage: its maximum begins with that of the process
    that started this one.
    """
    try:
        found = re.search(rf"{kind}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def forget_most(pid: int) -> None:
    """From now on MOST is counted anew."""
    with contextlib.suppress(OSError):  # without, MOST says too much, never too little
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def workers(pid: int) -> list[int]:
    """The processes that a server has started."""
    try:
        return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
