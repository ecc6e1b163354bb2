"""Attempts to renew the cache, what they could not store, and the workers that run them (`manage.py db_worker`)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from inventory.choices import ACTIVE_STATES, Badge, Phase, Removals, Scope, State
from inventory.quo.errors import reference
from inventory.quo.records import MAX_ID
from inventory.runtime import tracing
from inventory.wording import counted

# Of any length, and shown on the refresh's own page only
REFRESH_DETAILS = ("warnings", "error_details", "held", "held_users")

# A worker looks for work every second: a refresh that nobody takes for so long has probably nobody to run it.
WAIT = timedelta(seconds=30)
# A worker writes a heartbeat every 10 seconds. A minute leaves room for a machine that is busy.
SILENCE = timedelta(minutes=1)

# What becomes of a refresh without a heartbeat: so it is shown, and so it is written by who takes the lease next
INTERRUPTION = {
    "state": State.INTERRUPTED.value,
    "phase": "",
    "error_title": "Interrupted",
    "error_summary": "The process that ran this refresh stopped before its end. Nothing was changed.",
    "error_advice": "Refresh again. If this repeats, see the log of the worker or web process.",
}
SAVING_TIMEOUT = timedelta(minutes=15)  # nobody sees a heartbeat that is written in the transaction which saves


def lease_timeout() -> timedelta:
    """Time without a heartbeat after which a refresh counts as interrupted."""
    return timedelta(seconds=max(60, 3 * settings.QUO_TIMEOUT))


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - SILENCE)

    def last_seen(self) -> datetime | None:
        """When any worker last wrote a heartbeat."""
        return self.order_by("-seen_at").values_list("seen_at", flat=True).first()


class Worker(models.Model):
    """A process that runs queued refreshes, and its last heartbeat."""

    name = models.CharField(primary_key=True, max_length=MAX_ID)
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class RefreshQuerySet(models.QuerySet["Refresh"]):
    def active(self) -> Self:
        return self.filter(state__in=ACTIVE_STATES)

    def covering(self, scope: str, target: str) -> Self:
        """Those that will ask for (scope, target). What is answered already may be older than the request."""
        asked = Q(scope=scope, target=target)
        if scope != Scope.PEOPLE:
            asked |= Q(scope=Scope.WORKSPACE)
        return self.filter(asked, Q(state=State.QUEUED) | Q(state=State.RUNNING, phase=Phase.ASKING))

    def in_lane(self, *, people: bool) -> Self:
        """The list of people has a lane of its own, so that numbers never wait for it."""
        return self.filter(scope=Scope.PEOPLE) if people else self.exclude(scope=Scope.PEOPLE)

    def waiting_for_decision(self) -> Self:
        return self.filter(removals=Removals.HELD)

    def ended(self) -> Self:
        return self.exclude(state__in=ACTIVE_STATES)

    def without_details(self) -> Self:
        return self.defer(*REFRESH_DETAILS)


class Refresh(models.Model):
    """One attempt to renew the cache, successful or not."""

    scope = models.CharField(max_length=16, choices=Scope.options)
    target = models.CharField(max_length=MAX_ID, blank=True)  # US… or PN…, empty for the workspace
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_by_name = models.CharField(max_length=MAX_ID)  # the account's name as it was then, or what asked
    # The web request that asked for it, as in the logs
    request_id = models.CharField(max_length=64, blank=True, default=tracing.current)
    requested_at = models.DateTimeField(default=timezone.now)
    with_people = models.BooleanField(default=False)  # whether the list of people follows, however new it is

    state = models.CharField(max_length=16, choices=State.options, default=State.QUEUED)
    phase = models.CharField(max_length=16, choices=Phase.options, blank=True)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    first_import = models.BooleanField(default=False)
    checked = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    users_added = models.PositiveIntegerField(default=0)  # with those who came back
    users_changed = models.PositiveIntegerField(default=0)
    users_removed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list, blank=True)  # the first of them: [{record, field, value, reason}]

    held = models.JSONField(default=list, blank=True)  # ids of the numbers whose removal waits for an admin
    held_users = models.JSONField(default=list, blank=True)  # and of the users
    # Beside the ids, because reading 100,000 of them takes longer than a page
    held_count = models.PositiveIntegerField(default=0)  # how many removals it held, of numbers and users
    held_waiting = models.PositiveIntegerField(default=0)  # those that no later refresh has settled
    removals = models.CharField(max_length=16, choices=Removals.options, blank=True, default=Removals.NONE)
    removals_decided_by = models.CharField(max_length=MAX_ID, blank=True)
    removals_decided_at = models.DateTimeField(null=True, blank=True)

    api_version = models.CharField(max_length=32, blank=True)  # of Quo's API, as QUO_API_VERSION names it
    api_calls = models.JSONField(default=dict, blank=True)  # how many of Quo's answers had which status: {"200": 1}
    error_status = models.PositiveIntegerField(null=True, blank=True)
    error_code = models.TextField(blank=True)
    error_title = models.TextField(blank=True)
    error_summary = models.TextField(blank=True)  # ours: what happened, in a sentence
    error_message = models.TextField(blank=True)  # Quo's own words
    error_advice = models.TextField(blank=True)
    error_trace = models.TextField(blank=True)
    error_details = models.JSONField(default=list, blank=True)

    objects = RefreshQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "refreshes"
        permissions: ClassVar = [
            ("start_refresh", "Can start and cancel refreshes"),
            ("accept_removals", "Can accept or dismiss held removals"),
        ]
        constraints: ClassVar = [
            # The leases: one refresh of numbers and one of people run at a time, in any process on any machine.
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running") & ~Q(scope="people"), name="one_running_refresh"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running", scope="people"), name="one_running_refresh_of_people"
            ),
            models.UniqueConstraint(
                fields=["scope", "target"], condition=Q(state="queued"), name="one_queued_refresh_a_target"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "scope", "target", "-finished_at"], name="refresh_by_outcome"),
            models.Index(fields=["state", "-finished_at"], name="refresh_by_end"),
            models.Index(fields=["removals"], name="refresh_with_held", condition=Q(removals="held")),
            models.Index(fields=["removed"], name="refresh_by_removed"),
            models.Index(fields=["users_removed"], name="refresh_by_users_removed"),
        ]

    def __str__(self) -> str:
        return f"Refresh {self.pk} ({self.get_scope_display()})"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        """A running refresh without a heartbeat is interrupted, also before somebody writes that down."""
        row = super().from_db(db, field_names, values, **options)
        if {"state", "phase", "heartbeat_at"} <= {*field_names} and row.state == State.RUNNING and row.heartbeat_at:
            limit = SAVING_TIMEOUT if row.phase == Phase.SAVING else lease_timeout()
            if timezone.now() - row.heartbeat_at > limit:
                for name, value in INTERRUPTION.items():
                    setattr(row, name, value)
                row.finished_at = row.heartbeat_at
        return row

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_STATES

    @property
    def has_failed(self) -> bool:
        return self.state in (State.FAILED, State.INTERRUPTED)

    @property
    def is_all_well(self) -> bool:
        """Whether it succeeded, and nothing waits for a decision."""
        return self.state == State.SUCCEEDED and not self.holds_removals

    @property
    def state_badge(self) -> Badge:
        """Its state; a success that waits for a decision says what waits."""
        if self.holds_removals:
            held = f"{counted(self.held_waiting, 'removal')} held"
            return Badge(held, "Succeeded. Nothing was removed: an administrator decides it.", "waiting")
        return State(self.state).badge

    @property
    def holds_removals(self) -> bool:
        return self.removals == Removals.HELD

    @property
    def percent(self) -> int | None:
        """How far all of it has come if it takes as long as the last one; None where it takes longer, or is the first.

        So it goes on in every phase, whatever can be counted in it.
        """
        same = Refresh.objects.filter(state=State.SUCCEEDED, scope=self.scope, target=self.target)
        last = same.only("started_at", "finished_at").order_by("-finished_at").first()
        if self.started_at is None or last is None or not last.duration:
            return None
        passed = (timezone.now() - self.started_at).total_seconds()
        return int(100 * passed / last.duration) if passed < last.duration else None

    @property
    def progress_words(self) -> str:
        """What the progress counts: "3.1 of 8.7 MB", "412 of 560 requests", "400 of 1,000 records"."""
        if not self.progress_done or self.state != State.RUNNING:
            return ""
        if self.phase == Phase.RECEIVING:
            expected = self.progress_total or self.progress_done
            if expected < 1e3:
                return ""  # it would be 0.0 of 0.0 kB
            size, unit = (1e6, "MB") if expected >= 1e6 else (1e3, "kB")
            whole = f" of {self.progress_total / size:,.1f}" if self.progress_total else ""
            return f"{self.progress_done / size:,.1f}{whole} {unit}"
        what = {Phase.PAGING.value: "requests", Phase.PEOPLE.value: "people"}.get(self.phase, "records")
        whole = f" of {self.progress_total:,}" if self.progress_total else ""
        return f"{self.progress_done:,}{whole} {what}"

    @property
    def no_worker_running(self) -> bool:
        """Whether it is queued for a worker (TASKS=database), and none is there."""
        if settings.TASKS_MODE != "database" or self.state != State.QUEUED:
            return False
        waits_for_another = Refresh.objects.filter(state=State.RUNNING).in_lane(people=self.scope == Scope.PEOPLE)
        is_late = timezone.now() - self.requested_at > WAIT
        return is_late and not waits_for_another.exists() and not Worker.objects.alive().exists()

    @property
    def held_removals(self) -> int:
        """How many removals wait for a decision, waited when it was made, or were held before a later refresh."""
        return self.held_count if self.removals == Removals.SUPERSEDED else self.held_waiting

    @property
    def held_words(self) -> str:
        """What waits for a decision: "20 numbers and 3 users"."""
        return removal_words(len(self.held), len(self.held_users))

    @property
    def counts(self) -> str:
        """What it did, in one line: "12 checked, 1 changed, 0 removed, 1 user added". Numbers are not named."""
        if self.scope == Scope.PEOPLE:
            parts = [f"{counted(self.checked, 'user')} checked"]
        else:
            parts = [f"{self.checked:,} checked"]
            parts += [f"{self.added:,} added"] if self.added else []
            parts += [f"{self.changed:,} changed", f"{self.removed:,} removed"]
            parts += [f"{self.restored:,} restored"] if self.restored else []
        parts += [f"{counted(self.users_added, 'user')} added"] if self.users_added else []
        parts += [f"{counted(self.users_changed, 'user')} changed"] if self.users_changed else []
        parts += [f"{counted(self.users_removed, 'user')} removed"] if self.users_removed else []
        if self.holds_removals:
            parts.append(f"{counted(self.held_waiting, 'removal')} held")
        parts += [f"{self.rejected:,} unreadable"] if self.rejected else []
        parts += [counted(self.warned, "warning")] if self.warned else []
        return ", ".join(parts)

    def include(self, people: "Refresh") -> None:
        """Add the counts of the list of people that followed, for one line about both."""
        for name in ("users_added", "users_changed", "users_removed", "rejected", "warned"):
            setattr(self, name, getattr(self, name) + getattr(people, name))
        if people.removals == Removals.HELD:
            self.held_users = people.held_users
            self.held_waiting = people.held_waiting + (self.held_waiting if self.removals == Removals.HELD else 0)
            self.removals = Removals.HELD

    @property
    def heading(self) -> str:
        """What it refreshes, as the heading of its progress."""
        return {
            Scope.WORKSPACE: "Refreshing all numbers",
            Scope.USER: "Refreshing one user",
            Scope.NUMBER: "Refreshing one number",
            Scope.PEOPLE: "Refreshing the list of people",
        }[Scope(self.scope)]

    @property
    def summary(self) -> str:
        """One plain sentence on how it stands, for the page and the command line."""
        if self.state == State.SUCCEEDED:
            return self.counts
        if self.state == State.QUEUED:
            return "Queued"
        if self.state == State.RUNNING:
            return self.get_phase_display() or "Starting"
        return self.error_summary

    @property
    def error_reference(self) -> str:
        return reference(self.error_status, self.error_code, self.error_title, self.error_trace)

    @property
    def error_details_text(self) -> str:
        """What Quo found wrong with the request, in one line."""
        return "; ".join(
            f"{detail.get('path', '')}: {detail.get('message', '')}".strip(": ") for detail in self.error_details
        )

    @property
    def duration(self) -> float | None:
        """Seconds from start to end."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


def removal_words(numbers: int, users: int) -> str:
    """What is removed, in words. Where nothing is: "0 numbers"."""
    parts = [counted(numbers, "number")] if numbers or not users else []
    parts += [counted(users, "user")] if users else []
    return " and ".join(parts)


class RejectedRecord(models.Model):
    """A record of an answer that could not be stored, kept as it came: the first 200, of each the first 64 KiB."""

    refresh = models.ForeignKey(Refresh, on_delete=models.CASCADE, related_name="rejected_records")
    record_id = models.TextField(blank=True)  # where it could be read
    path = models.TextField()
    reason = models.TextField()
    raw = models.TextField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.record_id or 'a record without id'}: {self.reason}"
