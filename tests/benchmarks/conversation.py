"""A child process that stays: it is told a work by name, a line each, and prints what came of it as a line of JSON.

So two programs can be measured in turn, both warm. Standard library only: a child's own memory is measured.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 1800  # seconds for all of it

Ask = Callable[[str], Any]


class ChildFailed(Exception):
    """A child ended badly. The text is its last words."""


@contextlib.contextmanager
def conversation(command: list[str], env: dict[str, str], longest: float = LONGEST) -> Iterator[Ask]:
    """Gives a function that has one work done and returns what came of it. It raises ChildFailed."""
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as child,
    ):
        timer = threading.Timer(longest, child.kill)
        timer.start()

        def ask(work: str) -> Any:
            assert child.stdin is not None
            assert child.stdout is not None
            with contextlib.suppress(BrokenPipeError):  # its last words say why
                print(work, file=child.stdin, flush=True)
            if line := child.stdout.readline():
                return json.loads(line)
            raise ChildFailed(f"{work}: {_last_words(child, errors)}")

        try:
            yield ask
        finally:
            timer.cancel()
            child.kill()


def _last_words(child: "subprocess.Popen[str]", errors: Any) -> str:
    status = child.wait()
    errors.seek(0)
    return "\n".join(errors.read().strip().splitlines()[-12:]) or f"status {status}"


def converse(works: dict[str, Callable[[], Any]]) -> None:
    """The child's side. What else is printed goes to stderr."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as said:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        for line in sys.stdin:
            print(json.dumps(works[line.strip()]()), file=said, flush=True)
