"""What refreshes replaced: rows of the past, each with the period in which it was so.

A row of today stays in its own table, with the time `since` when it is so. What a refresh replaces goes here, with the
time `until` which it was (inventory.refreshing.archive). So the first state and an unchanged record take no room here.
inventory.history reads both as one.
"""

from typing import Any, ClassVar

from django.db import models

from inventory.models.numbers import Assignment, PhoneNumber
from inventory.models.users import WorkspaceUser

# What is known for today only: when the row was confirmed, the record that it came from, decisions about its removal;
# and what the names of its users are searched by, which the users of that time have themselves
ONLY_TODAY = frozenset({"confirmed_at", "unverified", "digest", "raw", "removal_dismissed", "people_text"})


def _columns(model: type[models.Model]) -> dict[str, Any]:
    """The columns of a table of today, as plain ones: neither keys nor references."""
    return {field.attname: _plain(field) for field in model._meta.local_concrete_fields if field.name not in ONLY_TODAY}


def _plain(field: Any) -> Any:
    if isinstance(field, models.AutoField):
        return models.BigIntegerField()
    source = field.target_field if field.is_relation else field
    _, _, args, options = source.deconstruct()
    for of_today in ("primary_key", "serialize", "choices", "default"):
        options.pop(of_today, None)
    return type(source)(*args, **options)


class Past(models.Model):
    """A row as it was from `since` until just before `until`."""

    period = models.BigAutoField(primary_key=True)
    until = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk}, until {self.until}"


class PastNumber(Past):
    locals().update(_columns(PhoneNumber))

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id", "until"], name="past_number_by_id"),
            models.Index(fields=["sort_name", "id"], name="past_number_by_name"),
        ]


class PastAssignment(Past):
    locals().update(_columns(Assignment))

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["number_id", "until"], name="past_assignment_by_number"),
            models.Index(fields=["user_id", "until"], name="past_assignment_by_user"),
        ]


class PastUser(Past):
    locals().update(_columns(WorkspaceUser))

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id", "until"], name="past_user_by_id"),
            models.Index(fields=["sort_name", "id"], name="past_user_by_name"),
        ]


PAST: dict[type[models.Model], type[Past]] = {
    PhoneNumber: PastNumber, Assignment: PastAssignment, WorkspaceUser: PastUser,
}  # fmt: skip
