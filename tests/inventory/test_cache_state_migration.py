"""A database from before the cache state comes through with what its refreshes tell."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("inventory", "0003_kept_counts_and_orders")]
AFTER = [("inventory", "0004_cache_state")]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def migrate(transactional_db: None) -> Any:
    """Migrates there and gives the models of that time; afterwards everything is as it was."""

    def to(targets: list[tuple[str, str]]) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return MigrationExecutor(connection).loader.project_state(targets).apps.get_model

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_the_state_of_an_older_database_is_filled(migrate: Any) -> None:
    get = migrate(BEFORE)
    Number, User, Refresh = (get("inventory", name) for name in ("PhoneNumber", "WorkspaceUser", "Refresh"))

    def number(id: str, digest: bytes = b"digest of the raw", **fields: Any) -> None:
        Number.objects.create(id=id, number=id, digest=digest, first_seen_at=at(0), **fields)

    def refreshed(minutes: int, scope: str = "workspace", target: str = "", **fields: Any) -> Any:
        fields = {"state": "succeeded", "asked_by": "a test", "finished_at": at(minutes)} | fields
        return Refresh.objects.create(scope=scope, target=target, **fields)

    for id in ("PN1", "PN2"):
        number(id)
    number("held", b"")
    number("unread", b"")
    number("reread", b"")  # to be read in full for the sake of its users, but confirmed
    number("gone", removed_at=at(20))
    User.objects.create(id="US1", sort_name="ada", search_text="ada", first_seen_at=at(0))
    refreshed(0)
    refreshed(10)
    latest = refreshed(30, rejected=1, removals="held", held=["held", "gone"])
    latest.rejected_records.create(record_id="unread", path="$", reason="a test", raw="{}")
    refreshed(35, state="failed")
    refreshed(40, "number", "PN1")
    refreshed(50, "user", "US1")

    get = migrate(AFTER)
    Number, state = get("inventory", "PhoneNumber"), get("inventory", "CacheState").objects.get()
    assert (state.confirmed_at, state.numbers, state.unverified) == (at(30), 5, 2)
    assert state.version.int != 0
    confirmed = dict(Number.objects.values_list("pk", "confirmed_at"))
    assert (confirmed["held"], confirmed["unread"], confirmed["PN1"]) == (at(10), at(10), at(40))
    assert set(Number.objects.filter(unverified=True).values_list("pk", flat=True)) == {"held", "unread"}
    assert get("inventory", "WorkspaceUser").objects.get().confirmed_at == at(50)
    latest = get("inventory", "Refresh").objects.get(pk=latest.pk)
    assert (latest.held_count, latest.held_waiting) == (2, 2)
    assert {bytes(digest) for digest in Number.objects.values_list("digest", flat=True)} == {b""}


def test_an_empty_database_has_no_state(migrate: Any) -> None:
    migrate(BEFORE)
    assert not migrate(AFTER)("inventory", "CacheState").objects.exists()
