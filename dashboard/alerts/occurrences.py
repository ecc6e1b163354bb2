"""What happened, as messages tell it: grouped by event, of each group the first few."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dashboard.alerts.events import Event
from inventory.models import PhoneNumber, WorkspaceUser

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that changed. `field` as Change has it; `user` where somebody was unassigned, whose name is `old`."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happened to one number or user, or of a refresh. A number comes with its `assigned_users`."""

    number: PhoneNumber | None = None
    user: WorkspaceUser | None = None
    facts: tuple[Fact, ...] = ()
    refresh_id: int | None = None
    at: datetime | None = None  # when it was seen, or since when it lasts
    detail: str = ""  # of a failure: what happened and what to do


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Those of one event: how many numbers or users, and the first of them."""

    event: Event
    count: int
    first: tuple[Occurrence, ...] = ()  # at most SHOWN
    by_field: Mapping[str, int] = field(default_factory=dict)  # how many have a fact of this field
