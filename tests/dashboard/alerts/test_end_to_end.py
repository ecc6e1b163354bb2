"""From an empty database: settings, a rule, and the next refresh that restricts a line puts a signed message into a
webhook and a mail into a mail server, within two seconds, once. With processes of the product's own.
"""

import re
import time
from pathlib import Path

import pytest
import requests

from inventory.sandbox import Sandbox
from tests.processes import Site, site, stop, until

from .conftest import SECRET, TOKEN, Hook, Post

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]
RULE = {"events": ["restriction-added"], "rhythm": "immediately", "enabled": "on"}


def add_rule(where: Site, session: requests.Session, channel: str) -> None:
    token = session.cookies["csrftoken"]
    form = RULE | {"name": f"To {channel}", "channel": channel.upper(), "csrfmiddlewaretoken": token}
    response = session.post(
        f"{where.url}/alerts/", form, headers={"Referer": where.url}, allow_redirects=False, timeout=30
    )
    assert response.status_code == 302, response.text


def refreshed(where: Site, session: requests.Session, count: int) -> None:
    where.refresh(session)
    until(lambda: where.ask("Refresh.objects.filter(scope='workspace', state='succeeded').count()") == str(count))


@pytest.mark.parametrize("tasks", ["immediate", "database"])
def test_a_line_that_is_restricted_is_told_within_two_seconds(
    tasks: str, hook: Hook, post: Post, tmp_path: Path
) -> None:
    with (
        Sandbox(numbers=40, requests_per_second=None) as sandbox,
        site(
            tmp_path, sandbox.url, TASKS=tasks, LOG_LEVEL="DEBUG",
            ALERT_CHANNEL_HOOK=hook.address, ALERT_WEBHOOK_SECRET=SECRET,
            ALERT_CHANNEL_OPS="mailto:ops@example.com",
            EMAIL_URL=f"smtp://127.0.0.1:{post.port}", EMAIL_FROM="Numbers <numbers@example.com>",
        ) as where,
    ):  # fmt: skip
        web = where.web()
        worker = where.worker() if tasks == "database" else None
        session = where.signed_in()
        for channel in ("hook", "ops"):
            add_rule(where, session, channel)
        refreshed(where, session, 1)
        line = next(
            each for each in sandbox.workspace.numbers if each["restrictions"]["messaging"]["US"] != "restricted"
        )
        line["restrictions"]["messaging"]["US"] = "restricted"
        line["updatedAt"] = "2030-01-01T00:00:00.000Z"
        began = time.monotonic()
        where.refresh(session)
        until(lambda: bool(hook.taken and post.mails))
        took = time.monotonic() - began
        finished = "Refresh.objects.filter(scope='workspace').latest('pk').finished_at"
        sent = "__import__('dashboard.alerts.models', fromlist=['x']).Delivery.objects.latest('ended_at').ended_at"
        until(lambda: where.ask(f"{sent} is not None") == "True")
        assert float(where.ask(f"({sent} - {finished}).total_seconds()")) < 2, took
        assert hook.taken[0]["data"]["numbers"][0]["id"] == line["id"]
        assert (len(hook.taken), post.receivers) == (1, ["ops@example.com"])
        for process in filter(None, (web, worker)):
            assert stop(process) < 20
        assert where.run("manage.py", "send_alerts") == "0 sent, 0 failed\n"
        assert (len(hook.taken), len(post.mails)) == (1, 1)
        assert not re.search(f"{TOKEN}|ops@example.com|whsec_", where.log.read_text())
