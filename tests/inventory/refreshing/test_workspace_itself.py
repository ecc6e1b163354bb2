"""The workspace's name, subscription and A2P registration: kept where an answer has them, shown where they matter."""

import logging
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from inventory.choices import Scope, State
from inventory.models import CacheState, PhoneNumber, Refresh
from inventory.quo.records import A2PMessage, A2PRecord, OrganizationRecord
from inventory.refreshing.bookkeeping import record_workspace
from inventory.refreshing.request import request_refresh
from inventory.sandbox import Sandbox
from inventory.sandbox.workspace import BUSINESS_SECRETS
from tests.dashboard.conftest import outsider as outsider
from tests.dashboard.conftest import owner as owner
from tests.dashboard.reading import html_of, text_of

pytestmark = pytest.mark.django_db

REASONS = [
    "Website: The website does not show how people agree to receive messages. (30909)",
    "Sample messages: The sample messages do not name the business. (30897)",
]


@pytest.fixture(autouse=True)
def newer(settings: Settings) -> None:
    settings.QUO_API_VERSION = "2026-03-30"
    settings.WORKSPACE_NAME = ""


def refresh() -> Refresh:
    found = request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    assert found.state == State.SUCCEEDED, found.summary
    return found


def state() -> CacheState:
    return CacheState.objects.get()


def test_it_is_kept_and_a_version_that_lacks_it_leaves_it(sandbox: Sandbox, settings: Settings) -> None:
    refresh()
    organization = sandbox.workspace.organization
    kept = state()
    assert (kept.workspace_name, kept.subscription_status) == (organization["name"], "active")
    assert (kept.a2p_status, kept.a2p_since, kept.a2p_reasons) == (
        "rejected",
        datetime.fromisoformat(organization["updatedAt"]),
        REASONS,
    )
    settings.QUO_API_VERSION = "v1"
    refresh()
    again = state()
    for name in ("workspace_name", "subscription_status", "a2p_status", "a2p_since", "a2p_reasons"):
        assert getattr(again, name) == getattr(kept, name)


@pytest.mark.parametrize(("mode", "then"), [("absent", ""), ("forbidden", "rejected")])
def test_a_registration_that_the_api_does_not_give_is_no_failure_and_no_warning(
    mode: str, then: str, sandbox: Sandbox
) -> None:
    sandbox.a2p = mode
    assert refresh().warned == 0
    assert (state().a2p_status, state().a2p_since, state().a2p_reasons) == ("", None, [])
    sandbox.a2p = "rejected"
    refresh()
    sandbox.a2p = mode
    refresh()
    assert (state().a2p_status, bool(state().a2p_reasons)) == (then, bool(then))


def test_the_status_is_dated_by_when_it_changed() -> None:
    now, then = timezone.now(), "2026-01-02T03:04:05Z"
    CacheState.objects.create()
    record_workspace(None, A2PRecord("A", "pending", updated_at=then), now)
    assert state().a2p_since == datetime.fromisoformat(then)
    # Quo touches it without another status.
    record_workspace(None, A2PRecord("A", "pending", updated_at="2026-02-03T00:00:00Z"), now)
    assert state().a2p_since == datetime.fromisoformat(then)
    record_workspace(None, A2PRecord("A", "rejected"), now)
    assert state().a2p_since == now


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (A2PMessage(30909, "Bad site.", "Website"), "Website: Bad site. (30909)"),
        (A2PMessage(None, "Bad site."), "Bad site."),
        (A2PMessage("E1"), "E1"),
        (A2PMessage(error_reason="nul \x00"), "nul \ufffd"),
    ],
)
def test_a_reason_is_one_line(message: A2PMessage, reason: str) -> None:
    CacheState.objects.create()
    record_workspace(None, A2PRecord("A", "rejected", status_messages=(message, A2PMessage())), timezone.now())
    assert state().a2p_reasons == [reason]


def test_a_null_name_is_none_and_an_absent_one_says_nothing() -> None:
    CacheState.objects.create()
    record_workspace(OrganizationRecord(name="Ours", subscription_status="active"), None, timezone.now())
    record_workspace(OrganizationRecord(subscription_status="expired"), None, timezone.now())
    assert (state().workspace_name, state().is_expired) == ("Ours", True)
    record_workspace(OrganizationRecord(name=None), None, timezone.now())
    assert state().workspace_name == ""


def test_its_name_stands_on_every_page_unless_the_settings_have_one(
    sandbox: Sandbox, owner: Client, outsider: Client, settings: Settings
) -> None:
    name = sandbox.workspace.organization["name"]
    refresh()
    page = " ".join(html_of(owner.get(reverse("users"))).split())
    assert f"<title>People · {name}</title>" in page
    assert f'<span class="workspace"><bdi>{name}</bdi></span>' in page
    assert name not in html_of(outsider.get(reverse("login")))
    settings.WORKSPACE_NAME = "Set by hand"
    page = " ".join(html_of(owner.get(reverse("users"))).split())
    assert "<title>People · Set by hand</title>" in page
    assert '<span class="workspace"><bdi>Set by hand</bdi></span>' in page


def test_an_expired_subscription_needs_attention(sandbox: Sandbox, owner: Client) -> None:
    refresh()
    assert "subscription has expired" not in text_of(owner.get(reverse("overview")))
    sandbox.workspace.organization["subscriptionStatus"] = "expired"
    refresh()
    assert "The workspace’s subscription has expired" in text_of(owner.get(reverse("overview")))


def test_the_registration_stands_beside_what_it_blocks(sandbox: Sandbox, owner: Client, settings: Settings) -> None:
    blocked = next(number for number in sandbox.workspace.numbers if number["number"].startswith("+1212"))
    blocked["restrictions"]["messaging"]["US"] = "restricted"
    settings.QUO_API_VERSION = "v1"
    refresh()
    assert "a missing carrier registration (A2P 10DLC)" in text_of(owner.get(reverse("overview")))
    assert "registration is" not in text_of(owner.get(reverse("number", args=[blocked["id"]])))
    settings.QUO_API_VERSION = "2026-03-30"
    refresh()
    CacheState.objects.update(a2p_since=timezone.now() - timedelta(days=40))
    overview = text_of(owner.get(reverse("overview")))
    assert f"A2P registration: rejected for 1 mo. {' '.join(REASONS)}" in overview
    CacheState.objects.update(a2p_reasons=[*REASONS, "A third.", "A fourth."])
    assert f"{REASONS[1]} 2 more reasons." in text_of(owner.get(reverse("overview")))
    page = text_of(owner.get(reverse("number", args=[blocked["id"]])))
    assert "A fourth." in page
    assert "The workspace’s registration is rejected, since 1 mo ago." in page
    assert REASONS[0] in page
    free = PhoneNumber.objects.exclude(messaging_us="restricted")[0]
    assert REASONS[0] not in text_of(owner.get(reverse("number", args=[free.pk])))
    PhoneNumber.objects.filter(pk=blocked["id"]).update(kind="toll-free", country="")
    page = text_of(owner.get(reverse("number", args=[blocked["id"]])))
    assert "Messaging the US is usually blocked by a missing toll-free verification." in page
    assert "registration is" not in page


def test_nothing_of_the_business_is_stored_logged_or_shown(
    sandbox: Sandbox, owner: Client, caplog: pytest.LogCaptureFixture
) -> None:
    from django.apps import apps

    caplog.set_level(logging.DEBUG)
    refresh()
    assert any("/a2p-registration" in call.path for call in sandbox.requests)
    number = PhoneNumber.objects.all()[0]
    pages = [reverse("overview"), reverse("refreshes"), reverse("number", args=[number.pk])]
    seen = "".join(html_of(owner.get(page)) for page in pages) + caplog.text
    seen += "".join(repr(row) for model in apps.get_models() for row in model._default_manager.values())
    assert sandbox.workspace.organization["name"] in seen
    assert [secret for secret in BUSINESS_SECRETS if secret in seen] == []
