"""Numbers and people over the wire alone, in both generations, at the true rate and latency of requests."""

import math
import time
from collections import Counter
from collections.abc import Iterator

from inventory.quo.client import QuoClient
from inventory.quo.generations import client_for
from inventory.quo.pace import pace_of
from inventory.sandbox import SANDBOX_KEY, Sandbox
from inventory.sandbox.workspace import Workspace
from tests.benchmarks.measured import Paged
from tests.benchmarks.quo import LATENCY, PAGE, PER_SECOND

OF_THE_WORKSPACE = 2  # its name, and its A2P registration


def measure(size: int) -> Iterator[Paged]:
    for version, include in (("v1", True), ("2026-03-30", True), ("2026-03-30", False)):
        with (
            Sandbox(numbers=size, include_users=include, latency=LATENCY) as sandbox,
            client_for(SANDBOX_KEY, sandbox.url, version) as client,
        ):
            people = [person["id"] for person in sandbox.workspace.people]
            if version != "v1":
                how = "users included" if include else "users one by one"
                work = f"numbers with 2026-03-30, {how}, {size:,}"
                yield timed(work, size, sandbox, client, needed(sandbox.workspace, include), people)
            if include:
                yield timed(f"people with {version}, {len(people):,}", size, sandbox, client, pages_of(len(people)))


def timed(
    work: str, size: int, sandbox: Sandbox, client: QuoClient, needed: int, people: list[str] | None = None
) -> Paged:
    pace_of.cache_clear()
    if sandbox.requests:
        time.sleep(1.1)  # Quo counts requests by the second
        sandbox.requests.clear()
    started = time.perf_counter()
    if people is None:
        client.fetch_people()
    else:
        client.fetch_numbers((), people)
    seconds = time.perf_counter() - started
    requests = len(sandbox.requests)
    in_turn = pages_of(size if people is not None else len(sandbox.workspace.people))
    # Ten at once and ten more each second; and a page is only asked for when the one before has come.
    least = max((requests - 1) // PER_SECOND + LATENCY, in_turn * LATENCY)
    return Paged(work, size, seconds, requests, needed, least)


def needed(workspace: Workspace, include: bool) -> int:
    """How many requests it takes, by a plain count. A user's or number's list of several pages is read twice."""
    numbers = pages_of(len(workspace.numbers)) + OF_THE_WORKSPACE
    if include:
        return numbers
    assigned = Counter(user["id"] for number in workspace.numbers for user in number["users"])
    by_user = sum(twice(assigned[person["id"]]) for person in workspace.people)
    by_number = sum(twice(len(number["users"])) for number in workspace.numbers)
    refused = 1
    cheaper = by_user if len(workspace.people) < len(workspace.numbers) else by_number
    return refused + numbers + pages_of(len(workspace.people)) + cheaper


def pages_of(records: int) -> int:
    return max(1, math.ceil(records / PAGE))


def twice(records: int) -> int:
    return 1 if pages_of(records) == 1 else 2 * pages_of(records)
