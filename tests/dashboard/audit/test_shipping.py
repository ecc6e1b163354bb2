"""The audit log for other machines: lines with fields, rsyslog's rule, exports, and a role that can only add."""

import csv
import io
import json
import logging
import os
import re
import shutil
import socket
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core import checks
from django.db import DatabaseError, connection, transaction
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dashboard.audit.models import AuditEntry
from dashboard.audit.record import Action, record
from dashboard.monitoring.logs import Json
from tests.processes import stop

DOCS = (Path(__file__).parents[3] / "docs/operations.md").read_text()


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    return str(found)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [Json().format(entry) for entry in caplog.records if entry.name == "dashboard.audit"]


def test_an_entry_is_a_line_with_fields_of_its_own(db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "dashboard.audit")
    record(None, Action.EXPORT, 'numbers as csv: q="a"\nb')
    (line,) = lines(caplog)
    told, entry = json.loads(line), AuditEntry.objects.get()
    assert told | entry.as_fields() == told
    assert (told["action"], told["who"], told["is_by_system"]) == ("export", "command line", True)
    assert told["message"].startswith("audit export by command line from -: numbers as csv")
    assert (told["logger"], told["detail"], told["count"]) == ("dashboard.audit", 'numbers as csv: q="a"\nb', 1)


def body(response: object) -> str:
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response).decode()


def test_an_export_holds_what_the_filters_find(admin: Client) -> None:
    record(None, Action.DENIED, "=1+1", who="vic")
    record(None, Action.ACCEPT, "not this", who="vic")
    told = body(admin.get(reverse("export-audit-jsonl"), {"who": "vic", "action": "denied"}))
    assert [json.loads(line)["detail"] for line in told.splitlines()] == ["=1+1"]
    file = admin.get(reverse("export-audit-csv"), {"who": "vic"})
    assert file["Content-Disposition"].startswith('attachment; filename="audit-')
    rows = list(csv.DictReader(io.StringIO(body(file).lstrip("\ufeff"))))
    assert [row["detail"] for row in rows] == ["not this", "'=1+1"]
    assert f"in fields: {', '.join(f'`{name}`' for name in rows[0])}. " in DOCS
    exported = AuditEntry.objects.filter(action="export").order_by("id").values_list("who", "detail")
    assert list(exported) == [
        ("ada", "audit as jsonl: who=vic&action=denied"),
        ("ada", "audit as csv: who=vic"),
    ]
    assert admin.get(reverse("export-audit-csv"), {"action": "nonsense"}).status_code == 400
    page = admin.get(reverse("audit"), {"who": "vic"}).content.decode()
    assert f'href="{reverse("export-audit-csv")}?who=vic"' in page


def test_a_viewer_exports_no_entries(viewer: Client) -> None:
    for name in ("export-audit-csv", "export-audit-jsonl"):
        assert viewer.get(reverse(name)).status_code == 403


def test_an_export_is_streamed(admin: Client) -> None:
    AuditEntry.objects.bulk_create(AuditEntry(action="export", detail=f"{place}") for place in range(3_000))
    parts = iter(admin.get(reverse("export-audit-jsonl")))
    assert json.loads(next(parts))["action"] == "export"
    assert len(list(parts)) == 3_000 + AuditEntry.objects.exclude(action="export").count()


def test_rsyslogs_rule_ships_entries_and_nothing_else(
    db: None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rsyslogd = shutil.which("rsyslogd", path=f"{os.environ['PATH']}:/usr/sbin")
    if rsyslogd is None:
        pytest.skip("it needs rsyslog: install it")
    caplog.set_level(logging.INFO)
    forged = json.dumps({"logger": "dashboard.audit"})
    logging.getLogger("dashboard.request").info("a name: %s", forged)
    record(None, Action.EXPORT, "\u2603" * 2000 + "the end")
    record(None, Action.EXPORT, "the last")
    written = [Json().format(entry) for entry in caplog.records]
    with socket.create_server(("127.0.0.1", 0)) as siem:
        siem.settimeout(30)
        rule = block("rsyslog")
        for theirs, ours in (
            ("siem.example.com", "127.0.0.1"),
            ("6514", str(siem.getsockname()[1])),
            ('StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"', ""),
        ):
            assert theirs in rule
            rule = rule.replace(theirs, ours)
        source = tmp_path / "journal"
        source.write_text("".join(f"{line}\n" for line in written))
        configuration = tmp_path / "rsyslog.conf"
        configuration.write_text(
            f'global(workDirectory="{tmp_path}")\n{rule}'
            f'module(load="imfile")\ninput(type="imfile" file="{source}" tag="gunicorn:")\n'
        )
        command = [rsyslogd, "-n", "-f", str(configuration), "-i", str(tmp_path / "pid")]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
        try:
            peer, _ = siem.accept()
            with peer, peer.makefile() as stream:
                peer.settimeout(30)
                shipped = [next(stream) for _ in range(2)]
        finally:
            stop(process)
    told = [json.loads(line[line.index("{") :]) for line in shipped]
    assert [entry["detail"][-8:] for entry in told] == ["\u2603" * 8, "the last"]
    assert [entry["logger"] for entry in told] == ["dashboard.audit"] * 2


@pytest.mark.postgresql
def test_the_sites_role_can_only_add(db: None) -> None:
    owner = connection.settings_dict["USER"]
    record(None, Action.EXPORT, "first")
    with connection.cursor() as cursor:
        for statement in block("sql").split(";"):
            if statement.strip():
                cursor.execute(statement.replace("FOR ROLE quo ", f"FOR ROLE {owner} "))
        assert [message.id for message in the_check()] == ["audit.W001"]  # as the owner
        cursor.execute("SET LOCAL ROLE quo_web")
    assert [message.id for message in the_check()] == ["audit.I001"]
    record(None, Action.EXPORT, "second")
    entries = AuditEntry.objects.filter(detail="first")
    entries.update(count=2)
    User.objects.create_user("ada").delete()  # all else goes on
    for forbidden in (
        lambda: entries.update(detail="nothing"),
        lambda: entries.update(at=timezone.now() - timedelta(days=1)),
        entries.delete,
        lambda: connection.cursor().execute("TRUNCATE audit_auditentry"),
        lambda: connection.cursor().execute("ALTER TABLE audit_auditentry DROP COLUMN who"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()
    assert list(AuditEntry.objects.filter(action="export").order_by("id").values_list("detail", "count")) == [
        ("first", 2),
        ("second", 1),
    ]


@pytest.mark.postgresql
def test_a_role_that_may_delete_is_named(db: None) -> None:
    with connection.cursor() as cursor:
        for statement in block("sql").split(";")[:2]:
            cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE quo_web")
    (message,) = the_check()
    assert message.id == "audit.W001"
    assert "quo_web can change and delete entries of the audit log (UPDATE, DELETE)" in message.msg


def the_check() -> list[checks.CheckMessage]:
    found = checks.run_checks(tags=[checks.Tags.database], include_deployment_checks=True, databases=["default"])
    return [message for message in found if str(message.id).startswith("audit.")]


@pytest.mark.sqlite
def test_on_sqlite_there_is_nothing_to_say(db: None) -> None:
    assert the_check() == []
