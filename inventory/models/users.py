"""People in the Quo workspace."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inventory import choices
from inventory.models.fields import KeyField, KeyTextField
from inventory.quo.records import MAX_ID
from inventory.search import needles


def name_of(first_name: str, last_name: str, email: str, id: str) -> str:
    """A person's full name, or what stands for it where Quo has none."""
    return f"{first_name} {last_name}".strip() or email or id


def any_of(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


class WorkspaceUserQuerySet(models.QuerySet["WorkspaceUser"]):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def removed(self) -> Self:
        return self.filter(removed_at__isnull=False)

    def without_numbers(self) -> Self:
        """Users who are assigned to no current number."""
        return self.filter(number_count=0)

    def with_numbers(self) -> Self:
        return self.filter(number_count__gt=0)

    def search(self, text: str) -> Self:
        """By parts of a name, email address or id: words in any order, accents and case do not count."""
        found = self
        for forms in needles(text):
            found = found.containing(forms)
        return found

    def containing(self, forms: Iterable[str]) -> Self:
        """Those with any of these folded texts."""
        return self.filter(any_of(Q(search_text__contains=form) for form in forms))


class WorkspaceUser(models.Model):
    """A person in the Quo workspace. Not the account who signs in here."""

    id = KeyField(primary_key=True, max_length=MAX_ID)  # Quo's, US…
    email = KeyTextField(blank=True)
    first_name = models.TextField(blank=True)
    last_name = models.TextField(blank=True)
    role = KeyField(max_length=MAX_ID, blank=True)
    first_seen_at = models.DateTimeField()
    # When a complete list of the workspace's users no longer held them
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_dismissed = models.BooleanField(default=False)  # kept by decision, until a list has them again
    # Derived, for orders and searches that an index or a narrow column carries
    sort_name = KeyField(max_length=100)
    search_text = models.TextField()
    # Kept by each refresh that moves them (inventory.refreshing.bookkeeping): counting them takes seconds
    number_count = models.PositiveIntegerField(default=0)  # current numbers
    sole_count = models.PositiveIntegerField(default=0)  # those of them that nobody else holds
    # When an answer for this user last confirmed their numbers (inventory.reports.freshness)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)  # the row is as it is: what it was before is in the history

    objects = WorkspaceUserQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sort_name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["sort_name", "id", "removed_at", "search_text"], name="user_by_name"),
            models.Index(fields=["role"], name="user_by_role"),
            models.Index(fields=["sole_count"], name="user_by_sole_count"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The full name, or what stands for it where Quo has none."""
        return name_of(self.first_name, self.last_name, self.email, self.id)

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

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
