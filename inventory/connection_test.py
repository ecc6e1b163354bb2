"""Trying the API's address and key, without fetching the workspace."""

from dataclasses import dataclass

from inventory.quo.errors import NotFound, QuoError, RequestRefused
from inventory.refreshing.run import client

NONEXISTENT_ID = "PN0"  # asking for it costs Quo nothing, and is answered only to a key that it accepts


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """Whether Quo answers to the settings, and what to tell the person who asked."""

    works: bool
    words: str
    reference: str = ""


def test_connection_to_quo() -> ConnectionTest:
    """Asks Quo for a number that does not exist: "not found" means that address and key are right."""
    try:
        with client() as quo:
            quo.get_phone_number(NONEXISTENT_ID)
    except (NotFound, RequestRefused) as error:
        if error.code:
            return ConnectionTest(
                works=True, words="Quo answers, and accepts the key. Press Refresh to fetch the numbers."
            )
        return _failed(error)
    except QuoError as error:
        return _failed(error)
    return ConnectionTest(works=True, words="Quo answers, and accepts the key.")


def _failed(error: QuoError) -> ConnectionTest:
    reference = " ".join(filter(None, [str(error.status or ""), error.code, error.title]))
    trace = f"trace {error.trace}" if error.trace else ""
    return ConnectionTest(
        works=False, words=f"{error.summary} {error.advice}", reference=", ".join(filter(None, [reference, trace]))
    )
