"""What Quo says of the workspace itself: written down where an answer has it, and left as it was where not."""

from datetime import datetime
from typing import Any

from msgspec import UNSET

from inventory.models import CacheState
from inventory.quo.contract import read_timestamp
from inventory.quo.records import A2PMessage, A2PRecord, OrganizationRecord
from inventory.refreshing.facts import text

REASONS_KEPT = 20
REASON_LENGTH = 500


def record_workspace(organization: OrganizationRecord | None, a2p: A2PRecord | None, now: datetime) -> None:
    """To be called where the one row of the cache's state exists, in the transaction of the answer."""
    said: dict[str, Any] = {}
    if organization is not None and organization.name is not UNSET:
        said["workspace_name"] = text(organization.name)
    if organization is not None and organization.subscription_status is not UNSET:
        said["subscription_status"] = text(organization.subscription_status)
    if a2p is not None:
        reasons = (_reason(message) for message in (a2p.status_messages or ())[:REASONS_KEPT])
        said["a2p_reasons"] = [reason for reason in reasons if reason]
        # Since when it has this status: when it was seen to change, or else Quo's last touch of the registration.
        before = CacheState.objects.values_list("a2p_status", flat=True).get()
        if before != text(a2p.status):
            touched = read_timestamp(a2p.updated_at) or read_timestamp(a2p.first_submitted_at)
            said |= {"a2p_status": text(a2p.status), "a2p_since": touched or now}
    if said:
        CacheState.objects.update(**said)


def _reason(message: A2PMessage) -> str:
    """A reason in one line: the field that it is about, the words that Quo gives, its code."""
    code = "" if message.error_code is None else str(message.error_code)
    words = ": ".join(filter(None, [message.field_name, message.error_reason])) or code
    return text(f"{words} ({code})" if code and words != code else words)[:REASON_LENGTH]
