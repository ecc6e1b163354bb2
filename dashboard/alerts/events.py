"""What a rule may be about, and how often it tells."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inventory.choices import Choices


class Event(Choices):
    """In the order in which a message has them."""

    KEY_REFUSED = "key-refused", "Quo refuses the API key"
    REFRESH_FAILING = "refresh-failing", "No refresh has succeeded for too long"
    REMOVALS_HELD = "removals-held", "Removals are held for a decision"
    RESTRICTION_ADDED = "restriction-added", "Restriction added"
    RESTRICTION_LIFTED = "restriction-lifted", "Restriction lifted"
    PORTING_FAILED = "porting-failed", "Port failed"
    PORTING_STALLED = "porting-stalled", "Port stalled"
    PORTING_COMPLETED = "porting-completed", "Port completed"
    PORTING_CHANGED = "porting-changed", "Porting status changed"
    SOLE_USER_LEFT = "sole-user-left", "Sole user left the workspace"
    UNASSIGNED = "unassigned", "Number left without a user"
    NUMBER_REMOVED = "number-removed", "Number removed"
    NUMBER_ADDED = "number-added", "Number added"
    FORWARDING_CHANGED = "forwarding-changed", "Forwarding changed"
    PERSON_LEFT = "person-left", "Person left the workspace"
    ROLE_CHANGED = "role-changed", "Role changed"


# They last: a rule tells of one once, until it ends.
STATES = (Event.KEY_REFUSED, Event.REFRESH_FAILING, Event.REMOVALS_HELD, Event.PORTING_STALLED)


class Rhythm(Choices):
    IMMEDIATELY = "immediately", "Immediately"
    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly, on Mondays"


def latest_slot(rhythm: str, hour: int, zone: str, now: datetime) -> datetime:
    """When a digest was last due. An hour that a change to summer time leaves out is the one after it, and of one that
    comes twice the first counts.
    """
    local = now.astimezone(ZoneInfo(zone))
    day = local.date()
    if rhythm == Rhythm.WEEKLY:
        day -= timedelta(days=day.weekday())
    step = timedelta(days=7 if rhythm == Rhythm.WEEKLY else 1)
    slot = datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
    if slot > now:
        slot = datetime.combine(day - step, time(hour), ZoneInfo(zone)).astimezone(UTC)
    return slot
