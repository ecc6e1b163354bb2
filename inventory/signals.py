"""For the dashboard, which the inventory does not know: what people do with refreshes, and changes of the cache."""

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

# Sent after a transaction that gave the cache another version, by whoever wrote it.
cache_changed = Signal()
