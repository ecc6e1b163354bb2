"""The one way in: asking for a refresh, from a page or from the command line."""

import re

from django.contrib.auth.models import AbstractUser

from inventory.choices import Scope, State
from inventory.models import Refresh
from inventory.refreshing.lease import join_or_queue
from inventory.tasks import work_off_queue

NOT_TEXT = re.compile("[\x00\ud800-\udfff]")  # a command line that is not UTF-8 arrives with surrogates
PREFIXES = {Scope.USER: "US", Scope.NUMBER: "PN"}


class BadTarget(ValueError):
    """The scope or its target make no sense. The text says why, for a person."""


def request_refresh(
    scope: str, target: str = "", *, requested_by_name: str, requested_by: AbstractUser | None = None
) -> Refresh:
    """Asks for a refresh and returns its row: queued, running or (with TASKS=immediate) ended.

    A request that a refresh under way covers returns that one. Raises BadTarget.
    """
    refresh = join_or_queue(
        *checked(scope, target), requested_by_name=requested_by_name[:255], requested_by=requested_by
    )
    if refresh.state == State.QUEUED:
        # Wakes somebody also for a refresh that waited already: whoever was to run it may be gone.
        work_off_queue.enqueue()
        refresh.refresh_from_db()
    return refresh


def checked(scope: str, target: str) -> tuple[Scope, str]:
    """The scope and target of a request, or BadTarget."""
    if scope not in Scope.values:
        raise BadTarget(f"There is no refresh of {scope[:40]!r}: it is workspace, user or number.")
    prefix = PREFIXES.get(Scope(scope))
    if prefix is None:
        return Scope.WORKSPACE, ""
    if not target.startswith(prefix) or len(target) > 255 or NOT_TEXT.search(target):
        raise BadTarget(f"{target[:40]!r} is not the id of a {scope} in Quo: those begin with {prefix}.")
    return Scope(scope), target
