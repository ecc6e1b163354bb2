"""Changes as the rows of a file."""

from collections.abc import Iterator
from typing import Any

from dashboard.exports.csv_text import CHUNK
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


def rows(changes: ChangeQuerySet) -> Iterator[tuple[Any, ...]]:
    return map(_row, changes.values_list(*FIELDS).iterator(chunk_size=CHUNK))


def _row(values: tuple[Any, ...]) -> tuple[Any, ...]:
    at, kind, number_id, name, number, user_id, first, last, email, field, old, new, refresh, who = values
    user = name_of(first or "", last or "", email or "", user_id) if user_id else ""
    return at, kind, number_id, name, number, user_id, user, field, old, new, str(refresh), who
