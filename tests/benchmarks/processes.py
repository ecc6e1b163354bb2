"""The product's own processes: how soon a web worker answers, and how much memory each has at rest."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.children import OWN_SETTINGS, manage, measured, python
from tests.benchmarks.memory import NOW, memory, workers
from tests.benchmarks.serving import Browser, gunicorn, process, wait_for

CONNECTIONS = 8  # one after the other, so that each web worker serves some of them


@dataclass(slots=True)
class Processes:
    start: list[float] = field(default_factory=list)  # seconds
    web: int = 0  # bytes
    worker: int = 0


def measure(env: dict[str, str], cookie: str, addresses: list[str], log: Path, rounds: int) -> Processes:
    env = env | OWN_SETTINGS
    starts = [measured(python("child_start", cookie, addresses[0]), env) for _ in range(rounds)]
    web, worker = at_rest(env | {"TASKS": "database"}, cookie, addresses, log)
    return Processes(starts, web, worker)


def at_rest(env: dict[str, str], cookie: str, addresses: list[str], log: Path) -> tuple[int, int]:
    """Resident bytes of the larger web worker, when all these pages have been looked at, and of the process that runs
    refreshes, when it waits for the first.
    """
    with (
        gunicorn(env, log) as server,
        process(manage("db_worker"), env, log.with_suffix(".worker")) as worker,
    ):
        wait_for(server.port, "/readyz", log)  # says that a worker is there
        for _ in range(CONNECTIONS):
            browser = Browser(server.port, cookie)
            for address in addresses:
                browser.get(address)
        return max((memory(pid, NOW) for pid in workers(server.pid)), default=0), memory(worker.pid, NOW)
