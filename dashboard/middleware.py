"""What every response of ours has in common."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

STATIC = settings.STATIC_URL


class PrivatePages:
    """Pages hold a company's people and numbers: no cache keeps them, and htmx's fragments are told apart."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
        response.headers.setdefault("Cache-Control", "private, no-store")
        if getattr(request, "htmx", None) and _leads_to_login(response):
            # Followed by htmx, the redirect would put the sign-in page into a corner of this one.
            return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
        return response


def _leads_to_login(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))
