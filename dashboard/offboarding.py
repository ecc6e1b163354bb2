"""What is to be done with a person's numbers when they leave, as text to paste into a ticket."""

from collections.abc import Iterable

from inventory.models import PhoneNumber, WorkspaceUser


def summary(person: WorkspaceUser, numbers: Iterable[PhoneNumber], alone: set[str]) -> str:
    """One line a number. Those that nobody else holds come first, and say so."""
    rows = sorted(numbers, key=lambda number: number.pk not in alone)
    lines = [f"Offboarding {person.name} ({person.email or person.pk})", ""]
    for number in rows:
        mark = "TO HAND OVER, nobody else holds it" if number.pk in alone else "shared"
        forward = f", forwards to {number.forward}" if number.forward else ""
        port = f", port {number.porting_status}" if number.is_porting else ""
        lines.append(f"- {number.name or 'No name'}, {number.number}: {mark}{forward}{port}")
    return "\n".join(lines)
