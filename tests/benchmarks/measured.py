"""Everything that was measured on one database. Times are of each round, in seconds, in the order of the rounds."""

from dataclasses import dataclass, field

from tests.benchmarks.pages import Exports, Pages
from tests.benchmarks.processes import Processes
from tests.benchmarks.wrk import Load
from tests.benchmarks.year import Year

Times = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Paged:
    """What comes in pages: how long it took, with how many requests, and the least time for so many."""

    work: str
    size: int  # phone numbers
    seconds: float
    requests: int
    needed: int
    least: float


@dataclass(slots=True)
class Measured:
    small: int  # phone numbers
    large: int
    people: int = 0  # where there are most numbers
    answer: int = 0  # bytes
    pages: Pages | None = None
    queries: dict[int, dict[str, int]] = field(default_factory=dict)  # by phone numbers and page
    load: dict[str, Load] = field(default_factory=dict)  # list, lean
    exports: Exports | None = None
    refreshes: Times = field(default_factory=dict)  # unchanged, floor, changed, command, bare command, dlt, alerts
    imports: Times = field(default_factory=dict)  # product, bulk_create, dlt
    peaks: dict[str, int] = field(default_factory=dict)  # first import, refresh: bytes
    processes: Processes | None = None
    clicks: dict[int, tuple[list[float], list[float]]] = field(default_factory=dict)  # by size; and the answer alone
    paged: list[Paged] = field(default_factory=list)
    year: Year | None = None
    notes: list[str] = field(default_factory=list)
