"""Throttling of sign-ins, by account and by address. django-axes counts; this says it in words."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dashboard.errors import problem
from dashboard.monitoring.client_address import client_address


def address(request: HttpRequest) -> str | None:
    """The address that failures are counted for. Of IPv6 the /64: whoever has one has all of its addresses."""
    found = client_address(request)
    if ":" in found:
        return str(ip_network((found, 64), strict=False).network_address)
    return found or None


def username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that failures are counted for, as far as a column holds it: anything can be typed."""
    return str((credentials or request.POST).get("username") or "")[:255]


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """What is shown in place of the sign-in form's answer. 429, with Retry-After."""
    wait: timedelta = settings.AXES_COOLOFF_TIME
    minutes = int(wait.total_seconds() // 60)
    response = problem(
        request,
        429,
        f"There were too many failed sign-ins to this account, or from where you are. Try again in {minutes} minutes, "
        "or ask your administrator.",
    )
    response.headers["Retry-After"] = str(minutes * 60)
    return response
