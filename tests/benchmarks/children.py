"""Child processes of a run: what they run with, and how each is measured."""

import json
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from inventory.sandbox import SANDBOX_KEY
from tests.benchmarks.conversation import LONGEST, ROOT, ChildFailed

OWN_SETTINGS = {"DJANGO_SETTINGS_MODULE": "dashboard.settings"}  # without what it is compared with


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
        "TASKS": "database",
        "LOG_LEVEL": "WARNING",
        "METRICS_TOKEN": "",
    }


_secret = secrets.token_urlsafe(50)


def measured(command: list[str], env: dict[str, str]) -> Any:
    """What the child prints last, as JSON. Raises ChildFailed."""
    lines = _run(command, env).strip().splitlines()
    if not lines:
        raise ChildFailed(f"{command} printed nothing")
    return json.loads(lines[-1])


def whole(command: list[str], env: dict[str, str]) -> float:
    """Seconds from the start of the process to its end. Raises ChildFailed."""
    started = time.perf_counter()
    _run(command, env)
    return time.perf_counter() - started


def _run(command: list[str], env: dict[str, str]) -> str:
    try:
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise ChildFailed(f"it took longer than {LONGEST:g} seconds") from None
    if done.returncode:
        raise ChildFailed("\n".join(done.stderr.strip().splitlines()[-12:]) or f"status {done.returncode}")
    return done.stdout


def python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]


def manage(command: str) -> list[str]:
    return [sys.executable, "manage.py", command]
