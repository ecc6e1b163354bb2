"""The demo's child processes, and what ends them: nothing outlives the demo, not even one that is killed.

A child inherits the read end of a pipe whose write end only the demo holds. Its end of file tells that the demo is
gone, however it went.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

GRACE = 10.0  # seconds for a child to end by itself before it is killed
LAST_LINES = 15
# Names the pipe's read end to a child.
PIPE = "DEMO_PIPE"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked the demo to end. Like KeyboardInterrupt no Exception, so that nothing swallows it."""


class Ended(Exception):
    """A child ended that should have gone on."""


class Signals:
    """Turns Ctrl-C, SIGTERM and a closed terminal into Stopped. A context manager."""

    def __init__(self) -> None:
        self._held = False
        self._came = False

    def __enter__(self) -> "Signals":
        # Also SIGINT: a shell starts background jobs with it ignored.
        self._before = {number: signal.signal(number, self._on) for number in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            # Ignore further signals during shutdown.
            signal.signal(number, signal.SIG_IGN if self._came else handler)

    def _on(self, number: int, frame: FrameType | None) -> None:
        self._came = True
        if not self._held:
            self._held = True  # further signals are ignored during shutdown
            raise Stopped

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Delays signals: one that comes meanwhile takes effect at the end."""
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held = before
        if self._came and not self._held:
            self._held = True
            raise Stopped


def end_with_the_demo() -> None:
    """In a child: ends its session when the demo is gone. The session's leader is what the demo started."""
    pipe = os.environ.get(PIPE)
    if pipe:
        threading.Thread(target=_end_after, args=[int(pipe)], name="end with the demo", daemon=True).start()


def _end_after(pipe: int) -> None:
    os.read(pipe, 1)  # nothing is ever written
    leader = os.getsid(0)
    with contextlib.suppress(ProcessLookupError):
        os.kill(leader, signal.SIGTERM)
    time.sleep(GRACE)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


class Child:
    """A running child process whose output goes to a file."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.name = name
        self.process = process
        self.log = log

    @property
    def last_lines(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])


class Children:
    """The processes that the demo started. Leaving the context ends them all."""

    def __init__(self, signals: Signals, directory: Path, environment: Mapping[str, str]) -> None:
        self._signals = signals
        self._directory = directory
        self._pipe, self._kept_open = os.pipe()
        self._environment = dict(os.environ) | dict(environment) | {PIPE: str(self._pipe)}
        self._children: list[Child] = []
        self._ended: queue.SimpleQueue[Child] = queue.SimpleQueue()

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        with self._signals.held():
            for child in self._children:
                child.process.terminate()  # does nothing where it has ended already
            for child in self._children:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(GRACE)
                # Its whole session: were it killed, its own children would live on.
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
            os.close(self._pipe)
            os.close(self._kept_open)

    def run(self, name: str, arguments: Sequence[str]) -> None:
        """Runs `python …` to its end, whatever its exit status."""
        self._start(name, arguments).process.wait()

    def start(self, name: str, arguments: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        """Starts `python …`, to run until the demo ends."""
        child = self._start(name, arguments, pass_fds)
        # A thread per child, because nothing else waits for several processes and for signals at a time.
        threading.Thread(target=self._watch, args=[child], daemon=True).start()

    def _start(self, name: str, arguments: Sequence[str], pass_fds: Sequence[int] = ()) -> Child:
        log = self._directory / f"{name}.log"
        with self._signals.held(), log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own commands
                [sys.executable, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment,
                pass_fds=[*pass_fds, self._pipe],
                # Ctrl-C in a terminal reaches the whole process group; children end when the demo says so.
                start_new_session=True,
            )
            child = Child(name, process, log)
            self._children.append(child)
        return child

    def _watch(self, child: Child) -> None:
        child.process.wait()
        self._ended.put(child)

    def wait(self) -> None:
        """Waits until a child ends by itself, and raises Ended with its last words. A signal raises Stopped."""
        child = self._ended.get()
        raise Ended(
            f"{child.name} ended by itself (status {child.process.returncode}). Its last lines, from {child.log}:\n"
            f"{child.last_lines}"
        )
