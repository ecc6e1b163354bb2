"""The id of the request that this thread works for, as logs and refreshes have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The request's id, or "" outside of a web request."""
    return _current.get()


@contextmanager
def request(id: str) -> Iterator[None]:
    """What happens inside is done for this request. A worker takes the id from the refresh that it runs."""
    token = _current.set(id)
    try:
        yield
    finally:
        _current.reset(token)
