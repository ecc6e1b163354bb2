"""Context of every template: what the frame of each page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from dashboard.accounts.roles import has_role
from dashboard.accounts.second_factor import state
from dashboard.lists import as_of
from inventory.reports.freshness import Freshness
from inventory.runtime import moments

# The places in the bar on top, each with its key, and the pages below it.
PLACES = {
    "overview": ("o", "Overview", ("trends",)),
    "numbers": ("n", "Numbers", ("number",)),
    "users": ("p", "People", ("user",)),
    "changes": ("c", "Changes", ("compare",)),
    "refreshes": ("r", "Refreshes", ("refresh", "refresh-removals")),
}
WITH_ROWS = ("numbers", "users", "groups", "changes", "compare", "refreshes")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The freshness is read only where a template uses it: most fragments do not."""
    page = str(request.resolver_match.url_name) if request.resolver_match else ""
    return {
        "workspace_name": settings.WORKSPACE_NAME,
        "freshness": SimpleLazyObject(Freshness.read),
        "time_zone": timezone.get_current_timezone_name(),
        "past": as_of.words(),
        "past_day": moments.shown.get(),
        "may_select": moments.shown.get() is None,
        "theme": request.COOKIES.get("theme", ""),
        "has_key": bool(settings.QUO_API_KEY),
        "debug": settings.DEBUG,
        "version": settings.VERSION,
        "places": places(page),
        "has_rows": page in WITH_ROWS,
        "framed": SimpleLazyObject(lambda: _is_framed(request)),
        "passwords": settings.PASSWORDS,
        "second_factor": settings.SECOND_FACTOR,
    }


def places(page: str) -> list[dict[str, str]]:
    return [
        {"name": name, "key": key, "label": label, "current": "page" if page == name else "true" * (page in below)}
        for name, (key, label, below) in PLACES.items()
    ]


def _is_framed(request: HttpRequest) -> bool:
    """Whether the page has the bar on top, which tells of the workspace: not before all that signing in asks for."""
    account: Any = getattr(request, "user", None)  # missing where a middleware before it refused the request
    return account is not None and has_role(account) and not state(request).blocks
