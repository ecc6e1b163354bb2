"""Context of every template: what the frame of each page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

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
    }
