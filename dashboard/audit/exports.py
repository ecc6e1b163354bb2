"""The audit log as CSV and as JSON lines, streamed row by row."""

import csv
import json
from collections.abc import Iterator

from django.db.models import QuerySet

from dashboard.audit.models import AuditEntry
from dashboard.numbers.exports import CHUNK, Line, cell


def as_csv(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield "\ufeff"  # tells Excel that this is UTF-8
    yield writer.writerow(AuditEntry().as_fields())
    for entry in entries.iterator(chunk_size=CHUNK):
        yield writer.writerow([cell(str(value)) for value in entry.as_fields().values()])


def as_json_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    for entry in entries.iterator(chunk_size=CHUNK):
        yield json.dumps(entry.as_fields()) + "\n"
