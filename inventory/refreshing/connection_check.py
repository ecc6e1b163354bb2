"""Testing the API's address and key, without fetching the workspace."""

from dataclasses import dataclass

from inventory.quo.errors import QuoError
from inventory.refreshing.run import client


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
