"""The moment that a request asks about: now, or one in the past (inventory.history)."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils import timezone

P = ParamSpec("P")
R = TypeVar("R")

# The moment in the past whose rows are read; None: today's
shown: ContextVar[datetime | None] = ContextVar("shown", default=None)


def now() -> datetime:
    """What ages are counted to: the moment that is asked about. A day that is not over yet ends now."""
    return min(shown.get() or timezone.now(), timezone.now())


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Keeps the latest result for today, and the latest one for the past: a look back costs today nothing."""

    @lru_cache(maxsize=2)
    def of(moment: datetime | None, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return of(shown.get(), *args, **kwargs)  # type: ignore[arg-type]  # what is kept can be hashed

    return call
