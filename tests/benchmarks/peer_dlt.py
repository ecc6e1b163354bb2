"""Run by the peers' own Python: loads Quo's numbers with dlt, as its documentation shows it, each time it is
asked to.

peer_dlt.py API DATABASE WORK
"""

import json
import os
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt  # type: ignore[import-not-found, unused-ignore]
from conversation import converse  # type: ignore[import-not-found, unused-ignore]


def records(address: str) -> Iterator[list[dict[str, Any]]]:
    with urllib.request.urlopen(address, timeout=120) as response:  # noqa: S310 - loopback
        yield json.load(response)["data"]


class Loading:
    """One pipeline of dlt's, and then another."""

    def __init__(self, api: str, database: str, work: Path) -> None:
        self.api, self.database, self.work = api, database, work
        self.pipelines = 0

    def first(self) -> float:
        """Into nothing, by a new pipeline."""
        self.pipelines += 1
        name = f"dlt_{os.getpid()}_{self.pipelines}"
        self.pipeline = dlt.pipeline(
            name, destination=self.destination(name), dataset_name=name, pipelines_dir=str(self.work)
        )
        return self.again()

    def again(self) -> float:
        numbers = dlt.resource(
            records(f"{self.api}/v1/phone-numbers"), name="phone_numbers", primary_key="id",
            write_disposition="merge", max_table_nesting=1,
        )  # fmt: skip
        started = time.perf_counter()
        self.pipeline.run(numbers)
        return time.perf_counter() - started

    def destination(self, name: str) -> Any:
        if self.database.startswith("sqlite"):
            # Off by default, and without them its second load compares every row with every other.
            keys = {"create_unique_indexes": True, "create_primary_keys": True}
            return dlt.destinations.sqlalchemy(f"sqlite:///{self.work / name}.sqlite3", **keys)
        # It wants a password, also where the server wants none.
        account, _, server = self.database.partition("://")[2].rpartition("@")
        account += "" if ":" in account else ":none"
        return dlt.destinations.postgres(f"postgresql://{account}@{server}")


if __name__ == "__main__":
    loading = Loading(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    converse({"first": loading.first, "again": loading.again})
