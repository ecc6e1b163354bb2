"""Decide what is sent, from the recorded changes and from what lasts."""

from dashboard.alerts.models import Rule


def start_now(rule: Rule) -> None:
    """Sets what a new rule, or one that is switched on, does not tell of: all that is there already. Not saved."""


def missed(rule: Rule) -> int:
    """How many numbers and users a paused rule would tell of if it told what it missed."""
    return 0


def switch_on(rule: Rule, *, send_missed: bool) -> None:
    """Enables a paused rule: from now on, or with one message on what it missed. Saves it."""
