"""What happens to refreshes, for the dashboard, which the inventory does not know."""

from enum import StrEnum
from typing import Any

from django.dispatch import Signal


class Event(StrEnum):
    REQUESTED = "requested"
    CANCELLED = "cancelled"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


# Sent once for each, with `refresh`, `event`, `by` (a name) and `automatic` (a page asked by itself), as the last thing
# in the transaction that does it. So what a receiver writes is kept with it, or neither is, whenever a process ends.
# What is to leave the database, such as an alert, is decided and sent later, from the rows that it wrote.
refresh_event = Signal()


def announce(refresh: Any, event: Event, *, by: str = "", automatic: bool = False) -> None:
    """Call this in the transaction, when all else is written."""
    refresh_event.send(type(refresh), refresh=refresh, event=event, by=by, automatic=automatic)
