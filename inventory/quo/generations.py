"""The generations of Quo's API that this product speaks, by the value of QUO_API_VERSION."""

from typing import Any

from .client import QuoClient
from .errors import CheckSettings
from .transport import Options
from .v1 import V1Client
from .v2026_03_30 import V2026Client

CLIENTS: dict[str, type[QuoClient]] = {client.generation: client for client in (V1Client, V2026Client)}


def client_for(key: str, url: str, version: str, **options: Any) -> QuoClient:
    """The client of that generation, with these Options; without a URL, at its usual address. Raises CheckSettings."""
    client = CLIENTS.get(version)
    if client is None:
        raise CheckSettings(
            "QUO_API_VERSION is no known version of Quo's API.",
            advice=f"Leave it out, or set it to {' or '.join(CLIENTS)}.",
        )
    return client(key, url, Options(**options))
