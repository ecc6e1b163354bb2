"""Start-up checks of the settings that are ours: `manage.py check` names every mistake in words."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from inventory.quo.errors import CheckSettings
from inventory.quo.generations import CLIENTS
from inventory.refreshing.run import client


@register()
def quo_settings(**_: Any) -> Iterator[CheckMessage]:
    """The API's address and key, as far as they can be judged without a request."""
    if settings.QUO_API_VERSION not in CLIENTS:
        yield Error(
            f"QUO_API_VERSION is {settings.QUO_API_VERSION!r}, which is no known version of Quo's API.",
            hint=f"Leave it out, or set it to {' or '.join(CLIENTS)}.",
            id="inventory.E001",
        )
        return
    if not settings.QUO_API_KEY:
        yield Warning(
            "QUO_API_KEY is not set: the pages work, but nothing can be refreshed.",
            hint="An owner or admin of the workspace makes a key in Quo under Settings, API.",
            id="inventory.W001",
        )
        return
    try:
        client()
    except CheckSettings as error:
        yield Error(error.summary, hint=error.advice, id="inventory.E002")
