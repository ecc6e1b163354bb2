"""For the dashboard, which the inventory does not know: what people do with refreshes, and changes of the cache."""

from enum import StrEnum
from functools import partial

from django.db import transaction
from django.dispatch import Signal


class RefreshAction(StrEnum):
    REQUESTED = "requested"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


# Sent once for each, with `refresh`, `action`, `by` (a name) and `automatic` (a page asked by itself), in the
# transaction that does it: both are kept, or neither.
refresh_action = Signal()

# Sent after a transaction that wrote what pages say of the workspace: also that an answer confirmed it as it was.
cache_changed = Signal()


def send_cache_changed() -> None:
    """Send it when the transaction of the caller is committed."""
    transaction.on_commit(partial(cache_changed.send_robust, sender=None))
