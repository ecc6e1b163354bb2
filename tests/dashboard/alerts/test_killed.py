"""A process that is killed between deciding, sending and noting loses nothing, and sends at most once more, under the
same key. Real processes, on the tests' own database.
"""

import os
import signal
import subprocess
import sys

import pytest

from dashboard.alerts.delivering import CLAIM, send_all
from dashboard.alerts.models import Delivery, Rule
from inventory.models import Change
from tests.inventory.refreshing.test_one_at_a_time import ROOT, database_url

from .conftest import NO_TEXTS, SECRET, Hook, a_rule, refreshed
from .test_delivering import let_pass

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Runs `send_alerts` in a process that kills itself as it comes to a place
CODE = """
import os, signal, sys
from unittest import mock
import django
django.setup()
from django.core.management import call_command
from importlib import import_module
module, name, after = sys.argv[1:]
place = import_module(f"dashboard.alerts.{module}")
does = getattr(place, name)
def and_dies(*arguments, **options):
    if after:
        does(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, and_dies)
call_command("send_alerts")
"""


def run(hook: Hook, *arguments: str) -> int:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "dashboard.settings",
        "DATABASE_URL": database_url(),
        "DEBUG": "on",
        "ALERT_CHANNEL_HOOK": hook.address,
        "ALERT_WEBHOOK_SECRET": SECRET,
    }
    command = [sys.executable, "-c", CODE, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, timeout=120, check=False).returncode  # noqa: S603


@pytest.mark.parametrize(
    ("module", "name", "after", "sent"),
    [
        ("deciding", "_deliveries", "", 1),  # in the transaction, with the cursor moved
        ("delivering", "claim", "", 1),  # decided, and not claimed
        ("delivering", "_send", "", 1),  # claimed, and not sent
        ("delivering", "_send", "after", 2),  # sent, and not noted
    ],
)
def test_nothing_is_lost_and_once_at_most_sent_again(hook: Hook, module: str, name: str, after: str, sent: int) -> None:
    refreshed()
    rule = a_rule("restriction-added")
    refreshed({"id": "PN1", "restrictions": NO_TEXTS})
    assert run(hook, module, name, after) == -signal.SIGKILL
    if module == "deciding":
        assert (Delivery.objects.count(), Rule.objects.get().cursor) == (0, rule.cursor)
    else:
        assert Rule.objects.get().cursor == Change.objects.latest("pk").pk
        let_pass(CLAIM)
    assert send_all() == (1, 0)
    assert send_all() == (0, 0)
    assert hook.keys == [str(Delivery.objects.get().key)] * sent
