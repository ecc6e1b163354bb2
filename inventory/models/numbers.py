"""Phone numbers and whom they are assigned to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from inventory.choices import RESTRICTED, RESTRICTIONS, Badge, Kind, Porting, porting_badge
from inventory.models.cache_state import CacheState
from inventory.models.fields import KeyField, KeyTextField
from inventory.models.users import WorkspaceUser, any_of
from inventory.numbering import calling_code, country_name, place, written
from inventory.quo.records import MAX_ID
from inventory.runtime import moments
from inventory.search import needles

WIDE_COLUMNS = ("raw", "search_text", "people_text", "digest", "warnings")
# Others that a list does not show: of these, times take longest to read
UNLISTED_COLUMNS = (
    "group_id", "created_at", "first_seen_at", "confirmed_at", "sort_name", "sort_area", "sort_people", "calling_order",
    "messaging_order",
)  # fmt: skip
COUNTED_COLUMNS = (
    "country", "kind", "porting_status", "removed_at", "sort_people", "calling_order", "messaging_order",
    "porting_since",
)  # fmt: skip
FEW = 5_000  # assignments: for each of six words so many parameters, of the 32,766 that SQLite takes
REGIONS = 6


class PhoneNumberQuerySet(models.QuerySet["PhoneNumber"]):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def removed(self) -> Self:
        return self.filter(removed_at__isnull=False)  # exclude() writes NOT (… IS NULL), which no partial index serves

    def unverified(self) -> Self:
        """Numbers that the latest answer which should hold them did not confirm."""
        return self.filter(unverified=True)

    def assigned_to(self, *user_ids: str) -> Self:
        """Numbers of any of these users."""
        return self.filter(assigned(user_id__in=user_ids))

    def with_sole_users(self, *user_ids: str) -> Self:
        """Adds `sole_user`: whether the number is assigned to nobody but these users."""
        return self.annotate(sole_user=~has_users(~Q(user_id__in=user_ids)))

    def ports_under_way(self) -> Self:
        return self.filter(porting_status__in=Porting.UNDER_WAY.words)

    def failed_ports(self) -> Self:
        return self.filter(porting_status__in=Porting.FAILED.words)

    def search(self, text: str) -> Self:
        return self.filter(matches(text))

    def search_own_text(self, text: str) -> Self:
        """The same without what their users are called: a suggestion has to be quick, and names the users itself."""
        return self.filter(matches_own_text(text))

    def linked_by_forwarding(self, number: "PhoneNumber") -> Self:
        """The number that this one forwards to, first, and those that forward to this one. By an index each."""
        target = Q(number=number.forward) if number.forward else Q(pk__in=[])
        others = self.filter(target | Q(forward=number.number)).exclude(pk=number.pk)
        return others.order_by(Case(When(target, then=0), default=1), "sort_name", "id").only(
            "id", "name", "number", "formatted_number", "forward", "sort_name"
        )

    def for_list(self) -> Self:
        """Rows as a list shows them: without the wide columns, with their people, in two queries."""
        return self.defer(*WIDE_COLUMNS, *UNLISTED_COLUMNS).prefetch_related(people_of_numbers())

    def names(self) -> Self:
        """Rows with no more than it takes to name them."""
        return self.only("id", "name", "number", "formatted_number", "sort_name")


def assigned(**to: Any) -> Q:
    """Numbers with such an assignment. Not EXISTS: that would be asked for each number there is.

    Of the past few are looked up first: PostgreSQL knows no statistics of a union, and would walk through all numbers.
    """
    numbers = Assignment.objects.filter(**to)
    if moments.shown.get():
        few = numbers.values_list("number_id", flat=True)[: FEW + 1]
        if len(few) <= FEW:
            return Q(id__in=set(few))
    return Q(id__in=numbers.values("number_id"))


def has_users(*conditions: Q) -> Exists:
    """Whether a number has such an assignment: quicker where most numbers have one."""
    return Exists(Assignment.objects.filter(*conditions, number_id=OuterRef("pk")))


def has_sole_user(**of: Any) -> Q:
    """Numbers with exactly one user; `of` narrows down the assignments that are looked at, by number."""
    counted = Assignment.objects.filter(**of).order_by().values("number_id").annotate(users=Count("pk"))
    return Q(id__in=counted.filter(users=1).values("number_id"))


def stalled_port(before: datetime) -> Q:
    """Ports under way whose status is the same since before that time."""
    return Q(porting_status__in=Porting.UNDER_WAY.words, porting_since__lt=before)


def matches(text: str) -> Q:
    """By any written form of a number or of the one it forwards to, and by parts of a name, id or group, or of a
    user's name or email address: words in any order, accents and case do not count.
    """
    of_users = _users_of_then if moments.shown.get() else _users_text
    found = Q()
    for forms in needles(text, writing_regions()):
        found &= _own_text(forms) | of_users(forms)
    return found


def _users_text(forms: Iterable[str]) -> Q:
    return any_of(Q(people_text__contains=form) for form in forms)


def _users_of_then(forms: Iterable[str]) -> Q:
    """The same of the past, which has no such text: by the users' ids where they are few, else looked up by number.

    Where a text is in most names, as single letters are, finding all of them first takes seconds for each.
    """
    users = WorkspaceUser.objects.containing(forms).order_by().values("id")
    few = Assignment.objects.filter(user__in=users).values_list("number_id", flat=True)[: FEW + 1]
    if len(few) <= FEW:
        return Q(id__in=set(few))
    # An expression, so that SQLite reads a number's users and asks for each of them, not for each of all these users.
    theirs = Assignment.objects.alias(one=Coalesce("user_id", Value(""))).filter(one__in=users)
    return Q(Exists(theirs.filter(number_id=OuterRef("pk"))))


def writing_regions() -> tuple[str, ...]:
    """The countries of most numbers: people write phone numbers as these do."""
    return _regions(CacheState.objects.values_list("version", flat=True).first())


@moments.cached()
def _regions(version: UUID | None) -> tuple[str, ...]:
    current = PhoneNumber.objects.current().exclude(country="").order_by()
    counted = current.values_list("country").annotate(count=Count("pk")).order_by("-count", "country")
    return tuple(country for country, _ in counted[:REGIONS])


def matches_own_text(text: str) -> Q:
    found = Q()
    for forms in needles(text, writing_regions()):
        found &= _own_text(forms)
    return found


def _own_text(forms: Iterable[str]) -> Q:
    return any_of(Q(search_text__contains=form) for form in forms)


def people_of_numbers() -> Any:
    """What fetches the people of a page's numbers, by name, as the `assigned_users` of each."""
    people = WorkspaceUser.objects.only("first_name", "last_name", "email", "sort_name").order_by("sort_name", "id")
    return Prefetch("users", people, to_attr="assigned_users")


class PhoneNumber(models.Model):
    """A phone number as Quo last described it. Fields are the API's, in our spelling.

    Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
    """

    id = KeyField(primary_key=True, max_length=MAX_ID)  # Quo's, PN…
    number = KeyField(max_length=MAX_ID)  # E.164, where Quo keeps to it
    formatted_number = models.TextField(blank=True)
    name = KeyTextField(blank=True)
    symbol = models.TextField(blank=True)
    group_id = KeyField(max_length=MAX_ID, blank=True)
    forward = KeyField(max_length=MAX_ID, blank=True)
    port_request_id = KeyField(max_length=MAX_ID, blank=True)
    porting_status = KeyField(max_length=MAX_ID, blank=True)  # as choices.porting_word spells it
    calling_us = KeyField(max_length=MAX_ID, blank=True)
    calling_ca = KeyField(max_length=MAX_ID, blank=True)
    calling_intl = KeyField(max_length=MAX_ID, blank=True)
    messaging_us = KeyField(max_length=MAX_ID, blank=True)
    messaging_ca = KeyField(max_length=MAX_ID, blank=True)
    messaging_intl = KeyField(max_length=MAX_ID, blank=True)
    created_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    users = models.ManyToManyField(WorkspaceUser, through="Assignment", related_name="numbers")

    # Derived from the number itself (inventory.numbering)
    country = KeyField(max_length=8, blank=True)  # ISO 3166 alpha-2
    kind = KeyField(max_length=16, choices=Kind.options, default=Kind.UNKNOWN)
    area = KeyField(max_length=100, blank=True)
    # Derived, for orders and searches that an index or a narrow column carries
    sort_name = KeyField(max_length=100)
    sort_area = KeyField(max_length=100, null=True)  # of the place that lists show; None where there is none
    porting_place = models.PositiveSmallIntegerField(null=True)  # None where there is no status
    calling_order = models.PositiveSmallIntegerField(null=True)  # None where Quo says nothing of any region
    messaging_order = models.PositiveSmallIntegerField(null=True)
    sort_people = KeyField(max_length=100, null=True)  # of the first user by name; None where it has nobody
    people_text = models.TextField(blank=True)  # what its users are searched by; of today only
    search_text = models.TextField()

    # When the port was first known to be where it is: seen to change, or else last touched in Quo
    porting_since = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_dismissed = models.BooleanField(default=False)  # kept by decision, until an answer holds it again

    # What the record breaks of Quo's contract, until a record without it comes: [{field, value, reason}], and how many
    warnings = models.JSONField(default=list, blank=True)
    warned = models.PositiveIntegerField(default=0)

    # When this row was last written, or confirmed by an answer for this number alone. Where the number is unverified:
    # when any answer last confirmed it (inventory.reports.freshness).
    confirmed_at = models.DateTimeField()
    # Whether the latest answer that should hold the number holds no readable record of it
    unverified = models.BooleanField(default=False)

    # The digest of the raw record decides whether an answer says anything new. It is emptied where the last
    # answer did not confirm the record, so that the next one is read in full.
    digest = models.BinaryField(max_length=16)
    # The record as it came, byte for byte, as text: a JSON column would reorder keys and refuse \u0000.
    raw = models.TextField()

    since = models.DateTimeField(default=timezone.now)  # the row is as it is: what it was before is in the history

    objects = PhoneNumberQuerySet.as_manager()
    assigned_users: list[WorkspaceUser]  # its people by name, where PhoneNumberQuerySet.for_list fetched them

    class Meta:
        ordering: ClassVar = ["sort_name", "id"]
        indexes: ClassVar = [
            # One for each order of the list, with all that it takes to find a page of it: no row is read to be skipped.
            # The first holds the searched text as well: reading it is a tenth of reading the table.
            models.Index(fields=["sort_name", "id", "removed_at", "search_text"], name="number_by_name"),
            models.Index(fields=["number", "id", "removed_at"], name="number_by_number"),
            models.Index(fields=["sort_area", "id", "removed_at"], name="number_by_area"),
            models.Index(
                fields=["porting_place", "porting_status", "porting_since", "id", "removed_at"],
                name="number_by_porting",
            ),
            models.Index(fields=["porting_status", "porting_since", "id", "removed_at"], name="number_by_status"),
            models.Index(fields=["country", "id", "removed_at"], name="number_by_country"),
            models.Index(fields=["sort_people", "id", "removed_at"], name="number_by_people"),
            models.Index(fields=["calling_order", "id", "removed_at"], name="number_by_calling"),
            models.Index(fields=["messaging_order", "id", "removed_at"], name="number_by_messaging"),
            # All that each day's counts are of. Restrictions by their orders: Quo's words may be too long for an index.
            models.Index(fields=[*COUNTED_COLUMNS], name="number_by_counted"),
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
        """Where it is at home, in a few words."""
        return place(self.number, self.country, self.kind, self.area)

    @property
    def country_name(self) -> str:
        if self.country or self.kind == Kind.UNKNOWN:
            return country_name(self.country)
        return f"None ({calling_code(self.number)} belongs to no single country)"

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
        """Whether a port is under way."""
        return Porting.of(self.porting_status) is Porting.UNDER_WAY

    @property
    def has_porting(self) -> bool:
        """Whether Quo says anything of a port, ended or not."""
        return bool(self.porting_status or self.port_request_id)

    @property
    def porting_badge(self) -> Badge:
        return porting_badge(self.porting_status or "no status")

    @property
    def cannot_text_us(self) -> bool:
        return self.messaging_us == RESTRICTED

    def restriction_badges(self, use: str) -> list[Badge]:
        """The three badges of a use (`calling`, `messaging`), in fixed places."""
        return [way.badge(getattr(self, way.column)) for way in RESTRICTIONS if way.use == use]

    @property
    def calling_badges(self) -> list[Badge]:
        return self.restriction_badges("calling")

    @property
    def messaging_badges(self) -> list[Badge]:
        return self.restriction_badges("messaging")


class Assignment(models.Model):
    """A number is assigned to a user, with the group that Quo gives for the pair: None where no answer has said it."""

    number = models.ForeignKey(PhoneNumber, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(WorkspaceUser, on_delete=models.CASCADE, related_name="assignments")
    group_id = KeyField(max_length=MAX_ID, null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["number", "user"], name="one_assignment_a_pair")]

    def __str__(self) -> str:
        return f"{self.number_id} is assigned to {self.user_id}"
