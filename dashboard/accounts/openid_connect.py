"""The OpenID Connect provider, as Authlib speaks with it: authorization code flow with PKCE, state and nonce.

Authlib finds the endpoints by discovery, and checks the ID token's signature, nonce, times and authorized party. What
it leaves to its users is here: that the discovered issuer is the configured one, that a signature is asymmetric, and
that issuer and audience are ours.
"""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Self, cast

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from joserfc.errors import ClaimError, JoseError
from joserfc.jws import extract_compact
from requests import ConnectionError, HTTPError, RequestException, Timeout

from dashboard.responses.htmx import private_cookie

TIMEOUT = 3  # seconds for each request to the provider
AT_ONCE = 2  # threads of a process that ask it
WAIT_SECONDS = 1  # seconds that another one waits for its turn
REMEMBERED = 30  # seconds for which one that did not answer is left alone
_slots = threading.BoundedSemaphore(AT_ONCE)
LEEWAY = 60  # seconds that its clock may differ from ours
METHODS = ("client_secret_basic", "client_secret_post")  # of sending our secret
LONGEST_PAGE = 1_000  # characters of an address to go to afterwards
NAMES = ("preferred_username", "email", "given_name", "family_name")
# Never `none`, and no shared secret: with HS256 whoever knows the client's secret could write tokens.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")

SALT = "dashboard.single-sign-on"
PENDING_SECONDS = 15 * 60  # seconds, as long as somebody may take at the provider
LONGEST_COOKIE = 3_600  # characters of the cookie. Browsers keep 4,096 with its name and attributes
PAGE = "page:"


class ProviderError(Exception):
    """The provider, or what it says, cannot be trusted or understood. The text is for the log and the audit."""


class Provider(DjangoOAuth2App):  # type: ignore[misc]  # Authlib is without types
    away_until = 0.0  # on the monotonic clock

    def save_authorize_data(self, request: Any, **data: Any) -> None:
        data.pop("url", None)  # long, and not used by the callback
        super().save_authorize_data(request, **data)

    def load_server_metadata(self) -> dict[str, Any]:
        found = cast(dict[str, Any], super().load_server_metadata())
        if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            self.server_metadata: dict[str, Any] = {}  # asked anew next time
            raise ProviderError("the provider's own name for itself is not OIDC_ISSUER")
        offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        found["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
        listed = found.get("token_endpoint_auth_methods_supported") or METHODS
        method = next((name for name in METHODS if name in listed), None)
        if method is None:
            raise ProviderError(f"the provider takes none of {' and '.join(METHODS)}, and others are not supported")
        self.client_kwargs["token_endpoint_auth_method"] = method
        return found

    def parse_id_token(self, token: dict[str, Any], *args: Any, **options: Any) -> Any:
        try:
            return super().parse_id_token(token, *args, **options)
        except ClaimError as error:  # its signature was right
            given = json.loads(extract_compact(token["id_token"].encode()).payload).get(error.claim)
            raise ProviderError(_explain(error.claim, given, self.server_metadata.get("issuer"))) from None


class PendingSignIns(dict[str, Any]):
    """The sign-ins that a browser has begun, in a signed cookie: nothing is stored here, so that nobody fills a table.

    It holds what Authlib otherwise keeps in the session, by state; and by state, also of those completed, the page.
    """

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        try:
            return cls(signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=PENDING_SECONDS))
        except signing.BadSignature:
            return cls()

    def page(self, state: str) -> str:
        """The page that this sign-in is for, "" for any."""
        return str(self.get(f"{PAGE}{state}", ""))

    def write(self, response: HttpResponse) -> None:
        """Keeps the latest ones, as many as have room."""
        while len(value := signing.dumps(dict(self), salt=SALT, compress=True)) > LONGEST_COOKIE:
            del self[next(iter(self))]
        # SameSite=Lax: the provider's redirect comes from another site
        response.set_cookie(cookie_name(), value, max_age=PENDING_SECONDS, **private_cookie())


def cookie_name() -> str:
    return f"{settings.COOKIE_PREFIX}single-sign-on"


def is_expected(pending: PendingSignIns, query: QueryDict) -> bool:
    """Whether this browser was sent to the provider with the state that it comes back with. Sends no request."""
    return bool(_provider().framework.get_state_data(pending, query.get("state", "")))


def to_provider(pending: PendingSignIns, callback: str, page: str) -> HttpResponse:
    """Sends the browser to the provider, and later to the page. Raises ProviderError where that cannot be asked."""
    with _asking() as provider:
        begun = provider.create_authorization_url(callback)
        if len(page) <= LONGEST_PAGE:
            pending[f"{PAGE}{begun['state']}"] = page
        provider.save_authorize_data(SimpleNamespace(session=pending), redirect_uri=callback, **begun)
        return HttpResponseRedirect(begun["url"])


def identify(pending: PendingSignIns, query: QueryDict) -> dict[str, Any]:
    """The claims of the person whom the provider sent back, checked. Raises ProviderError."""
    with _asking() as provider:
        options = {
            "iss": {"essential": True, "value": provider.load_server_metadata()["issuer"]},
            "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "sub": {"essential": True},
            "nonce": {"essential": True},
        }
        request = SimpleNamespace(session=pending, GET=query, method="GET")
        token = provider.authorize_access_token(request, claims_options=options, leeway=LEEWAY)
        claims = dict(token.get("userinfo") or {})
        if not claims:
            raise ProviderError("the provider sent no ID token")
        lacks_groups = settings.OIDC_GROUPS_CLAIM not in claims
        if "userinfo_endpoint" in provider.server_metadata and (lacks_groups or not set(NAMES) <= set(claims)):
            try:
                more = dict(provider.userinfo(token=token))
            except RequestException as error:
                if lacks_groups or _is_away(error):
                    raise
                more = {"sub": claims["sub"]}  # it has no names, either
            if more.get("sub") != claims["sub"]:
                raise ProviderError("the provider's user information is about somebody else")
            claims = {**more, **claims}
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255 or "\x00" in claims["sub"]:
        raise ProviderError("the subject is no usable text")
    return claims


@contextmanager
def _asking() -> Iterator[Provider]:
    """The provider, for one request to it. Any failure becomes ProviderError.

    A slow provider must not block all threads of the site: AT_ONCE of them may wait for it, and after a time-out none
    sends it a request for a while.
    """
    provider = _provider()
    if time.monotonic() < provider.away_until:
        raise ProviderError("the provider did not answer a moment ago")
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise ProviderError("too many people are at the provider at once")
    try:
        yield provider
    except (OAuthError, JoseError, RequestException, ValueError, RuntimeError, KeyError, TypeError) as error:
        if _is_away(error):
            provider.away_until = time.monotonic() + REMEMBERED
            raise ProviderError(f"{settings.OIDC_ISSUER} failed: {_reason(error)}") from None
        raise ProviderError(_reason(error)) from None
    finally:
        _slots.release()


def _is_away(error: Exception) -> bool:
    status = error.response.status_code if isinstance(error, HTTPError) and error.response is not None else 0
    return isinstance(error, ConnectionError | Timeout) or status >= 500


def _provider() -> Provider:
    return _registered(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET, settings.OIDC_SCOPES)


@lru_cache(maxsize=4)
def _registered(issuer: str, client_id: str, client_secret: str, scopes: str) -> Provider:
    """Cached for the life of the process, with what discovery returned. Unknown signing keys are fetched anew."""
    found = OAuth().register(
        "single-sign-on",
        client_cls=Provider,
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": scopes, "code_challenge_method": "S256", "default_timeout": TIMEOUT},
    )
    return cast(Provider, found)


def _explain(claim: str, given: Any, issuer: Any) -> str:
    """Which claim of a token is not right, with both values where they are none of a secret."""
    if given is None:
        return f"the token lacks the claim {claim}"
    if claim in ("exp", "nbf", "iat") and isinstance(given, int | float) and abs(given) < 2**40:
        now, at = (datetime.fromtimestamp(each, UTC).isoformat() for each in (int(time.time()), int(given)))
        off = "is over" if claim == "exp" else "is still to come"
        return (
            f"the claim {claim} {off}: {at}, and here it is {now}. Set the clocks: they may be {LEEWAY} seconds apart"
        )
    wanted = {"iss": issuer, "aud": settings.OIDC_CLIENT_ID, "azp": settings.OIDC_CLIENT_ID}.get(claim)
    values = f": it is {str(given)[:200]!r} in place of {wanted!r}" if wanted else ""
    return f"the claim {claim} is not right{values}"


def _reason(error: Exception) -> str:
    """The kind of error. Not the provider's text, which may repeat secrets; its `error` code only if well formed."""
    name = getattr(error, "error", "")
    is_code = isinstance(name, str) and re.fullmatch("[a-z_]{1,40}", name)
    return f"{type(error).__name__} {name}" if is_code else type(error).__name__
