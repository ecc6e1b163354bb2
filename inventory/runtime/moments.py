"""The moment that a request asks about: now, or one in the past (inventory.history)."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache, update_wrapper
from typing import Generic, ParamSpec, TypeVar

from django.utils import timezone

P = ParamSpec("P")
R = TypeVar("R")

# The moment in the past whose rows are read; None: today's
shown: ContextVar[datetime | None] = ContextVar("shown", default=None)


def now() -> datetime:
    """What ages are counted to: the moment that is asked about. A day that is not over yet ends now."""
    return min(shown.get() or timezone.now(), timezone.now())


class CachedFunction(Generic[P, R]):
    """A function whose latest results are cached, those of the past apart: a look back costs today's nothing."""

    def __init__(self, function: Callable[P, R], most: int) -> None:
        update_wrapper(self, function)

        @lru_cache(maxsize=most)
        def of_past(moment: datetime, *args: P.args, **kwargs: P.kwargs) -> R:
            return function(*args, **kwargs)

        self._of_past, self._of_today = of_past, lru_cache(maxsize=most)(function)
        self.cache_info = self._of_today.cache_info

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if moment := shown.get():
            return self._of_past(moment, *args, **kwargs)  # type: ignore[arg-type]  # what is kept can be hashed
        return self._of_today(*args, **kwargs)  # type: ignore[arg-type]

    def cache_clear(self) -> None:
        self._of_past.cache_clear()
        self._of_today.cache_clear()


def cached(most: int = 1) -> Callable[[Callable[P, R]], CachedFunction[P, R]]:
    """Keeps so many results of a function, and as many for moments in the past."""
    return lambda function: CachedFunction(function, most)
