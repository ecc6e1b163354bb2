"""A child: a raw cursor that writes what the CSV export holds, to nowhere, each time it is asked to."""

import csv
import os
import time
from itertools import groupby

import django

django.setup()

from django.db import connection  # noqa: E402

from tests.benchmarks.conversation import converse  # noqa: E402

NUMBER = (
    "n.id, n.name, n.symbol, n.number, n.formatted_number, n.country, n.kind, n.area, n.group_id, n.forward, "
    "n.porting_status, n.port_request_id, n.calling_us, n.calling_ca, n.calling_intl, n.messaging_us, "
    "n.messaging_ca, n.messaging_intl, n.created_at, n.updated_at, n.removed_at"
)
STATEMENT = (
    f"SELECT {NUMBER}, u.first_name, u.last_name, u.email, u.id FROM inventory_phonenumber n "  # noqa: S608
    "LEFT JOIN inventory_assignment a ON a.number_id = n.id LEFT JOIN inventory_workspaceuser u ON u.id = a.user_id "
    "WHERE n.removed_at IS NULL ORDER BY n.sort_name, n.id"
)
COLUMNS = NUMBER.count(",") + 1


def export() -> float:
    """Rows per second."""
    started, rows = time.perf_counter(), 0
    with open(os.devnull, "w", encoding="utf-8") as nowhere, connection.cursor() as cursor:
        writer = csv.writer(nowhere)
        cursor.execute(STATEMENT)
        for _, held in groupby(cursor, key=lambda row: row[0]):
            people = list(held)
            users = [row[COLUMNS:] for row in people if row[-1]]
            names = "; ".join(f"{first} {last}" for first, last, _, _ in users)
            writer.writerow([*people[0][:COLUMNS], names, "; ".join(user[2] for user in users)])
            rows += 1
    return rows / (time.perf_counter() - started)


if __name__ == "__main__":
    converse({"export": export})
