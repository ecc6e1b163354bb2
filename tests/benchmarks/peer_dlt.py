"""Run by the peers' own Python: loads Quo's answer twice with dlt, as its documentation shows it. Prints JSON."""

import json
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import dlt  # type: ignore[import-not-found, unused-ignore]


def records(address: str) -> Iterator[list[dict[str, Any]]]:
    with urllib.request.urlopen(address, timeout=120) as response:  # noqa: S310 - loopback
        yield json.load(response)["data"]


def main(address: str, database: str, work: str) -> dict[str, float]:
    if database.startswith("sqlite"):
        # Off by default, and without them its second load compares every row with every other.
        destination = dlt.destinations.sqlalchemy(database, create_unique_indexes=True, create_primary_keys=True)
    else:
        # It wants a password, also where the server wants none.
        account, _, server = database.partition("://")[2].rpartition("@")
        account += "" if ":" in account else ":none"
        destination = dlt.destinations.postgres(f"postgresql://{account}@{server}")
    pipeline = dlt.pipeline("benchmark", destination=destination, dataset_name="dlt", pipelines_dir=work)
    took = {}
    for name in ("first", "second"):
        numbers = dlt.resource(
            records(address), name="phone_numbers", primary_key="id", write_disposition="merge", max_table_nesting=1
        )
        started = time.perf_counter()
        pipeline.run(numbers)
        took[name] = time.perf_counter() - started
    return took


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
