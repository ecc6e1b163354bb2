"""What is to be done with a person's numbers when they leave, as text to paste into a ticket."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import F, Q

from inventory.models import PhoneNumber, WorkspaceUser

CHUNK = 1000  # rows read and sent at a time


def summary(person: WorkspaceUser) -> Iterator[str]:
    """One line a number, however many there are. Those with a single user come first, and say so."""
    numbers = PhoneNumber.objects.current().assigned_to(person.pk).with_sole_user(person.pk)
    count, alone = numbers.count(), numbers.filter(Q(alone=True)).count()
    yield f"Offboarding {person.name} ({person.email or person.pk})\n"
    yield f"{count:,} number{'s' * (count != 1)}, {alone:,} to hand over\n\n"
    rows = numbers.order_by(F("alone").desc(), "sort_name", "id").only("name", "number", "forward", "porting_status")
    found: Iterator[Any] = rows.iterator(chunk_size=CHUNK)
    lines = (f"{line(number, alone=number.alone)}\n" for number in found)
    while some := "".join(islice(lines, CHUNK)):
        yield some


def line(number: PhoneNumber, *, alone: bool) -> str:
    mark = "TO HAND OVER, nobody else holds it" if alone else "shared"
    forward = f", forwards to {number.forward}" if number.forward else ""
    port = f", port {number.porting_status}" if number.is_porting else ""
    return f"- {number.name or 'No name'}, {number.number}: {mark}{forward}{port}"
