"""What a fault is: something that is done to one exchange, in place of the ordinary answer."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from inventory.sandbox.replies import Reply


class Exchange(Protocol):
    """One request and the connection that it came over."""

    path: str

    @property
    def port(self) -> int:
        """The sandbox's port."""

    @property
    def huge_bytes(self) -> int:
        """The size that a huge body has to pass."""

    def normal(self) -> Reply:
        """The answer if nothing were wrong."""

    def send(self, reply: Reply) -> None:
        """Answer."""

    def refuse(self, status: int, message: str, errors: list[dict[str, Any]] | None = None, **headers: str) -> None:
        """Answer with an error, in the body of the generation that was asked."""

    def begin(self, reply: Reply, length: int) -> None:
        """Send only the head of the answer, promising this many bytes."""

    def write(self, part: bytes) -> None:
        """Send a part of the body."""

    def wait(self, seconds: float | None) -> bool:
        """Wait; `False` at once when the client is gone or the sandbox stops. `None` waits for just that."""

    def hang_up(self, *, reset: bool = False) -> None:
        """Close the connection after this exchange; with `reset`, by RST."""


Act = Callable[[Exchange], None]


def everywhere(target: str) -> bool:
    return True


@dataclass(frozen=True)
class Fault:
    """A fault that can be asked for by name.

    `times`: how many requests it spoils (None: all of them). `applies`: which requests, by their target.
    """

    name: str
    description: str
    act: Act
    times: int | None = None
    applies: Callable[[str], bool] = everywhere


def name_of(function: Callable[..., object]) -> str:
    """The name of a function's fault: `rate_limited` is `rate-limited`."""
    return function.__name__.replace("_", "-")


def register(
    faults: dict[str, Fault], *, times: int | None = None, applies: Callable[[str], bool] = everywhere
) -> Callable[[Act], Act]:
    """Register a fault under its function's name. Its docstring is the line that `--fault help` prints."""

    def registered(function: Act) -> Act:
        name = name_of(function)
        faults[name] = Fault(name, inspect.getdoc(function) or "", function, times, applies)
        return function

    return registered
