"""Run a refresh: fetch, compare, reconcile, apply. Errors end in the refresh's row."""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inventory.choices import Phase, Scope, State
from inventory.models import CacheState, Refresh
from inventory.quo.client import QuoClient
from inventory.quo.errors import BadAnswer, Cancelled, NotFound, QuoError
from inventory.quo.generations import client_for
from inventory.quo.records import Answer, People
from inventory.refreshing.apply import CacheChanged, apply
from inventory.refreshing.diff import compare
from inventory.refreshing.lease import LeaseLost, fail, interrupt, renew, take_next
from inventory.refreshing.plan import Cached
from inventory.refreshing.reconcile import Guard, plan_people, reconcile
from inventory.refreshing.snapshot import known_users, load_details, read_known, read_people, users_without_numbers
from inventory.runtime import tracing
from inventory.runtime.database import allow_long_statements, outage, reason
from inventory.runtime.workers import RETRY, register, shutting_down, wake

log = logging.getLogger("inventory.refresh")

T = TypeVar("T")

PHASES = {"bytes": Phase.RECEIVING, "requests": Phase.PAGING, "people": Phase.PEOPLE}
LEVELS = {State.FAILED: logging.ERROR, State.INTERRUPTED: logging.WARNING}


def run_all(*, people: bool = False) -> int:
    """Run the queued refreshes of a lane until none is left, or another process runs one. Returns how many."""
    count = 0
    while (refresh := take_next(people=people)) is not None:
        with tracing.request(refresh.request_id):
            run(refresh)
        count += 1
    return count


def run_lane(*, people: bool) -> float | None:
    """Run what is queued in a lane. What then follows is other lanes' work: the list of people, alerts."""
    if run_all(people=people):
        wake()
    waits_for_another = Refresh.objects.filter(state=State.QUEUED).in_lane(people=people).exists()
    return RETRY if waits_for_another else None


def run(refresh: Refresh) -> None:
    """Run a refresh that has the lease. The outcome is in its row; only what ends the process is raised."""
    progress = ProgressReporter(refresh)
    try:
        if refresh.scope == Scope.PEOPLE:
            run_people(refresh, progress)
        else:
            run_numbers(refresh, progress)
    except (LeaseLost, Cancelled):
        if shutting_down.is_set():
            interrupt(refresh)
        log.info("refresh %s lost its lease: it was cancelled or timed out", refresh.pk)
    except QuoError as error:
        _fail(refresh, error, progress)
    except DatabaseError as error:
        # A traceback helps only where the code is at fault, not in an outage.
        trace = outage(error) is None
        log.error("refresh %s: the database failed: %s", refresh.pk, reason(error), exc_info=trace)
        connection.close_if_unusable_or_obsolete()
        summary = f"The database failed ({reason(error)}). Nothing was changed."
        advice = "Refresh again. If this repeats, check that the database runs and has room."
        _fail(refresh, QuoError(summary, title="Database failure", advice=advice), progress)
    except Exception:
        log.exception("refresh %s: an unexpected error", refresh.pk)
        summary = "An unexpected error occurred in this dashboard. Nothing was changed."
        advice = "The log of the process that ran the refresh has the details. Show them to your administrator."
        _fail(refresh, QuoError(summary, title="Error in the dashboard", advice=advice), progress)
    except BaseException:  # Ctrl-C, or a web server that stops its worker
        with suppress(DatabaseError):
            interrupt(refresh)
        raise
    with suppress(DatabaseError):
        refresh.refresh_from_db()
    level = LEVELS.get(State(refresh.state), logging.INFO)
    log.log(level, "refresh %s %s: %s", refresh.pk, refresh.state, refresh.summary)


def client(tick: Callable[[], None] = lambda: None) -> QuoClient:
    """A client for the version of the API that the settings name. Raises CheckSettings."""
    return client_for(
        settings.QUO_API_KEY,
        settings.QUO_API_URL,
        settings.QUO_API_VERSION,
        timeout=settings.QUO_TIMEOUT,
        time_budget=settings.QUO_TIME_BUDGET,
        max_answer=settings.QUO_MAX_ANSWER,
        user_agent=f"quo-numbers/{settings.VERSION}",
        tick=tick,
    )


def fetch(progress: "ProgressReporter", ask: Callable[[QuoClient], T]) -> T:
    """What Quo is asked for. While it is waited for, the lease is renewed, and a cancellation noticed."""

    with client(lambda: progress.fetching(quo)) as quo:
        try:
            return ask(quo)
        finally:
            progress.calls = quo.progress.calls


def run_numbers(refresh: Refresh, progress: "ProgressReporter") -> None:
    cached = read_known(Scope(refresh.scope), refresh.target)
    try:
        answer = fetch(progress, lambda quo: _ask(quo, refresh, cached))
    except NotFound:
        if refresh.scope != Scope.NUMBER or not cached.digests:
            raise
        answer = Answer(records=[], size=0)  # Quo no longer has this known number
    while True:
        try:
            return store(refresh, answer, progress, cached)
        except CacheChanged:
            cached = read_known(Scope(refresh.scope), refresh.target)


def _ask(quo: QuoClient, refresh: Refresh, cached: Cached) -> Answer:
    if refresh.scope == Scope.WORKSPACE:
        return quo.fetch_numbers(cached.digests.keys(), known_users())
    if refresh.scope == Scope.USER:
        return quo.fetch_user(refresh.target, cached.digests.keys())
    return quo.fetch_number(refresh.target)


def store(
    refresh: Refresh, answer: Answer, progress: "ProgressReporter", cached: Cached, *, now: datetime | None = None
) -> None:
    """Update the cache from the answer, as far as the refresh's scope allows. Raises LeaseLost and CacheChanged.

    `now`: the time at which everything is seen, where it is not the present.
    """
    scope = Scope(refresh.scope)
    progress.report(Phase.COMPARING, 0, len(answer.records))
    compared = compare(answer, cached.digests, progress.comparing)
    if scope == Scope.NUMBER and compared.seen - {refresh.target}:
        raise BadAnswer("Quo answered with another number than the one that was requested.", status=200)
    cached, compared = load_details(cached, compared)
    now = now or timezone.now()
    plan = reconcile(scope, refresh.target, compared, cached, guard(), now)
    plan.organization, plan.a2p = answer.organization, answer.a2p
    progress.report(Phase.SAVING, 0, None)  # now, since nobody sees what the transaction writes until its end
    apply(plan, refresh, now, cached.version)


def run_people(refresh: Refresh, progress: "ProgressReporter") -> None:
    progress.expected = len(known_users())
    store_people(refresh, fetch(progress, lambda quo: quo.fetch_people(users_without_numbers())), progress)


def store_people(
    refresh: Refresh, people: People, progress: "ProgressReporter", *, now: datetime | None = None
) -> None:
    """Update the users from the complete list of them. Raises LeaseLost.

    It is planned under the lock under which it is written, since numbers are refreshed at the same time.
    """
    progress.report(Phase.SAVING, 0, None)
    now = now or timezone.now()
    with transaction.atomic():
        allow_long_statements()
        state = CacheState.locked()
        cached = read_people(since=refresh.started_at or now)
        plan = plan_people(people, cached, guard())
        apply(plan, refresh, now, state.version)


def guard() -> Guard:
    return Guard(settings.QUO_HOLD_REMOVALS_OVER, settings.QUO_HOLD_REMOVALS_OVER_PERCENT)


class ProgressReporter:
    """Writes phase, progress and heartbeat to the Refresh row, at most once a second. Raises LeaseLost.

    A write that finds no running row shows that the refresh was cancelled or timed out. Raises Cancelled where the
    process is shutting down.
    """

    EVERY = 1.0  # seconds

    def __init__(self, refresh: Refresh) -> None:
        self.refresh = refresh
        self.phase: str = Phase.ASKING
        self.expected: int | None = None  # how many people there may be, which no list of pages tells
        self.calls: Mapping[str, int] = {}  # how many responses the client got, by status
        self.last = time.monotonic()  # taking the lease wrote a heartbeat

    def fetching(self, quo: QuoClient) -> None:
        """How far the client's fetch is."""
        self.calls = quo.progress.calls
        phase = PHASES[quo.progress.unit] if quo.progress.done else Phase.ASKING
        self.report(phase, quo.progress.done, quo.progress.total or self.expected)

    def comparing(self, done: int, total: int) -> None:
        """`done` records of `total` are compared."""
        self.report(Phase.COMPARING, done, total)

    def report(self, phase: str, done: int, total: int | None) -> None:
        if shutting_down.is_set():
            raise Cancelled("The process is shutting down.")
        if phase == self.phase and time.monotonic() - self.last < self.EVERY:
            return
        self.phase, self.last = phase, time.monotonic()
        try:
            renew(self.refresh, phase=phase, progress_done=done, progress_total=total, api_calls=dict(self.calls))
        except DatabaseError as error:
            # What was fetched so far is worth more than this line: saving finds out whether the lease is lost.
            log.warning("refresh %s: a heartbeat could not be written: %s", self.refresh.pk, reason(error))
            connection.close_if_unusable_or_obsolete()


def _fail(refresh: Refresh, error: QuoError, progress: ProgressReporter) -> None:
    """Write the failure to the refresh's row, unless its lease is lost.

    If the database cannot take even that, the heartbeat stops, and the refresh is marked as interrupted later.
    """
    try:
        fail(refresh, error, dict(progress.calls))
    except DatabaseError as trouble:
        log.error(
            "refresh %s failed (%s), and its row could not be written: %s",
            refresh.pk,
            error,
            reason(trouble),
            exc_info=outage(trouble) is None,
        )


register("refreshes", partial(run_lane, people=False))
register("people", partial(run_lane, people=True))
