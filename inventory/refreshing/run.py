"""Run a refresh: fetch, compare, reconcile, apply. Errors end in the refresh's row."""

import logging
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from contextvars import copy_context

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from inventory import tracing
from inventory.choices import Phase, Scope, State
from inventory.database import outage, reason
from inventory.models import Refresh
from inventory.quo.client import QuoClient
from inventory.quo.errors import BadAnswer, Cancelled, NotFound, QuoError
from inventory.quo.generations import client_for
from inventory.quo.records import Answer
from inventory.refreshing.apply import apply
from inventory.refreshing.diff import compare
from inventory.refreshing.lease import LeaseLost, fail, interrupt, renew, take_next
from inventory.refreshing.people import plan_people
from inventory.refreshing.plan import Cached
from inventory.refreshing.reconcile import Guard, reconcile
from inventory.refreshing.snapshot import load_details, read_known
from inventory.shutdown import shutting_down

log = logging.getLogger("inventory.refresh")

PHASES = {"bytes": Phase.RECEIVING, "requests": Phase.PAGING, "people": Phase.PAGING}
LEVELS = {State.FAILED: logging.ERROR, State.INTERRUPTED: logging.WARNING}


def run_all() -> int:
    """Run queued refreshes until none is left, or another process runs one. Returns how many."""
    count = 0
    while (refresh := take_next()) is not None:
        with tracing.request(refresh.request_id):
            run(refresh)
        count += 1
    return count


def run(refresh: Refresh) -> None:
    """Run a refresh that has the lease. The outcome is in its row; only what ends the process is raised."""
    progress = ProgressReporter(refresh)
    try:
        cached = read_known(Scope(refresh.scope), refresh.target)  # nothing else writes while this has the lease
        answer = fetch(refresh, progress, cached)
        store(refresh, answer, progress, cached)
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
        _fail(refresh, DatabaseTrouble(error), progress)
    except Exception:
        log.exception("refresh %s: an unexpected error", refresh.pk)
        _fail(refresh, ProductFault(), progress)
    except BaseException:  # Ctrl-C, or a web server that stops its worker
        with suppress(DatabaseError):
            interrupt(refresh)
        raise
    with suppress(DatabaseError):
        refresh.refresh_from_db()
    level = LEVELS.get(State(refresh.state), logging.INFO)
    log.log(level, "refresh %s %s: %s", refresh.pk, refresh.state, refresh.summary)


def client() -> QuoClient:
    """A client for the version of the API that the settings name. Raises CheckSettings."""
    return client_for(
        settings.QUO_API_KEY,
        settings.QUO_API_URL,
        settings.QUO_API_VERSION,
        timeout=settings.QUO_TIMEOUT,
        time_budget=settings.QUO_TIME_BUDGET,
        max_answer=settings.QUO_MAX_ANSWER,
        user_agent=f"quo-numbers/{settings.VERSION}",
    )


def fetch(refresh: Refresh, progress: "ProgressReporter", cached: Cached) -> Answer:
    """Fetch what the refresh asks for. For a known number that Quo no longer has, the answer is empty.

    The client runs in a thread of its own. Meanwhile this one renews the lease and notices a cancellation.
    """
    with client() as quo:
        outcome: list[Answer | BaseException] = []

        def ask() -> None:
            try:
                outcome.append(_ask(quo, refresh, cached))
            except BaseException as error:
                outcome.append(error)

        thread = threading.Thread(target=copy_context().run, args=(ask,), name="fetch", daemon=True)
        thread.start()
        while not outcome:
            thread.join(min(ProgressReporter.EVERY, 0.25))
            progress.calls = quo.progress.calls
            phase = PHASES[quo.progress.unit] if quo.progress.done else Phase.ASKING
            progress.report(phase, quo.progress.done, quo.progress.total)
            if shutting_down.is_set():
                quo.cancel()
        progress.calls = quo.progress.calls
    if isinstance(outcome[0], NotFound) and refresh.scope == Scope.NUMBER and cached.known:
        return Answer(records=[], size=0)
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _ask(quo: QuoClient, refresh: Refresh, cached: Cached) -> Answer:
    if refresh.scope == Scope.WORKSPACE:
        people = [id for id, user in cached.people.items() if not user.removed]
        return quo.fetch_workspace(cached.known.keys(), people)
    if refresh.scope == Scope.USER:
        return quo.fetch_user(refresh.target, cached.known.keys())
    return quo.fetch_number(refresh.target)


def store(refresh: Refresh, answer: Answer, progress: "ProgressReporter", cached: Cached) -> None:
    """Update the cache from the answer, as far as the refresh's scope allows. Raises LeaseLost."""
    scope = Scope(refresh.scope)
    progress.report(Phase.COMPARING, 0, len(answer.records))
    compared = compare(answer, cached.known, progress.comparing)
    if scope == Scope.NUMBER and compared.seen - {refresh.target}:
        raise BadAnswer("Quo answered with another number than the one that was requested.", status=200)
    cached, compared = load_details(cached, compared)
    guard = Guard(settings.QUO_HOLD_REMOVALS_OVER, settings.QUO_HOLD_REMOVALS_OVER_PERCENT)
    now = timezone.now()
    plan = reconcile(scope, refresh.target, compared, cached, guard, now)
    if plan.complete and answer.people is not None:
        plan_people(plan, answer.people, cached.people, guard)
    plan.organization, plan.a2p = answer.organization, answer.a2p
    progress.report(Phase.SAVING, 0, None)  # now, since nobody sees what the transaction writes until its end
    apply(plan, refresh, now)


class ProgressReporter:
    """Writes phase, progress and heartbeat to the Refresh row, at most once a second. Raises LeaseLost.

    A write that finds no running row shows that the refresh was cancelled or timed out.
    """

    EVERY = 1.0  # seconds

    def __init__(self, refresh: Refresh) -> None:
        self.refresh = refresh
        self.phase: str = Phase.ASKING
        self.calls: Mapping[str, int] = {}  # how many responses the client got, by status
        self.last = time.monotonic()  # taking the lease wrote a heartbeat

    def comparing(self, done: int, total: int) -> None:
        """`done` records of `total` are compared."""
        self.report(Phase.COMPARING, done, total)

    def report(self, phase: str, done: int, total: int | None) -> None:
        if phase == self.phase and time.monotonic() - self.last < self.EVERY:
            return
        self.phase, self.last = phase, time.monotonic()
        renew(
            self.refresh,
            phase=phase,
            progress_done=done,
            progress_total=total,
            api_calls=dict(self.calls),
        )


class DatabaseTrouble(QuoError):
    """The database failed while a refresh ran."""

    def __init__(self, error: DatabaseError) -> None:
        super().__init__(
            f"The database failed ({reason(error)}). Nothing was changed.",
            title="Database failure",
            advice="Refresh again. If this repeats, check that the database runs and has room.",
        )


class ProductFault(QuoError):
    """An error in this product."""

    def __init__(self) -> None:
        super().__init__(
            "An unexpected error occurred in this dashboard. Nothing was changed.",
            title="Error in the dashboard",
            advice="The log of the process that ran the refresh has the details. Show them to your administrator.",
        )


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
