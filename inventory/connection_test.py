"""Trying the API's address and key, without fetching the workspace."""

from dataclasses import dataclass

from inventory.quo.errors import QuoError
from inventory.refreshing.run import client


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """Whether Quo answers to the settings, and what to tell the person who asked."""

    works: bool
    words: str
    reference: str = ""


def test_connection_to_quo() -> ConnectionTest:
    """Asks Quo for as little as tells that address and key are right."""
    try:
        with client() as quo:
            quo.check()
            version = quo.generation
    except QuoError as error:
        return _failed(error)
    words = f"Quo answers with its API {version}, and accepts the key. Press Refresh to fetch the numbers."
    return ConnectionTest(works=True, words=words)


def _failed(error: QuoError) -> ConnectionTest:
    reference = " ".join(filter(None, [str(error.status or ""), error.code, error.title]))
    trace = f"trace {error.trace}" if error.trace else ""
    return ConnectionTest(
        works=False, words=f"{error.summary} {error.advice}", reference=", ".join(filter(None, [reference, trace]))
    )
