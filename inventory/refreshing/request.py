"""Request a refresh, as a page does."""

import re

from django.conf import settings
from django.contrib.auth.models import AbstractUser

from inventory.choices import Scope, State
from inventory.models import Refresh
from inventory.refreshing.lease import join_or_queue
from inventory.refreshing.run import run_all

NOT_TEXT = re.compile("[\x00\ud800-\udfff]")  # a command line that is not UTF-8 arrives with surrogates
PREFIXES = {Scope.USER: "US", Scope.NUMBER: "PN"}


class BadTarget(ValueError):
    """The scope or its target is invalid. The text says why, for users."""


def request_refresh(
    scope: str,
    target: str = "",
    *,
    requested_by_name: str,
    requested_by: AbstractUser | None = None,
    automatic: bool = False,
) -> Refresh:
    """Return the refresh that answers the request: queued, running or (with TASKS=immediate) ended.

    That is a new one, or an active one that covers the request. Raises BadTarget or QueueFull.
    """
    refresh = join_or_queue(
        *checked(scope, target),
        requested_by_name=requested_by_name[:255],
        requested_by=requested_by,
        automatic=automatic,
    )
    if refresh.state == State.QUEUED and settings.TASKS_MODE == "immediate":
        run_all()  # also one that was queued before: the process that was to run it may be gone
        refresh.refresh_from_db()
    return refresh


def checked(scope: str, target: str) -> tuple[Scope, str]:
    """Return the scope and target of a request. Raises BadTarget."""
    if scope not in Scope.values:
        raise BadTarget(f"There is no refresh of {scope[:40]!r}: it is workspace, user or number.")
    prefix = PREFIXES.get(Scope(scope))
    if prefix is None:
        return Scope.WORKSPACE, ""
    if not target.startswith(prefix) or len(target) > 255 or NOT_TEXT.search(target):
        raise BadTarget(f"{target[:40]!r} is not the id of a {scope} in Quo: those begin with {prefix}.")
    return Scope(scope), target
