"""The words of messages."""

from collections.abc import Sequence

from dashboard.alerts.channels import Message
from dashboard.alerts.models import Rule
from dashboard.alerts.occurrences import Occurrences
from inventory.models import Refresh


def compose(rule: Rule, occurrences: Sequence[Occurrences], *, refresh: Refresh | None) -> Message:
    """What a rule says. `refresh`: the one that saw all of it, None where there were several, or none."""
    lines = [f"{each.event.label}: {each.count}" for each in occurrences]
    return Message(lines[0], "\n".join(lines), "", {"type": "alert", "data": {"rule": rule.name}})


def compose_test(channel: str) -> Message:
    """What "Send a test" sends."""
    return Message("A test", f"The channel {channel} works.", "", {"type": "test", "data": {}})
