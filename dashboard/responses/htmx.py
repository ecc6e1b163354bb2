"""The request as our views see it: signed in, and with django-htmx's details."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    htmx: HtmxDetails
    user: User


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page. When it restores history it needs the page whole.

    By the headers: middleware that refuses a request may stand before the one that reads them.
    """
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def is_reading(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")


def page_of(request: HttpRequest) -> str:
    """The page that the request came from, if it is ours: for htmx and forms the one they stand on."""
    if details := HtmxDetails(request):
        return details.current_url_abs_path or reverse("overview")
    if is_reading(request):
        return request.get_full_path()
    return on_this_site(request, request.headers.get("Referer", ""), reverse("overview"))


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def render_detail(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page about one thing, or its partial `detail` for htmx."""
    return render(request, f"{template}#detail" if wants_fragment(request) else template, context)


def back(request: HttpRequest, fallback: str = "") -> str:
    """Where the form was: its `next`, as long as that is on this site."""
    return on_this_site(request, request.POST.get("next", ""), fallback or reverse("overview"))


def on_this_site(request: HttpRequest, target: str, fallback: str) -> str:
    """The address to go to, or the fallback where it would lead elsewhere."""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else fallback


def private_cookie() -> dict[str, Any]:
    """How cookies of ours are set: for the site alone, and for no script."""
    return {"path": settings.SESSION_COOKIE_PATH, "secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}


def keep_choice(response: HttpResponse, name: str, value: str) -> None:
    """Keeps in a cookie what was chosen for this browser. "" forgets it."""
    if value:
        response.set_cookie(name, value, max_age=365 * 24 * 3600, **private_cookie())
    else:
        response.delete_cookie(name, path=settings.SESSION_COOKIE_PATH)
