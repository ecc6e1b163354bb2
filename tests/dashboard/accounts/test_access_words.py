"""What a refusal leaves in the audit and shows, and how far what was typed is kept."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import DjangoOAuth2App
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.accounts import openid_connect
from dashboard.accounts.openid_connect import PendingSignIns, ProviderError
from dashboard.accounts.throttling import Attempt
from dashboard.audit.models import AuditEntry
from dashboard.monitoring.current_request import client_address

# -- Without a role


def test_who_is_turned_away_is_in_the_audit_with_the_address(roleless: Client) -> None:
    assert roleless.get("/numbers/", {"q": "secret"}).status_code == 403
    entry = AuditEntry.objects.get(action="denied")
    assert (entry.who, entry.detail) == ("rob", "GET /numbers/: no role")
    AuditEntry.objects.update(at=timezone.now() - timedelta(minutes=2))
    long = reverse("number", args=["PN" + "x" * 240])
    roleless.post(long)
    assert AuditEntry.objects.filter(action="denied").latest("id").detail == f"POST {long[:200]}: no role"


def test_the_pages_for_every_account_are_open_and_leave_no_entry(roleless: Client, outsider: Client) -> None:
    assert roleless.get(reverse("password")).status_code == 200
    assert outsider.get(reverse("login")).status_code == 200
    assert not AuditEntry.objects.filter(action="denied").exists()


# -- Too many tries


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second,"), (99, "99 seconds,"), (100, "2 minutes,"), (420, "7 minutes,"), (421, "8 minutes,")],
)
def test_the_lockout_says_how_long_in_seconds_and_then_in_minutes(
    seconds: int, words: str, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Attempt, "wait", lambda self: seconds)
    response = Client().post(reverse("login"), {"username": "ada", "password": "x"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, str(seconds))
    assert f"Try again in {words}" in response.content.decode()


# -- Addresses


@pytest.mark.parametrize(
    ("peer", "header", "found"),
    [
        ("10.9.8.7", "203.0.113.5", "203.0.113.5"),  # the network is given by the address of one of its hosts
        ("10.9.8.7", "10.1.1.1, 203.0.113.5,10.2.2.2, 10.3.3.3", "203.0.113.5"),
        ("", "203.0.113.5", "203.0.113.5"),
        ("", "203.0.113.5,10.1.1.1", "203.0.113.5"),
        ("", "nonsense", ""),
        ("nonsense", "203.0.113.5", ""),
        ("2001:db8::7", "203.0.113.5", "2001:db8::7"),
    ],
)
def test_networks_and_a_unix_socket_may_be_trusted_together(
    peer: str, header: str, found: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = ["unix", "10.0.0.9/8"]
    request = RequestFactory().get("/", headers={"X-Forwarded-For": header}, REMOTE_ADDR=peer)
    assert client_address(request) == found


def test_a_peer_without_any_address_is_a_unix_socket(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["unix"]
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.5"})
    del request.META["REMOTE_ADDR"]
    assert client_address(request) == "203.0.113.5"


# -- What the provider says


class Answering:
    """Stands in for Authlib's application."""

    away_until = 0.0

    def __init__(self, token: dict[str, Any] | Exception, userinfo: dict[str, Any] | None = None) -> None:
        self.server_metadata = {"issuer": "https://id.example"} | ({"userinfo_endpoint": "x"} if userinfo else {})
        self.userinfo = lambda token: userinfo
        self.token = token
        self.asked: dict[str, Any] = {}

    def load_server_metadata(self) -> dict[str, str]:
        return self.server_metadata

    def authorize_access_token(self, request: object, **options: Any) -> dict[str, Any]:
        self.asked = options
        if isinstance(self.token, Exception):
            raise self.token
        return self.token

    def create_authorization_url(self, callback: str) -> None:
        raise cast(Exception, self.token)


@pytest.fixture
def identify(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Any:
    settings.OIDC_CLIENT_ID, settings.OIDC_GROUPS_CLAIM = "us", "groups"

    def ask(answering: Answering) -> dict[str, Any]:
        monkeypatch.setattr(openid_connect, "_provider", lambda: answering)
        return openid_connect.identify(PendingSignIns(), QueryDict())

    return ask


def test_every_claim_that_counts_is_demanded(identify: Any) -> None:
    answering = Answering({"userinfo": {"sub": "ada", "groups": []}})
    assert identify(answering) == {"sub": "ada", "groups": []}
    asked = answering.asked
    assert asked["leeway"] == 60
    assert set(asked["claims_options"]) == {"iss", "aud", "exp", "iat", "sub", "nonce"}
    assert all(option["essential"] is True for option in asked["claims_options"].values())
    assert asked["claims_options"]["iss"]["value"] == "https://id.example"
    assert asked["claims_options"]["aud"]["value"] == "us"


def test_the_user_information_adds_and_the_token_wins(identify: Any) -> None:
    told = {"sub": "ada", "name": "from there", "groups": ["staff"]}
    assert identify(Answering({"userinfo": {"sub": "ada", "name": "signed"}}, told)) == {
        "sub": "ada",
        "name": "signed",
        "groups": ["staff"],
    }
    names = dict.fromkeys(openid_connect.NAMES, "signed")
    signed = {"sub": "ada", "groups": ["signed"], **names}
    assert identify(Answering({"userinfo": signed}, told)) == signed, "not asked where the token has all"


@pytest.mark.parametrize(
    ("answering", "reason"),
    [
        (Answering({}), "the provider sent no ID token"),
        (Answering({"userinfo": {"sub": ""}}), "the subject is no usable text"),
        (Answering({"userinfo": {"sub": "s" * 256}}), "the subject is no usable text"),
        (Answering({"userinfo": {"sub": 7}}), "the subject is no usable text"),
        (Answering({"userinfo": {"no": "sub"}}, {"sub": "bea"}), "KeyError"),
        (Answering({"userinfo": {"sub": "ada"}}, {"sub": "bea"}), "the provider's user information is about somebody"),
        (Answering(OAuthError("access_denied", "a long story")), "OAuthError access_denied"),
        (Answering(OAuthError("Words of an attacker's")), "OAuthError"),
        (Answering({"userinfo": {"sub": "a\x00b"}}), "the subject is no usable text"),
        (Answering(ValueError("the token in words")), "ValueError"),
    ],
    ids=range(10),
)
def test_a_refusal_has_a_reason_without_the_providers_words(identify: Any, answering: Answering, reason: str) -> None:
    with pytest.raises(ProviderError) as caught:
        identify(answering)
    assert str(caught.value).startswith(reason)
    assert len(str(caught.value)) < len(reason) + 10
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("length", [1, 255])
def test_a_subject_of_1_to_255_characters_is_usable(identify: Any, length: int) -> None:
    claims = {"sub": "s" * length, "groups": []}
    assert identify(Answering({"userinfo": claims})) == claims


def test_a_provider_that_cannot_be_asked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openid_connect, "_provider", lambda: Answering(RuntimeError("no metadata")))
    with pytest.raises(ProviderError, match=r"^RuntimeError$"):
        openid_connect.to_provider(PendingSignIns(), "https://here.example/callback", "")


def test_an_error_that_is_no_text_is_left_out() -> None:
    error = OAuthError("x")
    error.error = SimpleNamespace()
    assert openid_connect._reason(error) == "OAuthError"


def test_the_provider_is_asked_as_configured(settings: Settings) -> None:
    settings.OIDC_ISSUER, settings.OIDC_SCOPES = "https://id.example/", "openid email"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "us", "hush"
    found = openid_connect._provider()
    assert (found.client_id, found.client_secret) == ("us", "hush")
    assert found._server_metadata_url == "https://id.example/.well-known/openid-configuration"
    assert found.client_kwargs == {"scope": "openid email", "code_challenge_method": "S256", "default_timeout": 3}
    assert openid_connect._provider() is found


ASYMMETRIC = [f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)] + ["EdDSA"]


def discovered(monkeypatch: pytest.MonkeyPatch, **metadata: Any) -> openid_connect.Provider:
    """The provider, of which Authlib has found out this."""
    monkeypatch.setattr(DjangoOAuth2App, "load_server_metadata", lambda self: metadata)
    found = openid_connect.Provider.__new__(openid_connect.Provider)
    found.server_metadata, found.client_kwargs = metadata, {}
    return found


@pytest.mark.parametrize(
    ("offered", "kept"),
    [
        (None, ["RS256"]),
        ([], ["RS256"]),
        (["none", "ES256", "HS256", "rs256"], ["ES256"]),
        (["HS512"], []),
        (ASYMMETRIC, ASYMMETRIC),
    ],
)
def test_only_asymmetric_signatures_are_accepted(
    offered: list[str] | None, kept: list[str], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    found = discovered(monkeypatch, issuer="https://id.example", id_token_signing_alg_values_supported=offered)
    assert found.load_server_metadata()["id_token_signing_alg_values_supported"] == kept


@pytest.mark.parametrize("issuer", ["https://id.example", "https://id.example/"])
@pytest.mark.parametrize("configured", ["https://id.example", "https://id.example/"])
def test_the_issuer_may_end_with_a_slash(
    issuer: str, configured: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.OIDC_ISSUER = configured
    assert discovered(monkeypatch, issuer=issuer).load_server_metadata()["issuer"] == issuer


@pytest.mark.parametrize("metadata", [{}, {"issuer": ""}, {"issuer": "/https://id.example"}, {"issuer": 7}])
def test_another_issuer_is_refused_and_forgotten(
    metadata: dict[str, Any], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    found = discovered(monkeypatch, **metadata)
    with pytest.raises(ProviderError, match="is not OIDC_ISSUER"):
        found.load_server_metadata()
    assert found.server_metadata == {}
