"""Rules that are one click away."""

from dataclasses import dataclass

from dashboard.alerts.events import Event, Rhythm


@dataclass(frozen=True, slots=True)
class ReadyMade:
    key: str
    name: str
    why: str
    events: tuple[Event, ...]
    rhythm: Rhythm = Rhythm.IMMEDIATELY


READY_MADE = (
    ReadyMade(
        "restrictions", "Restricted lines", "A line that can no longer call or message costs customers.",
        (Event.RESTRICTION_ADDED, Event.RESTRICTION_LIFTED),
    ),
    ReadyMade(
        "ports", "Ports that wait for an answer", "A port that fails or stalls goes on only when somebody answers.",
        (Event.PORTING_FAILED, Event.PORTING_STALLED, Event.PORTING_COMPLETED),
    ),
    ReadyMade(
        "nobody", "Numbers that ring nowhere", "When people leave, their numbers have nobody who answers.",
        (Event.SOLE_USER_LEFT, Event.UNASSIGNED, Event.PERSON_LEFT),
    ),
    ReadyMade(
        "refreshes", "Refreshes that need a decision", "Held removals, a refused API key, a day without a refresh.",
        (Event.KEY_REFUSED, Event.REFRESH_FAILING, Event.REMOVALS_HELD),
    ),
    ReadyMade(
        "weekly", "The week in the workspace", "On Mondays: what was added, removed, ported and forwarded, who left.",
        (
            Event.NUMBER_ADDED, Event.NUMBER_REMOVED, Event.PORTING_COMPLETED, Event.FORWARDING_CHANGED,
            Event.PERSON_LEFT, Event.ROLE_CHANGED,
        ),
        Rhythm.WEEKLY,
    ),
)  # fmt: skip
