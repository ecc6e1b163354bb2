"""Request a refresh, as a page does."""

import re

from django.conf import settings
from django.contrib.auth.models import AbstractUser

from inventory.choices import Scope
from inventory.models import Refresh
from inventory.refreshing.lease import join_or_queue
from inventory.runtime.workers import wake

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
    """Return the refresh that answers the request: a new one, or an active one that covers it. Raises BadTarget or
    QueueFull. With TASKS=immediate, threads of this process run what is queued.
    """
    refresh = join_or_queue(
        *checked(scope, target),
        requested_by_name=requested_by_name[:255],
        requested_by=requested_by,
        automatic=automatic,
    )
    run_queued()
    refresh.refresh_from_db()
    return refresh


def run_queued() -> None:
    """With TASKS=immediate, have this process run what is queued: the one that was to may be gone."""
    if settings.TASKS_MODE == "immediate":
        wake()


def checked(scope: str, target: str) -> tuple[Scope, str]:
    """Return the scope and target of a request. Raises BadTarget."""
    if scope not in Scope.values:
        raise BadTarget(f"There is no refresh of {scope[:40]!r}: it is workspace, people, user or number.")
    prefix = PREFIXES.get(Scope(scope))
    if prefix is None:
        return Scope(scope), ""
    if not target.startswith(prefix) or len(target) > 255 or NOT_TEXT.search(target):
        raise BadTarget(f"{target[:40]!r} is not the id of a {scope} in Quo: those begin with {prefix}.")
    return Scope(scope), target
