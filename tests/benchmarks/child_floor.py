"""A child: the least that it takes to know that nothing changed. Fetch and split the numbers, digest each, and
compare them with what a SELECT finds.

python -m tests.benchmarks.child_floor API
"""

import sys

import django
import msgspec
import requests
from django.db import connection

from inventory.quo.records import RawRecord

KNOWN_NUMBERS = "SELECT digest FROM inventory_phonenumber WHERE removed_at IS NULL"


class Numbers(msgspec.Struct):
    data: list[msgspec.Raw]


def floor(api: str) -> None:
    body = requests.get(f"{api}/v1/phone-numbers", timeout=60).content
    numbers = {RawRecord.of(raw).digest for raw in msgspec.json.decode(body, type=Numbers).data}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_NUMBERS)
        known_numbers = {bytes(digest) for (digest,) in cursor.fetchall()}
    if known_numbers != numbers:
        raise RuntimeError("the cache does not hold what the answers say")


if __name__ == "__main__":
    django.setup()
    floor(sys.argv[1])
