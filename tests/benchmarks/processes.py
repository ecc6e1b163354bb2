"""The product's own processes: how soon a web worker answers, and how much memory each has at rest."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.children import OWN_SETTINGS, manage, measured, python
from tests.benchmarks.memory import NOW, memory, workers
from tests.benchmarks.pages import COUNTS, visits
from tests.benchmarks.serving import gunicorn, process, wait_for

LOOKED_AT = ("list", "overview", "number page", "user page", "users", "changes", f"{COUNTS} a user")
CONNECTIONS = 8  # one after the other, so that each web worker serves some of them


@dataclass(slots=True)
class Processes:
    start: list[float] = field(default_factory=list)  # seconds to the first answer, the sign-in page
    to_list: list[float] = field(default_factory=list)  # and to the list of numbers after that
    web: int = 0  # bytes
    worker: int = 0


def measure(env: dict[str, str], cookie: str, addresses: dict[str, list[str]], log: Path, rounds: int) -> Processes:
    env = env | OWN_SETTINGS
    starts = [measured(python("child_start", cookie, addresses["list"][0]), env) for _ in range(rounds)]
    web, worker = at_rest(env | {"TASKS": "database"}, cookie, addresses, log)
    return Processes([first for first, _ in starts], [second for _, second in starts], web, worker)


def at_rest(env: dict[str, str], cookie: str, addresses: dict[str, list[str]], log: Path) -> tuple[int, int]:
    """Resident bytes of the larger web worker, when it has shown a page of each kind, and of the process that runs
    refreshes, when it waits for the first.
    """
    with (
        gunicorn(env, log) as server,
        process(manage("db_worker"), env, log.with_suffix(".worker")) as worker,
    ):
        wait_for(server.port, "/readyz", log)  # says that a worker is there
        for _ in range(CONNECTIONS):
            pages = visits(server.port, cookie, addresses)
            for page in (pages[name] for name in LOOKED_AT):
                page.browser.get(page.addresses[0], **page.headers)
        return max((memory(pid, NOW) for pid in workers(server.pid)), default=0), memory(worker.pid, NOW)
