"""What people do with refreshes, for an audit log that the inventory does not know."""

from enum import StrEnum

from django.dispatch import Signal


class RefreshAction(StrEnum):
    REQUESTED = "requested"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


# Sent once for each, with `refresh`, `action`, `by` (a name) and `automatic` (a page asked by itself), in the
# transaction that does it: both are kept, or neither.
refresh_action = Signal()
