"""The sign-ins at the provider that a browser has begun, in a signed cookie: each with the page that was requested.

Nothing is stored on the server, so that starting many of them fills no table.
"""

from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "dashboard.single-sign-on"
LASTS = 15 * 60  # seconds, as long as somebody may take at the provider
LONGEST = 3_600  # characters of the cookie. Browsers keep 4,096 with its name and attributes
PAGE = "page:"


class PendingSignIns(dict[str, Any]):
    """What Authlib otherwise keeps in the session, by state; and by state, also of those completed, the page."""

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        try:
            return cls(signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=LASTS))
        except signing.BadSignature:
            return cls()

    def page(self, state: str) -> str:
        """The page that this sign-in is for, "" for any."""
        return str(self.get(f"{PAGE}{state}", ""))

    def write(self, response: HttpResponse) -> None:
        """Keeps the latest ones, as many as have room."""
        while len(value := signing.dumps(dict(self), salt=SALT, compress=True)) > LONGEST:
            del self[next(iter(self))]
        response.set_cookie(
            cookie_name(),
            value,
            max_age=LASTS,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",  # the provider's redirect comes from another site
        )


def cookie_name() -> str:
    return "__Host-single-sign-on" if settings.HTTPS else "single-sign-on"
