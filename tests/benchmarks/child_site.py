"""A child: makes an account in a filled database, and tells what a browser needs to measure it. Prints JSON."""

import json
import sys
from importlib import import_module
from itertools import combinations, product
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from inventory.choices import RESTRICTIONS, Role  # noqa: E402
from inventory.models import CacheState, PhoneNumber, WorkspaceUser  # noqa: E402
from tests.benchmarks.pages import COUNTS, SUGGESTING  # noqa: E402

ROWS = 50
OFTEN = 20  # addresses of a kind


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
    known_since = CacheState.objects.get().known_since
    assert known_since
    columns = ("number", "area", "porting", "forward", "updated")
    return {
        "bare": "/benchmark/bare/",
        "lean": "/benchmark/lean/",
        "list": "/numbers/?state=current",
        "list, past": f"/numbers/?state=current&as_of={known_since.isoformat().replace('+00:00', 'Z')}",
        "admin": admin,
        "admin, last page": f"{admin}?p={last}",
        "last page": f"/numbers/?page={last}",
        **{f"by {column}": f"/numbers/?sort={column}" for column in columns},
        **{f"search, {what}": f"/numbers/?q={text}" for what, text in searches.items()},
        **{f"admin search, {what}": f"{admin}?q={text}" for what, text in searches.items()},
        "overview": "/",
        "freshness": "/freshness/",
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
        if not address.startswith("/benchmark/") and not name.startswith((*SUGGESTING, "list, past")):
            client.get(address)
            connection.force_debug_cursor = True
            with CaptureQueriesContext(connection) as captured:
                before = len(connection.queries_log)
                client.get(address)
            counts[name] = max(len(captured), len(connection.queries_log) - before)
    return counts


def counts() -> dict[str, list[str]]:
    """The addresses of the counts beside the list under its filters. Others for each round: the site may remember."""
    ways = [restriction.key for restriction in RESTRICTIONS]
    pairs = [f"restricted={one}&restricted={other}" for one, other in combinations(ways, 2)]
    roles = [f"role={role}&restricted={way}" for role, way in product(Role.values, ways)]
    people = WorkspaceUser.objects.filter(number_count__gt=0).order_by("-number_count", "pk")[:OFTEN]
    names = WorkspaceUser.objects.order_by("last_name").values_list("last_name", flat=True).distinct()[:OFTEN]
    queries = {
        "restrictions": [f"restricted={way}" for way in ways] + pairs,
        "a role": roles,
        "a user": [f"user={person.pk}" for person in people],
        "a text": [f"q={name}" for name in names],
    }
    return {f"{COUNTS} {name}": [f"/numbers/facets/?{query}" for query in some] for name, some in queries.items()}


def main() -> dict[str, Any]:
    call_command("collectstatic", interactive=False, verbosity=0)
    key, addresses = session(), pages()
    return {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={key}",
        "pages": {name: [address] for name, address in addresses.items()} | counts(),
        "queries": queries(addresses, key),
        "people": WorkspaceUser.objects.current().count(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
