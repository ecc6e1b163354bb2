"""What every response of ours has in common."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from dashboard.responses.errors import error_page, sign_in_first

SIGN_IN = ("login", "second-step", "second-factor")
# What these pages never use, so that nothing that got into one could.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb")
)
OF_PAGES = (
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


class CompressedPages(GZipMiddleware):
    """Pages shrink to a tenth. What is streamed goes as it is: compressing an export takes longer than making it. And
    a response without content says nothing of what a page may do: open pages ask once a minute, and most get none.

    How small a page gets can tell an onlooker of the wire what it repeats of an address (BREACH). Here no other site
    can ask for pages on somebody's behalf (SameSite cookies), tokens differ each time, and Django adds random bytes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 204:
            for name in OF_PAGES:
                response.headers.pop(name, None)
        return response if response.streaming else super().process_response(request, response)


class PrivatePages:
    """Pages hold a company's people and numbers: no cache keeps them, and htmx's fragments are told apart."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":  # Django's has no content, and browsers show theirs
            allowed = response.headers["Allow"]
            response = error_page(request, 405)
            response.headers["Allow"] = allowed
        if place := sign_in_place(request, response):
            response = sign_in_first(request, place)
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Accept"])
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def sign_in_place(request: HttpRequest, response: HttpResponse) -> str:
    """Where those redirects lead that middleware answers with, until somebody has signed in. "" for all others."""
    if not getattr(getattr(request.resolver_match, "func", None), "login_required", True):
        return ""
    place, _, target = response.headers.get("Location", "").partition("?next=")
    return place if target and place in map(reverse, SIGN_IN) else ""
