"""Checks of the API's address and key: at start-up, where `manage.py check` names every mistake in words, and by one
request, without fetching the workspace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from inventory.quo.errors import CheckSettings, QuoError
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


@dataclass(frozen=True, slots=True)
class ConnectionCheck:
    """Whether Quo accepts the address and key, in words for whoever tested them."""

    ok: bool
    message: str
    reference: str = ""


def check_connection_to_quo() -> ConnectionCheck:
    """Sends the one request that Quo answers only where address and key are right."""
    try:
        with client() as quo:
            quo.check()
    except QuoError as error:
        return ConnectionCheck(False, f"{error.summary} {error.advice}", error.reference)
    return ConnectionCheck(
        True, f"Quo answers with its API {quo.generation}, and accepts the key. Press Refresh to fetch the numbers."
    )
