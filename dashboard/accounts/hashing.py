"""Passwords are hashed on purpose slowly. At most two at once in a process, or sign-ins would hold up all pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import PBKDF2PasswordHasher

AT_ONCE, WAITING = 2, 1  # of a process's threads, of which one at least stays free for pages (WEB_THREADS)
PATIENCE = 3  # seconds
RETRY_AFTER = 5  # seconds

_admitted = threading.BoundedSemaphore(AT_ONCE + WAITING)
_hashing = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many passwords are being checked. Nothing was; try again in a moment."""


@contextmanager
def turn() -> Iterator[None]:
    if not _admitted.acquire(blocking=False):
        raise Busy
    try:
        if not _hashing.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            _hashing.release()
    finally:
        _admitted.release()


class BoundedHasher(PBKDF2PasswordHasher):
    """Django's own, when it is its turn. Checking a password encodes it, too."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with turn():
            return super().encode(password, salt, iterations)
