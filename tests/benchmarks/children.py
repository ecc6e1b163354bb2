"""Child processes of a run: each measures its own memory, and none outlives it."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

from inventory.sandbox import SANDBOX_KEY

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 1800  # seconds


class ChildFailed(Exception):
    """A child ended badly. The text is its last words."""


def environment(database: str, directory: Path, api: str = "http://127.0.0.1:9") -> dict[str, str]:
    """What a process of the benchmarked product runs with; nothing of a real installation's `.env`."""
    return os.environ | {
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DEBUG": "off",
        "SECRET_KEY": _secret,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "DATABASE_URL": database,
        "STATIC_ROOT": str(directory / "static"),
        "QUO_API_KEY": SANDBOX_KEY,
        "QUO_API_URL": api,
        "TASKS": "immediate",
        "LOG_LEVEL": "WARNING",
        "METRICS_TOKEN": "",
    }


_secret = secrets.token_urlsafe(50)


def measured(command: list[str], env: dict[str, str], longest: float = LONGEST) -> dict[str, Any]:
    """What the child prints last, as JSON. Raises ChildFailed."""
    try:
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=longest)
    except subprocess.TimeoutExpired:
        raise ChildFailed(f"it took longer than {longest:g} seconds") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise ChildFailed("\n".join(done.stderr.strip().splitlines()[-12:]) or f"status {done.returncode}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
