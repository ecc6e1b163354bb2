"""Whatever goes wrong with lists that come in pages, through the whole refresh: nothing is lost, and the row says why.

With 2026-03-30 all lists come in pages; with v1 only the list of people.
"""

from dataclasses import dataclass

import pytest
from pytest_django import Settings

from inventory.choices import Removals, Scope, State
from inventory.models import Change, Refresh
from inventory.refreshing.request import request_refresh
from inventory.sandbox import Sandbox
from inventory.sandbox.faults import PAGING_FAULTS

from .helpers import dump
from .test_people_and_generations import cache

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class PagesFail:
    """The refresh fails with these words; `people`: that of the list of people alone."""

    says: str
    people: bool = False
    status: int = 200


@dataclass(frozen=True)
class PagesServe:
    """The refresh succeeds, at most with this warning. `only`: the one way in which it comes to that."""

    warning: str = ""
    only: str = ""


EXPECTED: dict[str, PagesFail | PagesServe] = {
    "cursor-missing": PagesFail("does not say whether the list goes on: the cursor is missing"),
    "cursor-repeats": PagesFail("list does not end: a cursor comes back"),
    "cursor-never-ends": PagesFail("list does not end: 11 pages in a row hold nothing new"),
    "list-starts-over": PagesFail("list does not end: 11 pages in a row hold nothing new"),
    "cursor-expired": PagesFail("Quo refused the request", status=400),
    "pages-empty-between": PagesServe(),
    "page-fails": PagesFail("Quo could not answer", status=500),
    "page-fails-then-ok": PagesServe(),
    "list-shrinks": PagesServe(),
    "list-grows": PagesServe(),
    "total-wrong": PagesServe(),
    "restrictions-absent": PagesServe(),
    "users-absent": PagesServe(),
    "users-refused": PagesFail("Quo does not let this API key read this", people=True),
    "number-vanishes": PagesServe("Quo contradicts itself on these numbers", only="users by number"),
    "user-twice": PagesServe(),
    "user-unlisted": PagesServe(),
}
LAST = [*EXPECTED][-1]
WAYS = ("v1", "users included", "users by user", "users by number")
WAYS_OF_PEOPLE = WAYS[:2]  # the list of people is the same in all ways of 2026-03-30


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings) -> str:
    """How numbers and their users are asked for. All is in the cache, with the groups that only some ways tell."""
    sandbox.longest_page = 10
    settings.QUO_TIME_BUDGET = 30
    sandbox.include_users = request.param == "users included"
    if request.param == "users by number":  # the cheaper way where there are fewer numbers than people
        del sandbox.workspace.numbers[12:]
    for version in ("v1", "v1" if request.param == "v1" else "2026-03-30"):
        settings.QUO_API_VERSION = version
        assert refresh().state == State.SUCCEEDED
    return str(request.param)


def refresh() -> Refresh:
    return request_refresh(Scope.WORKSPACE, requested_by_name="a test")


def test_every_fault_has_an_expectation() -> None:
    assert EXPECTED.keys() == PAGING_FAULTS.keys()


def test_each_fault_of_pages_is_tolerated(way: str, sandbox: Sandbox) -> None:
    rows, known, changes = dump(), cache(), Change.objects.count()
    unmarked = cache("unverified")
    for name, expected in EXPECTED.items():
        sandbox.fault = name
        outcome = refresh()
        lists = [request_refresh(Scope.PEOPLE, requested_by_name="a test")] if way in WAYS_OF_PEOPLE else []
        sandbox.fault = None
        warnings = [warning["reason"] for warning in outcome.warnings]
        if isinstance(expected, PagesFail) and way != "v1" and not expected.people:
            assert (outcome.state, outcome.error_status, warnings) == (State.FAILED, expected.status, [])
            assert expected.says in outcome.error_summary
            assert dump() == rows
        else:
            says = ""
            if isinstance(expected, PagesFail):
                assert {people.state for people in lists} <= {State.FAILED}
                assert all(expected.says in people.error_summary for people in lists)
            elif expected.only in ("", way):
                says = expected.warning
            assert (outcome.state, outcome.error_summary) == (State.SUCCEEDED, "")
            assert len(warnings) == bool(says)
            assert says in "".join(warnings)
            assert cache("unverified") == unmarked
        assert all(map(nothing_changed, [outcome, *lists]))
        if warnings or name == LAST:  # else a good answer would find what it found before
            again = refresh()
            assert (again.state, again.warned) == (State.SUCCEEDED, 0)
            assert nothing_changed(again)
        assert cache() == known
    assert Change.objects.count() == changes


def nothing_changed(refresh: Refresh) -> bool:
    counts = [refresh.added, refresh.changed, refresh.removed, refresh.restored]
    counts += [refresh.users_added, refresh.users_changed, refresh.users_removed]
    return not any(counts) and refresh.removals == Removals.NONE


def test_a_first_import_of_which_a_page_fails_leaves_nothing(sandbox: Sandbox, settings: Settings) -> None:
    settings.QUO_API_VERSION = "2026-03-30"
    sandbox.longest_page = 10
    for name, expected in EXPECTED.items():
        if isinstance(expected, PagesFail) and not expected.people:
            sandbox.fault = name
            assert refresh().state == State.FAILED, name
            assert not any(dump().values()), name
