"""A refresh that learns nothing new costs as good as nothing, however many numbers there are."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.choices import Scope, State
from inventory.models import PhoneNumber
from inventory.refreshing.request import request_refresh
from inventory.refreshing.run import ProgressReporter
from inventory.sandbox import Sandbox

from .helpers import answer_of, dump, refresh_with, some_numbers

pytestmark = pytest.mark.django_db

WRITING = re.compile(r"(\d+ times: )?(INSERT|UPDATE|DELETE) ")  # how many rows one INSERT wrote stands before it


def allowance() -> int:
    """PostgreSQL is told that saving may take long."""
    return int(connection.vendor == "postgresql")


def cost_of(count: int, scope: str = Scope.WORKSPACE, target: str = "") -> tuple[int, int]:
    """The queries, and those of them that write, of an unchanged refresh of so many numbers."""
    answer = answer_of(some_numbers(count))
    refresh_with(answer)
    before = dump(without="confirmed_at")
    with CaptureQueriesContext(connection) as queries:
        refresh = refresh_with(answer, scope, target)
    assert (refresh.checked, refresh.changed) == (count, 0)
    assert dump(without="confirmed_at") == before
    return len(queries), sum(bool(WRITING.match(query["sql"])) for query in queries)


@pytest.fixture(params=[(Scope.WORKSPACE, ""), (Scope.USER, "US1")], ids=["workspace", "user"])
def scope(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


def test_an_unchanged_refresh_costs_the_same_for_50_and_for_500_numbers(scope: tuple[str, str]) -> None:
    few = cost_of(50, *scope)
    PhoneNumber.objects.all().delete()
    assert cost_of(500, *scope) == few
    # What is written is the refresh's own row, as it goes from phase to phase, and when it confirmed what it asked for.
    # A refresh of the workspace asks whether the day has counts.
    assert few == ((22 if scope[0] == Scope.WORKSPACE else 20) + allowance(), 7 if not scope[1] else 8)


def test_one_change_among_500_writes_one_number() -> None:
    records = some_numbers(500)
    refresh_with(answer_of(records))
    before = {row.pk: row.digest for row in PhoneNumber.objects.all()}
    with CaptureQueriesContext(connection) as queries:
        refresh = refresh_with(answer_of([records[0] | {"symbol": "🏡"}, *records[1:]]))
    after = {row.pk: row.digest for row in PhoneNumber.objects.all()}
    assert [pk for pk in after if bytes(after[pk]) != bytes(before[pk])] == ["PN0"]
    assert (refresh.changed, refresh.changes.count()) == (1, 1)
    inserts = [query["sql"] for query in queries if 'INSERT INTO "inventory_phonenumber"' in query["sql"]]
    assert len(inserts) == 1
    assert inserts[0].startswith("1 times: ")


def test_the_whole_way_in_costs_a_bounded_number_of_queries(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProgressReporter, "EVERY", 60)  # a slow machine writes heartbeats
    assert request_refresh(Scope.WORKSPACE, requested_by_name="a test").state == State.SUCCEEDED
    with CaptureQueriesContext(connection) as queries:
        assert request_refresh(Scope.WORKSPACE, requested_by_name="a test").state == State.SUCCEEDED
    assert len(queries) == 40 + allowance()
    assert not [query for query in queries if '"raw"' in query["sql"]]
