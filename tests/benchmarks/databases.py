"""The databases of a run: an SQLite file, and PostgreSQL where there is one. Removed at its end."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dj_database_url
import psycopg

from tests.postgresql import programs, server

BENCHMARK_DATABASE_URL = "BENCHMARK_DATABASE_URL"


def sqlite(directory: Path, size: int | str) -> str:
    return f"sqlite:///{directory / f'numbers-{size}.sqlite3'}"


@contextmanager
def postgresql(sizes: list[int]) -> Iterator[dict[int, str]]:
    """A database for each size in the server that BENCHMARK_DATABASE_URL names, or in one of our own. None: {}."""
    with ExitStack() as stack:
        url = os.environ.get(BENCHMARK_DATABASE_URL) or (stack.enter_context(server()).url if programs() else "")
        if not url:
            yield {}
            return
        names = {size: f"quo_numbers_benchmark_{os.getpid()}_{size}" for size in sizes}
        for name in names.values():
            _run(url, f'CREATE DATABASE "{name}"')
            stack.callback(_run, url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        yield {size: f"{url.rpartition('/')[0]}/{name}" for size, name in names.items()}


def _run(url: str, statement: str) -> None:
    config = dj_database_url.parse(url)
    with psycopg.connect(
        host=config["HOST"], port=config["PORT"] or 5432, user=config["USER"], password=config["PASSWORD"] or None,
        dbname=config["NAME"], autocommit=True,
    ) as connection:  # fmt: skip
        connection.execute(statement.encode())
