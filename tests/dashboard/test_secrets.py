"""The API key: from the environment or a file, sent to Quo alone, shown nowhere. `leaks.py` watches the whole run."""

import sys

import pytest
from django.core.checks import run_checks
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter, get_exception_reporter_filter
from pytest_django import Settings

from dashboard.monitoring.error_reports import SecretsHidden
from inventory.sandbox import SANDBOX_KEY, Sandbox
from tests.dashboard.test_settings import check

KEY = "k3y-that-nobody-may-ever-see-0123456789"


def said_by_checks(settings: Settings, **changes: str) -> str:
    """What `check` says of settings that are changed so; "" where they are in order."""
    for name, value in changes.items():
        setattr(settings, name, value)
    return "\n".join(f"{message.id} {message}" for message in run_checks() if "inventory." in str(message.id))


@pytest.mark.parametrize(
    "url",
    ["http://api.openphone.com", f"https://user:{KEY}@api.openphone.com", "ftp://x", "http://127.0.0.1.evil.example"],
)
def test_the_key_is_sent_unencrypted_to_nobody_but_this_machine(url: str, settings: Settings) -> None:
    said = said_by_checks(settings, QUO_API_KEY=KEY, QUO_API_URL=url)
    assert said.startswith("inventory.E002")
    assert KEY not in said
    assert said_by_checks(settings, QUO_API_URL="http://127.0.0.1:9") == ""


@pytest.mark.parametrize("bad", [f"Bearer {KEY}", f"{KEY} {KEY}", f"{KEY}é"])
def test_a_key_that_cannot_be_one_is_named_and_not_shown(bad: str, settings: Settings) -> None:
    said = said_by_checks(settings, QUO_API_KEY=bad)
    assert said.startswith("inventory.E002")
    assert KEY not in said


@pytest.mark.slow
def test_a_process_that_refuses_its_settings_shows_no_key() -> None:
    result = check(QUO_API_KEY=KEY, QUO_API_URL=f"https://user:{KEY}@api.openphone.com")
    assert result.returncode == 1
    assert "inventory.E002" in result.stderr
    assert KEY not in result.stderr


def report(request: HttpRequest | None = None) -> str:
    """The debug page of an exception whose frames hold the key in many ways."""
    innocent = KEY
    headers = {"Authorization": KEY, "Accept": "x"}
    nested = [{"deep": ("inside", f"prefix {KEY} suffix")}]
    api_key = "something else"
    try:
        raise ValueError("nothing to see")
    except ValueError:
        reporter = ExceptionReporter(request, *sys.exc_info())
        html, text = reporter.get_traceback_html(), reporter.get_traceback_text()
    assert innocent
    assert headers
    assert nested
    assert api_key
    return html + text


def test_the_debug_page_and_error_reports_hide_it_wherever_it_stands(settings: Settings) -> None:
    settings.DEBUG = True
    settings.QUO_API_KEY = KEY
    settings.OIDC_CLIENT_SECRET = "another-secret-of-ours"
    request = RequestFactory().get("/", headers={"Authorization": KEY, "X-Odd": f"a {KEY} b"})
    said = report(request)
    assert "nothing to see" in said
    assert "innocent" in said
    assert "another-secret-of-ours" not in said
    assert KEY not in said


def test_the_filter_in_use_is_ours(settings: Settings) -> None:
    assert isinstance(get_exception_reporter_filter(None), SecretsHidden)


@pytest.mark.parametrize(
    "fault", [None, "unauthorized", "bad-request", "html", "truncated-json", "redirect", "missing-id"]
)
def test_no_page_repeats_it_whatever_quo_answers(fault: str | None, sandbox: Sandbox, admin: Client) -> None:
    sandbox.fault = fault
    response = admin.post(reverse("refreshes"), {"scope": "workspace"}, follow=True)
    assert SANDBOX_KEY not in response.content.decode()
