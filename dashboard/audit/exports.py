"""The audit log as CSV and as JSON lines, streamed row by row."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet

from dashboard.audit.models import AuditEntry
from dashboard.exports import csv_text
from dashboard.exports.csv_text import CHUNK


def as_csv(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    rows = (list(map(str, entry.as_fields().values())) for entry in entries.iterator(chunk_size=CHUNK))
    return csv_text.as_csv([*AuditEntry().as_fields()], rows)


def as_json_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    for entry in entries.iterator(chunk_size=CHUNK):
        yield json.dumps(entry.as_fields()) + "\n"
