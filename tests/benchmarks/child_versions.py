"""A child: a refresh with 2026-03-30 that finds nothing new, at the true rate of requests. Prints JSON.

python -m tests.benchmarks.child_versions NUMBERS on|off
"""

import json
import math
import sys
import time
from collections import Counter
from typing import Any
from unittest.mock import patch

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from inventory.choices import State  # noqa: E402
from inventory.refreshing.request import request_refresh  # noqa: E402
from inventory.sandbox import Sandbox  # noqa: E402
from inventory.sandbox.workspace import Workspace  # noqa: E402

PAGE, PER_SECOND = 50, 10
OF_THE_WORKSPACE = 2  # its name, and its A2P registration


def needed(workspace: Workspace, *, include_users: bool) -> int:
    """How many requests it takes, by a plain count."""
    numbers = math.ceil(len(workspace.numbers) / PAGE)
    people = math.ceil(len(workspace.people) / PAGE)
    if include_users:
        return numbers + people + OF_THE_WORKSPACE
    assigned = Counter(user["id"] for number in workspace.numbers for user in number["users"])
    by_user = sum(pages_of(assigned[person["id"]]) for person in workspace.people)
    by_number = sum(pages_of(len(number["users"])) for number in workspace.numbers)
    refused = 1
    cheaper = by_user if len(workspace.people) < len(workspace.numbers) else by_number
    return refused + numbers + people + OF_THE_WORKSPACE + cheaper


def pages_of(records: int) -> int:
    """A list of several pages is read twice."""
    pages = max(1, math.ceil(records / PAGE))
    return pages if pages == 1 else 2 * pages


def main(size: str, include: str) -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    include_users = include == "on"
    with Sandbox(numbers=int(size), include_users=include_users, requests_per_second=None) as sandbox:
        settings.QUO_API_VERSION, settings.QUO_API_URL = "2026-03-30", sandbox.url
        with patch("inventory.quo.pace.PER_SECOND", 1000):  # the first import is measured elsewhere
            refresh(int(size))
        sandbox.requests.clear()
        started = time.perf_counter()
        refresh(int(size))
        seconds = time.perf_counter() - started
        requests = len(sandbox.requests)
        least = (requests - 1) // PER_SECOND  # ten at once, ten more each second
        wanted = needed(sandbox.workspace, include_users=include_users)
        return {"seconds": seconds, "requests": requests, "needed": wanted, "least": least}


def refresh(size: int) -> None:
    done = request_refresh("workspace", requested_by_name="benchmark")
    if done.state != State.SUCCEEDED or done.checked != size:
        raise RuntimeError(done.summary)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
