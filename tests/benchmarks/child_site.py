"""A child: makes an account in a filled database, and tells what a browser needs to measure it. Prints JSON."""

import json
import statistics
import sys
import time
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from dashboard.numbers import rail  # noqa: E402
from dashboard.numbers.filters import NumberFilter  # noqa: E402
from inventory.freshness import Freshness  # noqa: E402
from inventory.models import PhoneNumber, WorkspaceUser  # noqa: E402
from inventory.statistics import statistics as inventory_statistics  # noqa: E402
from tests.benchmarks.pages import SUGGESTING  # noqa: E402

ROWS = 50
FILTERS = "restricted=messaging.US"


def session() -> str:
    """The key of a session of an account that may do all: Django's admin lets in nobody else."""
    account = User.objects.filter(username="benchmark").first() or User.objects.create_superuser("benchmark")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def pages() -> dict[str, str]:
    """The addresses to measure, by what they are called in the table."""
    number = PhoneNumber.objects.order_by("pk")[PhoneNumber.objects.count() // 2]
    person = WorkspaceUser.objects.filter(number_count__range=(2, 8)).order_by("pk")[0]
    last = -(-PhoneNumber.objects.count() // ROWS)
    admin = "/benchmark/admin/inventory/phonenumber/"
    searches = {"number": number.number[4:10], "name": "dispatch"}
    searches |= {"person": person.last_name, "mail": person.email[:14]}
    columns = ("number", "area", "porting", "forward", "updated")
    return {
        "bare": "/benchmark/bare/",
        "lean": "/benchmark/lean/",
        "list": "/numbers/?state=current",
        "admin": admin,
        "admin, last page": f"{admin}?p={last}",
        "last page": f"/numbers/?page={last}",
        **{f"by {column}": f"/numbers/?sort={column}" for column in columns},
        **{f"search, {what}": f"/numbers/?q={text}" for what, text in searches.items()},
        **{f"admin search, {what}": f"{admin}?q={text}" for what, text in searches.items()},
        "overview": "/",
        "number page": f"/numbers/{number.pk}/",
        "user page": f"/users/{person.pk}/",
        "users": "/users/",
        "changes": "/changes/",
        "suggestion, person": f"/suggestions/users/?text={person.last_name}",
        "suggestion, mail": f"/suggestions/users/?text={person.email}",
        "suggestion, nobody": "/suggestions/users/?text=nobody of this name",
        "find box": f"/find/?q={person.last_name}",
    }


def queries(addresses: dict[str, str], key: str) -> dict[str, int]:
    """How many queries each page of the product takes."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    counts = {}
    for name, address in addresses.items():
        if not address.startswith("/benchmark/") and not name.startswith(SUGGESTING):
            client.get(address)
            connection.force_debug_cursor = True
            with CaptureQueriesContext(connection) as captured:
                before = len(connection.queries_log)
                client.get(address)
            counts[name] = max(len(captured), len(connection.queries_log) - before)
    return counts


def facets(repetitions: int = 5) -> dict[str, float]:
    """Seconds for counting each facet under a filter, and for counting the rows of that filter: medians."""
    version, query = Freshness.read().version, QueryDict(FILTERS)
    times: dict[str, list[float]] = {"facets": [], "rows": []}
    inventory_statistics(version)  # known to every page
    for _ in range(repetitions):
        rail._counts.cache_clear()
        started = time.perf_counter()
        rail.counts(query, version, 0)
        counted = time.perf_counter()
        NumberFilter(query, PhoneNumber.objects.all()).qs.count()
        times["facets"].append(counted - started)
        times["rows"].append(time.perf_counter() - counted)
    return {name: statistics.median(some) for name, some in times.items()}


def main() -> dict[str, Any]:
    call_command("collectstatic", interactive=False, verbosity=0)
    key, addresses = session(), pages()
    return {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={key}",
        "pages": addresses,
        "queries": queries(addresses, key),
        "facets": facets(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
