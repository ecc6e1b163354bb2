"""The cache of a workspace's phone numbers, and the history of how it came to be.

Text columns hold "" where the API said null; the raw record beside them tells the two apart.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

import msgspec
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from inventory import choices, tracing
from inventory.numbering import country_name, written
from inventory.querysets import (
    ChangeQuerySet,
    PhoneNumberQuerySet,
    RefreshQuerySet,
    WorkerQuerySet,
    WorkspaceUserQuerySet,
)

# Longer ids, codes and statuses are refused at the wire (inventory.quo.decode), so that an index holds them.
SHORT = 255
# A worker looks for work every second: a refresh that nobody takes for so long has probably nobody to run it.
PATIENCE = timedelta(seconds=30)


class WorkspaceUser(models.Model):
    """A person in the Quo workspace. Not the account who signs in here."""

    id = models.CharField(primary_key=True, max_length=SHORT)  # Quo's, US…
    email = models.TextField(blank=True)
    first_name = models.TextField(blank=True)
    last_name = models.TextField(blank=True)
    role = models.CharField(max_length=SHORT, blank=True)
    first_seen_at = models.DateTimeField()
    # Derived, for orders and searches that an index or a narrow column carries
    sort_name = models.CharField(max_length=100)
    search_text = models.TextField()
    # Kept by each refresh that moves them (inventory.refreshing.holdings): counting them takes seconds
    held = models.PositiveIntegerField(default=0)  # current numbers
    held_alone = models.PositiveIntegerField(default=0)  # those of them that nobody else holds
    # When an answer for this user last confirmed their numbers (inventory.freshness)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = WorkspaceUserQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sort_name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["sort_name", "id", "search_text"], name="user_by_name"),
            models.Index(fields=["role"], name="user_by_role"),
            models.Index(fields=["held_alone"], name="user_by_held_alone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The full name, or what stands for it where Quo has none."""
        return name_of(self.first_name, self.last_name, self.email, self.id)

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = [part for part in (self.first_name.strip(), self.last_name.strip()) if part]
        return "".join(word[0] for word in (words or [self.email or self.id])).upper()

    @property
    def hue(self) -> int:
        """The avatar's colour, 0 to 5: the same for a person on every page."""
        return sum(self.id.encode()) % 6

    @property
    def role_label(self) -> str:
        return dict(choices.Role.choices).get(self.role, self.role)


class PhoneNumber(models.Model):
    """A phone number as Quo last described it. Fields are the API's, in our spelling.

    Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
    """

    id = models.CharField(primary_key=True, max_length=SHORT)  # Quo's, PN…
    number = models.CharField(max_length=SHORT)  # E.164, where Quo keeps to it
    formatted_number = models.TextField(blank=True)
    name = models.TextField(blank=True)
    symbol = models.TextField(blank=True)
    group_id = models.CharField(max_length=SHORT, blank=True)
    forward = models.CharField(max_length=SHORT, blank=True)
    port_request_id = models.CharField(max_length=SHORT, blank=True)
    porting_status = models.CharField(max_length=SHORT, blank=True)
    calling_us = models.CharField(max_length=SHORT, blank=True)
    calling_ca = models.CharField(max_length=SHORT, blank=True)
    calling_intl = models.CharField(max_length=SHORT, blank=True)
    messaging_us = models.CharField(max_length=SHORT, blank=True)
    messaging_ca = models.CharField(max_length=SHORT, blank=True)
    messaging_intl = models.CharField(max_length=SHORT, blank=True)
    created_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    users = models.ManyToManyField(WorkspaceUser, through="Assignment", related_name="numbers")

    # Derived from the number itself (inventory.numbering)
    country = models.CharField(max_length=8, blank=True)  # ISO 3166 alpha-2
    kind = models.CharField(max_length=16, choices=choices.Kind, default=choices.Kind.UNKNOWN)
    area = models.CharField(max_length=100, blank=True)
    # Derived, for orders and searches that an index or a narrow column carries
    sort_name = models.CharField(max_length=100)
    search_text = models.TextField()

    # When the port was first known to be where it is: seen to change, or else last touched in Quo
    porting_since = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    # What the record breaks of Quo's contract, until a record without it comes: [{field, value, reason}], and how many
    warnings = models.JSONField(default=list, blank=True)
    warned = models.PositiveIntegerField(default=0)

    # When this row was last written, or confirmed by an answer for this number alone. Where the number is unverified:
    # when any answer last confirmed it (inventory.freshness).
    confirmed_at = models.DateTimeField()
    # Whether the latest answer that should hold the number holds no readable record of it
    unverified = models.BooleanField(default=False)

    # The digest of the raw record decides whether an answer says anything new. It is emptied where the last
    # answer did not confirm the record, so that the next one is read in full.
    digest = models.BinaryField(max_length=16)
    # The record as it came, byte for byte, as text: a JSON column would reorder keys and refuse \u0000.
    raw = models.TextField()

    objects = PhoneNumberQuerySet.as_manager()
    holders: "list[Assignment]"  # its people by name, where PhoneNumberQuerySet.for_list fetched them

    class Meta:
        ordering: ClassVar = ["sort_name", "id"]
        indexes: ClassVar = [
            # One for each order of the list, with all that it takes to find a page of it: no row is read to be skipped.
            # The first holds the searched text as well: reading it is a tenth of reading the table.
            models.Index(fields=["sort_name", "id", "removed_at", "search_text"], name="number_by_name"),
            models.Index(fields=["number", "id", "removed_at"], name="number_by_number"),
            models.Index(fields=["country", "area", "id", "removed_at"], name="number_by_area"),
            models.Index(fields=["porting_status", "porting_since", "id", "removed_at"], name="number_by_porting"),
            models.Index(fields=["forward", "id", "removed_at"], name="number_by_forward"),
            models.Index(fields=["updated_at", "id", "removed_at"], name="number_by_updated"),
            models.Index(fields=["group_id", "id", "removed_at"], name="number_by_group"),
            # Not of current numbers: with those in it, SQLite would take it for every list, and sort what it finds.
            models.Index(fields=["removed_at"], name="number_by_removal", condition=Q(removed_at__isnull=False)),
            models.Index(fields=["id", "removed_at"], name="number_unverified", condition=Q(unverified=True)),
            models.Index(fields=["id", "removed_at"], name="number_with_warnings", condition=Q(warned__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name or self.display_number

    @property
    def display_number(self) -> str:
        """The number as people read it: Quo's format where it has one, otherwise our own."""
        if self.formatted_number and self.formatted_number != self.number:
            return self.formatted_number
        return written(self.number)

    @property
    def display_forward(self) -> str:
        return written(self.forward)

    @property
    def place(self) -> str:
        """Where it is at home, in a few words: its area, or what kind of number it is and of which country."""
        if self.kind == choices.Kind.TOLL_FREE:
            return "Toll-free"
        if self.area and self.country in ("", "US", "CA"):
            return self.area
        return ", ".join(
            part for part in (self.area if self.area != self.country_name else "", self.country_name) if part
        )

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def pretty_raw(self) -> str:
        """The raw record with line breaks, digits and all as they came."""
        try:
            return msgspec.json.format(self.raw, indent=2)
        except msgspec.MsgspecError:
            return self.raw

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    @property
    def is_porting(self) -> bool:
        """Whether a port is under way: there is a status, and it is not an end."""
        return bool(self.porting_status) and self.porting_status.lower() not in choices.PORTING_ENDED

    @property
    def has_porting(self) -> bool:
        """Whether Quo says anything of a port, ended or not."""
        return bool(self.porting_status or self.port_request_id)

    @property
    def porting_badge(self) -> choices.Badge:
        return choices.porting_badge(self.porting_status or "no status")

    def restriction_badges(self, use: str) -> Iterator[choices.Badge]:
        """The three badges of a use (`calling`, `messaging`), in fixed places."""
        for restriction in choices.RESTRICTIONS:
            if restriction.use == use:
                yield restriction.badge(getattr(self, restriction.column))

    @property
    def calling_badges(self) -> list[choices.Badge]:
        return list(self.restriction_badges("calling"))

    @property
    def messaging_badges(self) -> list[choices.Badge]:
        return list(self.restriction_badges("messaging"))


class Assignment(models.Model):
    """A person holds a number, with the group that Quo gives for the pair."""

    number = models.ForeignKey(PhoneNumber, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(WorkspaceUser, on_delete=models.CASCADE, related_name="assignments")
    group_id = models.CharField(max_length=SHORT, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["number", "user"], name="one_assignment_a_pair")]

    def __str__(self) -> str:
        return f"{self.user_id} holds {self.number_id}"


class Refresh(models.Model):
    """One attempt to renew the cache, successful or not."""

    scope = models.CharField(max_length=16, choices=choices.Scope)
    target = models.CharField(max_length=SHORT, blank=True)  # US… or PN…, empty for the workspace
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by = models.CharField(max_length=SHORT)  # the account's name as it was then, or what asked
    # The web request that asked for it, as in the logs
    request_id = models.CharField(max_length=64, blank=True, default=tracing.current)
    requested_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=16, choices=choices.State, default=choices.State.QUEUED)
    phase = models.CharField(max_length=16, choices=choices.Phase, blank=True)
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
    rejected = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list, blank=True)  # the first of them: [{record, field, value, reason}]

    held = models.JSONField(default=list, blank=True)  # ids of the numbers whose removal waits for an admin
    # Beside the ids, because reading 100,000 of them takes longer than a page
    held_count = models.PositiveIntegerField(default=0)  # how many removals it held
    held_waiting = models.PositiveIntegerField(default=0)  # those that no later refresh has settled
    removals = models.CharField(max_length=16, choices=choices.Removals, blank=True, default=choices.Removals.NONE)
    removals_decided_by = models.CharField(max_length=SHORT, blank=True)
    removals_decided_at = models.DateTimeField(null=True, blank=True)

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
            # The one mutex: whoever holds the row `running` may write the cache, in any process on any machine.
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="one_running_refresh"),
            models.UniqueConstraint(
                fields=["scope", "target"], condition=Q(state="queued"), name="one_queued_refresh_a_target"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "scope", "target", "-finished_at"], name="refresh_by_outcome"),
            models.Index(fields=["state", "-finished_at"], name="refresh_by_end"),
            models.Index(fields=["removals"], name="refresh_with_held", condition=Q(removals="held")),
        ]

    def __str__(self) -> str:
        return f"Refresh {self.pk} ({self.get_scope_display()})"

    @property
    def is_active(self) -> bool:
        return self.state in choices.ACTIVE_STATES

    @property
    def has_failed(self) -> bool:
        return self.state in (choices.State.FAILED, choices.State.INTERRUPTED)

    @property
    def state_badge(self) -> choices.Badge:
        return choices.State(self.state).badge

    @property
    def percent(self) -> int | None:
        """How far the current phase has come, or None where its length is not known."""
        if not self.progress_total:
            return None
        return min(100, int(100 * self.progress_done / self.progress_total))

    @property
    def progress_words(self) -> str:
        """What the progress counts: "3.1 of 8.7 MB", "400 of 1,000 records"."""
        if not self.progress_done or self.state != choices.State.RUNNING:
            return ""
        if self.phase == choices.Phase.RECEIVING:
            size, unit = (1e6, "MB") if (self.progress_total or self.progress_done) >= 1e6 else (1e3, "kB")
            whole = f" of {self.progress_total / size:,.1f}" if self.progress_total else ""
            return f"{self.progress_done / size:,.1f}{whole} {unit}"
        return f"{self.progress_done:,} of {self.progress_total:,} records" if self.progress_total else ""

    @property
    def no_worker_running(self) -> bool:
        """Whether it is queued for a worker (TASKS=database), and none is there."""
        return settings.TASKS_MODE == "database" and self._is_left_waiting and not Worker.objects.alive().exists()

    @property
    def is_abandoned(self) -> bool:
        """Whether the web process that was to run it (TASKS=immediate) has ended. The next request runs it."""
        return settings.TASKS_MODE == "immediate" and self._is_left_waiting

    @property
    def _is_left_waiting(self) -> bool:
        """Whether it has been queued for long, and not behind another one that runs."""
        if self.state != choices.State.QUEUED or timezone.now() - self.requested_at <= PATIENCE:
            return False
        return not Refresh.objects.filter(state=choices.State.RUNNING).exists()

    @property
    def held_removals(self) -> int:
        """How many removals wait for a decision, waited when it was made, or were held before a later refresh."""
        return self.held_count if self.removals == choices.Removals.SUPERSEDED else self.held_waiting

    @property
    def counts(self) -> str:
        """What it did, in one line: "12 checked, 1 changed, 0 removed"."""
        parts = [f"{self.checked:,} checked"]
        parts += [f"{self.added:,} added"] if self.added else []
        parts += [f"{self.changed:,} changed", f"{self.removed:,} removed"]
        parts += [f"{self.restored:,} came back"] if self.restored else []
        if self.removals == choices.Removals.HELD:
            parts.append(f"{self.held_waiting:,} removal{'s' * (self.held_waiting != 1)} held")
        parts += [f"{self.rejected:,} unreadable"] if self.rejected else []
        parts += [f"{self.warned:,} warning{'s' * (self.warned != 1)}"] if self.warned else []
        return ", ".join(parts)

    @property
    def summary(self) -> str:
        """One plain sentence on how it stands, for the page and the command line."""
        if self.state == choices.State.SUCCEEDED:
            return self.counts
        if self.state == choices.State.QUEUED:
            return "Waiting for its turn"
        if self.state == choices.State.RUNNING:
            return self.get_phase_display() or "Starting"
        return self.error_summary

    @property
    def error_reference(self) -> str:
        """What the vendor's support asks for: "401 0400401 Unauthorized, trace abc"."""
        parts = [str(self.error_status or ""), self.error_code, self.error_title]
        reference = " ".join(part for part in parts if part)
        return f"{reference}, trace {self.error_trace}" if self.error_trace else reference

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


class Change(models.Model):
    """One fact that changed. All changes, in the order of their ids, replay an old inventory into a newer one.

    number-added and user-added carry the first state in `new` as JSON (a number's with its users); a change of
    a field its API name's column in `field`; an assignment the pair's group in `new`.
    """

    refresh = models.ForeignKey(Refresh, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=choices.ChangeKind)
    number = models.ForeignKey(PhoneNumber, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    user = models.ForeignKey(WorkspaceUser, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=32, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    # Whether it is told among the latest changes: not what a first import adds, and not only Quo's own time stamp
    is_news = models.BooleanField(default=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["number", "-id"], name="change_of_number"),
            models.Index(fields=["user", "-id"], name="change_of_user"),
            models.Index(fields=["-id"], name="news_by_id", condition=Q(is_news=True)),
            models.Index(fields=["at"], name="news_by_time", condition=Q(is_news=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number_id or ''} {self.user_id or ''} {self.field}".strip()


class Worker(models.Model):
    """A process that runs refreshes, and when it last gave a sign of life."""

    name = models.CharField(primary_key=True, max_length=SHORT)
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class CacheState(models.Model):
    """The state of the cache, in one row: what pages and statistics need to know of it without counting.

    Written in the transaction that changes the cache (inventory.refreshing.verification), read by inventory.freshness.
    """

    NEVER_WRITTEN = uuid.UUID(int=0)

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # Another one whenever numbers, users or assignments have changed: what is kept of them is kept under it
    version = models.UUIDField(default=NEVER_WRITTEN)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # when an answer last confirmed the whole workspace
    numbers = models.PositiveIntegerField(default=0)  # current ones
    unverified = models.PositiveIntegerField(default=0)  # those of them that no answer has confirmed since then

    def __str__(self) -> str:
        return f"{self.numbers - self.unverified} of {self.numbers} numbers confirmed at {self.confirmed_at}"


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


def name_of(first_name: str, last_name: str, email: str, id: str) -> str:
    """A person's full name, or what stands for it where Quo has none."""
    return f"{first_name} {last_name}".strip() or email or id
