"""The watch over the whole run sees what it has to see."""

import html
import json
import logging
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from inventory.models import Refresh
from inventory.sandbox import SANDBOX_KEY, Sandbox
from inventory.sandbox.workspace import BUSINESS_SECRETS
from tests.leaks import LEAKS, look_at_tables, watch


def seen() -> str:
    found = " ".join(LEAKS)
    LEAKS.clear()  # or this test would fail, as others should
    return found


@pytest.mark.parametrize(
    "form", [SANDBOX_KEY, SANDBOX_KEY.upper(), quote(SANDBOX_KEY), html.escape(SANDBOX_KEY), "secret"]
)
def test_it_knows_a_secret_in_any_form(form: str) -> None:
    watch("here", f"before {settings.SECRET_KEY if form == 'secret' else form} after")
    assert "here" in seen()


@pytest.mark.parametrize("secret", BUSINESS_SECRETS)
def test_it_knows_what_an_a2p_registration_tells_of_the_business(secret: str) -> None:
    watch("here", f"before {secret} after")
    assert "here" in seen()


def test_it_reads_the_log() -> None:
    logging.getLogger("inventory.quo").debug("sent %s", json.dumps(SANDBOX_KEY))
    assert "inventory.quo" in seen()


def test_it_reads_pages_and_headers(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    leaky = HttpResponse(SANDBOX_KEY, headers={"X-Key": SANDBOX_KEY})
    monkeypatch.setattr("dashboard.changes.views.render_list", lambda *_: leaky)
    viewer.get(reverse("changes"))
    found = seen()
    assert "the page /changes/" in found
    assert "the headers of /changes/" in found


def test_it_reads_rows(sandbox: Sandbox, db: None) -> None:
    refresh = Refresh.objects.create(scope="workspace", requested_by_name="x", error_message=f"401 for {SANDBOX_KEY}")
    look_at_tables()
    assert "inventory_refresh" in seen()
    refresh.delete()
