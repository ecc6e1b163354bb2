"""Hashing a password is slow on purpose. A process hashes two at a time, so that sign-ins do not hold up all pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import PBKDF2PasswordHasher

AT_ONCE, WAITING = 2, 1  # threads of a process; of its four (gunicorn_conf.py) at least one stays free for pages
PATIENCE = 3  # seconds
RETRY_AFTER = 5  # seconds

_admitted = threading.BoundedSemaphore(AT_ONCE + WAITING)
_hashing = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many passwords are being hashed. This one was not; try again in a moment."""


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
    """Django's own hasher, which also encodes a password to check it, a few at a time."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with turn():
            return super().encode(password, salt, iterations)
