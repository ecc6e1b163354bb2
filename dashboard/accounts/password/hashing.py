"""Hashing a password is slow on purpose. A process hashes two at a time, so that sign-ins do not hold up all pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import PBKDF2PasswordHasher

AT_ONCE, WAITING = 2, 1  # threads of a process; of its four (gunicorn_conf.py) at least one stays free for pages
WAIT_SECONDS, RETRY_AFTER = 3, 5

_admitted = threading.BoundedSemaphore(AT_ONCE + WAITING)
_hashing = threading.BoundedSemaphore(AT_ONCE)


class TryLater(Exception):
    """The password was not checked, and may be tried again after some seconds. The text is for whoever typed it."""

    def __init__(self, seconds: int, text: str) -> None:
        super().__init__(text)
        self.seconds = seconds


@contextmanager
def slot() -> Iterator[None]:
    busy = TryLater(RETRY_AFTER, "Too many people are signing in. Try again in a few seconds.")
    if not _admitted.acquire(blocking=False):
        raise busy
    try:
        if not _hashing.acquire(timeout=WAIT_SECONDS):
            raise busy
        try:
            yield
        finally:
            _hashing.release()
    finally:
        _admitted.release()


class BoundedHasher(PBKDF2PasswordHasher):
    """Django's own hasher, which also encodes a password to check it, a few at a time."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with slot():
            return super().encode(password, salt, iterations)
