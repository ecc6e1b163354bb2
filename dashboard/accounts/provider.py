"""The OpenID Connect provider, as Authlib speaks with it: authorization code flow with PKCE, state and nonce.

Authlib finds the endpoints by discovery, and checks the ID token's signature, nonce, times and authorized party. What
it leaves to its users is here: that the discovered issuer is the configured one, that a signature is asymmetric, and
that issuer and audience are ours.
"""

import re
from functools import lru_cache
from typing import Any, cast

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

TIMEOUT = 3  # seconds for each request to the provider
LEEWAY = 60  # seconds that its clock may differ from ours
# Never `none`, and no shared secret: with HS256 whoever knows the client's secret could write tokens.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class Refused(Exception):
    """The provider, or what it says, cannot be trusted or understood. The text is for the log and the audit."""


class Provider(DjangoOAuth2App):  # type: ignore[misc]  # Authlib is without types
    def load_server_metadata(self) -> dict[str, Any]:
        found = cast(dict[str, Any], super().load_server_metadata())
        if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            self.server_metadata: dict[str, Any] = {}  # asked anew next time
            raise Refused("the provider's own name for itself is not OIDC_ISSUER")
        offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        found["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
        return found


STATES = 5  # sign-ins begun in one browser that may still come back


def is_expected(request: HttpRequest) -> bool:
    """Whether this browser was sent to the provider with the state that it comes back with. Asks nobody."""
    provider = _provider()
    return bool(provider.framework.get_state_data(request.session, request.GET.get("state", "")))


def to_provider(request: HttpRequest, callback: str) -> HttpResponse:
    """Sends the browser to the provider. Raises Refused where that cannot be asked."""
    try:
        response = cast(HttpResponse, _provider().authorize_redirect(request, callback))
    except (OAuthError, JoseError, RequestException, ValueError, RuntimeError, KeyError) as error:
        raise Refused(_reason(error)) from None
    for name in [name for name, _ in request.session.items() if name.startswith("_state_")][:-STATES]:  # the oldest
        del request.session[name]
    return response


def identify(request: HttpRequest) -> dict[str, Any]:
    """The claims of the person whom the provider sent back, checked. Raises Refused."""
    provider = _provider()
    try:
        options = {
            "iss": {"essential": True, "value": provider.load_server_metadata()["issuer"]},
            "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "sub": {"essential": True},
            "nonce": {"essential": True},
        }
        token = provider.authorize_access_token(request, claims_options=options, leeway=LEEWAY)
        claims = dict(token.get("userinfo") or {})
        if not claims:
            raise Refused("the provider sent no ID token")
        if settings.OIDC_GROUPS_CLAIM not in claims and "userinfo_endpoint" in provider.server_metadata:
            more = dict(provider.userinfo(token=token))
            if more.get("sub") != claims["sub"]:
                raise Refused("the provider's user information is about somebody else")
            claims = {**more, **claims}
    except (OAuthError, JoseError, RequestException, ValueError, RuntimeError, KeyError, TypeError) as error:
        raise Refused(_reason(error)) from None
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255 or "\x00" in claims["sub"]:
        raise Refused("the subject is no usable text")
    return claims


def _provider() -> Provider:
    return _registered(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET, settings.OIDC_SCOPES)


@lru_cache(maxsize=4)
def _registered(issuer: str, client_id: str, client_secret: str, scopes: str) -> Provider:
    """Kept for the life of the process, with what it discovered. New signing keys are fetched when one appears."""
    found = OAuth().register(
        "single-sign-on",
        client_cls=Provider,
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": scopes, "code_challenge_method": "S256", "default_timeout": TIMEOUT},
    )
    return cast(Provider, found)


def _reason(error: Exception) -> str:
    """What went wrong, without the provider's text, which may repeat what we sent. `error` may come from anybody."""
    name = getattr(error, "error", "")
    known = isinstance(name, str) and re.fullmatch("[a-z_]{1,40}", name)
    return f"{type(error).__name__} {name}" if known else type(error).__name__
