"""The Test connection button, against a real socket."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from inventory.models import Refresh
from inventory.sandbox import GENERATIONS, Sandbox
from tests.dashboard.reading import text_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("version", GENERATIONS)
def test_it_says_that_quo_answers(version: str, owner: Client, sandbox: Sandbox, settings: Settings) -> None:
    settings.QUO_API_VERSION = version
    says = text_of(owner.post(reverse("test-connection"), headers=HTMX))
    assert f"Quo answers with its API {version}, and accepts the key." in says
    assert len(sandbox.requests) == 1
    assert not Refresh.objects.exists()


def test_it_says_that_the_key_is_wrong_and_never_shows_it(owner: Client, sandbox: Sandbox, settings: Settings) -> None:
    settings.QUO_API_KEY = "a-wrong-key-for-a-test"
    response = owner.post(reverse("test-connection"), headers=HTMX)
    assert "refused the API key" in text_of(response)
    assert "a-wrong-key-for-a-test" not in response.content.decode()


def test_it_says_that_there_is_no_key(owner: Client, sandbox: Sandbox, settings: Settings) -> None:
    settings.QUO_API_KEY = ""
    assert "No API key yet" in text_of(owner.post(reverse("test-connection"), headers=HTMX))
    assert not sandbox.requests


@pytest.mark.parametrize("fault", ["html", "server-error", "redirect", "not-found"])
def test_it_believes_only_quo(fault: str, owner: Client, sandbox: Sandbox) -> None:
    sandbox.fault = fault
    says = text_of(owner.post(reverse("test-connection"), headers=HTMX))
    assert ("accepts the key" in says) == (fault == "not-found")  # Quo's own 404 is the answer hoped for


def test_without_javascript_the_answer_is_a_message(owner: Client, sandbox: Sandbox) -> None:
    response = owner.post(reverse("test-connection"), {"next": "/numbers/"}, follow=True)
    assert "accepts the key" in text_of(response)


def test_it_needs_the_permission_and_a_post(owner: Client, viewer: Client) -> None:
    assert viewer.post(reverse("test-connection")).status_code == 403
    assert owner.get(reverse("test-connection")).status_code == 405
