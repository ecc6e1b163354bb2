"""Context of every template: what the frame of each page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from dashboard.accounts.roles import has_role
from dashboard.accounts.second_factor.codes import state
from inventory.freshness import Freshness


def frame(request: HttpRequest) -> dict[str, Any]:
    """The freshness is read only where a template uses it: most fragments do not."""
    return {
        "workspace_name": settings.WORKSPACE_NAME,
        "freshness": SimpleLazyObject(Freshness.read),
        "time_zone": timezone.get_current_timezone_name(),
        "theme": request.COOKIES.get("theme", ""),
        "has_key": bool(settings.QUO_API_KEY),
        "debug": settings.DEBUG,
        "version": settings.VERSION,
        "framed": SimpleLazyObject(lambda: _is_framed(request)),
        "passwords": settings.PASSWORDS,
        "second_factor": settings.SECOND_FACTOR,
    }


def _is_framed(request: HttpRequest) -> bool:
    """Whether the page has the bar on top, which tells of the workspace: not before all that signing in asks for."""
    account: Any = getattr(request, "user", None)  # missing where a middleware before it refused the request
    return account is not None and has_role(account) and not state(request).blocks
