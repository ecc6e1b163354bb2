"""The sign-ins at the provider that a browser has not completed yet, in a signed cookie.

Nothing is stored on the server, so that starting many of them fills no table.
"""

from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "dashboard.single-sign-on"
LASTS = 15 * 60  # seconds, as long as somebody may take at the provider
STATES = 5  # the latest ones
LONGEST_NEXT = 1000  # characters
NEXT = "next"


class PendingSignIns(dict[str, Any]):
    """What Authlib otherwise keeps in the session, by state, and the page that was requested."""

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        try:
            return cls(signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=LASTS))
        except signing.BadSignature:
            return cls()

    @property
    def page(self) -> str:
        return str(self.get(NEXT, ""))

    @page.setter
    def page(self, requested: str) -> None:
        self[NEXT] = requested if len(requested) <= LONGEST_NEXT else ""

    def write(self, response: HttpResponse) -> None:
        states = [name for name in self if name != NEXT]
        for name in states[:-STATES]:
            del self[name]
        if not states:
            response.delete_cookie(cookie_name())
            return
        response.set_cookie(
            cookie_name(),
            signing.dumps(dict(self), salt=SALT, compress=True),
            max_age=LASTS,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",  # the provider's redirect comes from another site
        )


def cookie_name() -> str:
    return "__Host-single-sign-on" if settings.HTTPS else "single-sign-on"
