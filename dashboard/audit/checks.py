"""A check of the database's rights on the audit log, for `manage.py check --deploy --database default`."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Info, Tags, Warning, register
from django.db import connections

from dashboard.audit.models import AuditEntry

RIGHTS = "UPDATE", "DELETE", "TRUNCATE"
# The owner may give itself any right back, whatever was revoked.
SQL = """
SELECT current_user, pg_has_role(relowner, 'MEMBER'), has_table_privilege(oid, 'UPDATE'),
       has_table_privilege(oid, 'DELETE'), has_table_privilege(oid, 'TRUNCATE')
FROM pg_class WHERE oid = to_regclass(%s)
"""


@register(Tags.database, deploy=True)
def append_only(databases: Sequence[str] | None = None, **_: Any) -> Iterator[CheckMessage]:
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute(SQL, [AuditEntry._meta.db_table])
            row = cursor.fetchone()
        if row is None:
            continue  # before the first migrate
        name, owns, *granted = row
        rights = ["own it"] if owns else [right for right, given in zip(RIGHTS, granted, strict=True) if given]
        if rights:
            yield Warning(
                f"The database's role {name} can change and delete entries of the audit log ({', '.join(rights)}).",
                hint="Where that matters, give the site a role of its own: see docs/operations.md, Audit log.",
                id="audit.W001",
            )
        else:
            yield Info(f"The database's role {name} can only add to the audit log.", id="audit.I001")
