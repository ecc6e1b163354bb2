"""Changes as CSV, streamed row by row."""

import csv
from collections.abc import Iterator

from dashboard.numbers.exports import CHUNK, Line, cell
from inventory.models import name_of
from inventory.models.changes import ChangeQuerySet

FIELDS = (
    "at", "kind", "number_id", "number__name", "number__number", "user_id", "user__first_name", "user__last_name",
    "user__email", "field", "old", "new", "refresh_id", "refresh__requested_by_name",
)  # fmt: skip
COLUMNS = (
    "at", "kind", "number_id", "number_name", "number", "user_id", "user", "field", "old", "new", "refresh",
    "requested_by",
)  # fmt: skip


def as_csv(changes: ChangeQuerySet) -> Iterator[str]:
    writer = csv.writer(Line())
    yield "\ufeff"  # tells Excel that this is UTF-8
    yield writer.writerow(COLUMNS)
    for values in changes.values_list(*FIELDS).iterator(chunk_size=CHUNK):
        at, kind, number_id, name, number, user_id, first, last, email, field, old, new, refresh, who = values
        user = name_of(first or "", last or "", email or "", user_id) if user_id else ""
        row = (at, kind, number_id or "", name or "", number or "", user_id or "", user)
        yield writer.writerow([*map(cell, (*row, field, old, new)), refresh, cell(who)])
