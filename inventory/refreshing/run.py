"""Running a refresh: fetch, compare, reconcile, apply, and a plain account of whatever went wrong."""

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
from inventory.database import long_statements, outage, reason
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
from inventory.refreshing.snapshot import known_numbers, load_details
from inventory.shutdown import shutting_down

log = logging.getLogger("inventory.refresh")

PHASES = {"bytes": Phase.RECEIVING, "requests": Phase.PAGING}
LEVELS = {State.FAILED: logging.ERROR, State.INTERRUPTED: logging.WARNING}


def run_all() -> int:
    """Runs the refreshes that wait until none is left, or until another process runs one. Returns how many."""
    count = 0
    while (refresh := take_next()) is not None:
        with tracing.request(refresh.request_id):
            run(refresh)
        count += 1
    return count


@long_statements()
def run(refresh: Refresh) -> None:
    """Runs a refresh that has the lease. Its row has the outcome; nothing is raised but what ends the process."""
    pulse = ProgressReporter(refresh)
    try:
        cached = known_numbers(Scope(refresh.scope), refresh.target)  # nobody else writes while the lease is ours
        answer = fetch(refresh, pulse, cached)
        store(refresh, answer, pulse, cached)
    except (LeaseLost, Cancelled):
        if shutting_down.is_set():
            interrupt(refresh)
        log.info("refresh %s lost its lease: it was cancelled or timed out", refresh.pk)
    except QuoError as error:
        _fail(refresh, error, pulse)
    except DatabaseError as error:
        # An outage is no fault of the code: its trace tells nobody anything.
        trace = outage(error) is None
        log.error("refresh %s: the database failed: %s", refresh.pk, reason(error), exc_info=trace)
        connection.close_if_unusable_or_obsolete()
        _fail(refresh, DatabaseTrouble(error), pulse)
    except Exception:
        log.exception("refresh %s: a fault of the product", refresh.pk)
        _fail(refresh, ProductFault(), pulse)
    except BaseException:  # Ctrl-C, or a web server that ends its worker
        with suppress(DatabaseError):
            interrupt(refresh)
        raise
    with suppress(DatabaseError):
        refresh.refresh_from_db()
    level = LEVELS.get(State(refresh.state), logging.INFO)
    log.log(level, "refresh %s %s: %s", refresh.pk, refresh.state, refresh.summary)


def client() -> QuoClient:
    """A client for the API that the settings name. Raises CheckSettings."""
    return client_for(
        settings.QUO_API_KEY,
        settings.QUO_API_URL,
        settings.QUO_API_VERSION,
        timeout=settings.QUO_TIMEOUT,
        time_budget=settings.QUO_TIME_BUDGET,
        max_answer=settings.QUO_MAX_ANSWER,
        user_agent=f"quo-numbers/{settings.VERSION}",
    )


def fetch(refresh: Refresh, pulse: "ProgressReporter", cached: Cached) -> Answer:
    """What Quo answers to the refresh's question. A known number that Quo no longer has is an empty answer.

    The client runs in a thread, so that the lease is renewed and a cancellation is seen whatever it waits for.
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
            pulse.calls = quo.progress.calls
            phase = PHASES[quo.progress.unit] if quo.progress.done else Phase.ASKING
            pulse.beat(phase, quo.progress.done, quo.progress.total)
            if shutting_down.is_set():
                quo.cancel()
        pulse.calls = quo.progress.calls
    if isinstance(outcome[0], NotFound) and refresh.scope == Scope.NUMBER and cached.known:
        return Answer(records=[], size=0)
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _ask(quo: QuoClient, refresh: Refresh, cached: Cached) -> Answer:
    if refresh.scope == Scope.WORKSPACE:
        return quo.fetch_workspace(cached.known.keys(), cached.people)
    if refresh.scope == Scope.USER:
        return quo.fetch_user(refresh.target, cached.known.keys())
    return quo.fetch_number(refresh.target)


def store(refresh: Refresh, answer: Answer, pulse: "ProgressReporter", cached: Cached) -> None:
    """Makes the cache say what the answer says, as far as the refresh's scope allows. Raises LeaseLost."""
    scope = Scope(refresh.scope)
    pulse.beat(Phase.COMPARING, 0, len(answer.records))
    compared = compare(answer, cached.known, pulse.comparing)
    if scope == Scope.NUMBER and compared.seen - {refresh.target}:
        raise BadAnswer("Quo answered with another number than the one that was asked for.", status=200)
    cached, compared = load_details(cached, compared)
    guard = Guard(settings.QUO_HOLD_REMOVALS_OVER, settings.QUO_HOLD_REMOVALS_OVER_PERCENT)
    now = timezone.now()
    plan = reconcile(scope, refresh.target, compared, cached, guard, now)
    if plan.complete and answer.people is not None:
        plan_people(plan, answer.people, guard)
    plan.organization, plan.a2p = answer.organization, answer.a2p
    pulse.beat(Phase.SAVING, 0, None)  # seen by others before the transaction, which shows nothing until its end
    apply(plan, refresh, now)


class ProgressReporter:
    """Signs of life of a running refresh: its phase, its progress, its heartbeat. Raises LeaseLost.

    A beat writes one row, at most once a second, and finds out that way whether the refresh was cancelled.
    """

    EVERY = 1.0  # seconds

    def __init__(self, refresh: Refresh) -> None:
        self.refresh = refresh
        self.phase: str = Phase.ASKING
        self.progress: tuple[int, int | None] = (0, None)
        self.calls: Mapping[str, int] = {}  # the client's own tally of answers, by status
        self.last = time.monotonic()  # taking the place was a beat

    def comparing(self, done: int, total: int) -> None:
        """`done` records of `total` are compared."""
        self.beat(Phase.COMPARING, done, total)

    def beat(self, phase: str, done: int, total: int | None) -> None:
        if phase == self.phase and time.monotonic() - self.last < self.EVERY:
            return
        self.phase, self.progress, self.last = phase, (done, total), time.monotonic()
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
    """A fault of ours."""

    def __init__(self) -> None:
        super().__init__(
            "This dashboard met something that it cannot handle. Nothing was changed.",
            title="Fault of the dashboard",
            advice="The log of the process that ran the refresh has the details for whoever maintains it.",
        )


def _fail(refresh: Refresh, error: QuoError, pulse: ProgressReporter) -> None:
    """Writes the failure into the refresh's row, unless its lease is lost.

    Where the database cannot take even that, the row's silence will tell: it becomes interrupted.
    """
    try:
        fail(refresh, error, dict(pulse.calls))
    except DatabaseError as trouble:
        log.error(
            "refresh %s failed (%s), and its row could not be written: %s",
            refresh.pk,
            error,
            reason(trouble),
            exc_info=outage(trouble) is None,
        )
