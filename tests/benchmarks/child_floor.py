"""A child: the least that it takes to know that nothing changed. Fetch and split the numbers, digest each; fetch the
pages of users, decode each; compare both with what a SELECT finds.

python -m tests.benchmarks.child_floor API
"""

import sys
from collections.abc import Iterator

import django
import msgspec
import requests
from django.db import connection

from inventory.quo.records import RawRecord

KNOWN_NUMBERS = "SELECT digest FROM inventory_phonenumber WHERE removed_at IS NULL"
KNOWN_USERS = "SELECT id, email, first_name, last_name, role FROM inventory_workspaceuser WHERE removed_at IS NULL"


class Numbers(msgspec.Struct):
    data: list[msgspec.Raw]


class User(msgspec.Struct, rename="camel"):
    id: str
    email: str | None
    first_name: str | None
    last_name: str | None
    role: str | None


class Users(msgspec.Struct, rename="camel"):
    data: list[User]
    next_page_token: str | None


def floor(api: str) -> None:
    body = requests.get(f"{api}/v1/phone-numbers", timeout=60).content
    numbers = {RawRecord.of(raw).digest for raw in msgspec.json.decode(body, type=Numbers).data}
    users = {
        (user.id, user.email or "", user.first_name or "", user.last_name or "", user.role or "")
        for user in listed_users(api)
    }
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_NUMBERS)
        known_numbers = {bytes(digest) for (digest,) in cursor.fetchall()}
        cursor.execute(KNOWN_USERS)
        known_users = set(cursor.fetchall())
    if (known_numbers, known_users) != (numbers, users):
        raise RuntimeError("the cache does not hold what the answers say")


def listed_users(api: str) -> Iterator[User]:
    token: str | None = ""
    while token is not None:
        page = requests.get(f"{api}/v1/users?maxResults=50&pageToken={token}", timeout=60).content
        users = msgspec.json.decode(page, type=Users)
        yield from users.data
        token = users.next_page_token


if __name__ == "__main__":
    django.setup()
    floor(sys.argv[1])
