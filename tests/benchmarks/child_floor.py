"""A child: the least that it takes to know that nothing changed: fetch, split, digest, one SELECT.

python -m tests.benchmarks.child_floor API
"""

import sys

import django
import msgspec
import requests
from django.db import connection

from inventory.quo.records import RawRecord


class List(msgspec.Struct):
    data: list[msgspec.Raw]


def floor(api: str) -> None:
    body = requests.get(f"{api}/v1/phone-numbers", timeout=60).content
    digests = {RawRecord.of(raw).digest for raw in msgspec.json.decode(body, type=List).data}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, digest FROM inventory_phonenumber WHERE removed_at IS NULL")
        known = {bytes(digest) for _, digest in cursor.fetchall()}
    if known != digests:
        raise RuntimeError("the cache does not hold what the answer says")


if __name__ == "__main__":
    django.setup()
    floor(sys.argv[1])
