"""Pages that show what was known at the end of a day, or at a moment: `as_of` in their address."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone

from dashboard.lists.as_of import NAME, TICK
from dashboard.lists.days import FIRST, LAST, start_of
from dashboard.lists.query import given
from dashboard.responses.errors import error_page
from dashboard.responses.htmx import Request
from inventory.history import at
from inventory.models import CacheState

View = Callable[..., HttpResponseBase]
UNREADABLE = "“{}” is neither a day, such as 2026-03-31, nor a time, such as 2026-03-31T12:00:00Z."


class Refused(Exception):
    """What was asked for cannot be shown. The text says why, for users."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def through_time(view: View) -> View:
    """Lets a view that only reads show the past."""

    @wraps(view)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = given(request).get(NAME, "")
        if not asked:
            return view(request, *args, **kwargs)
        try:
            moment = moment_of(asked)
        except Refused as refusal:
            return error_page(request, refusal.status, str(refusal), title="This day cannot be shown")
        with at(moment):
            try:
                return view(request, *args, **kwargs)
            except Http404 as missing:  # its page keeps the day, too
                return error_page(request, 404, str(missing))

    return shown


def moment_of(asked: str) -> datetime:
    """The end of a day in the displayed time zone, or a moment: one whose rows are known. Raises Refused."""
    moment, begun = _read(asked)
    if begun > timezone.now():
        raise Refused(400, f"{asked} is in the future. Nothing is known of it yet.")
    known_since = CacheState.objects.values_list("known_since", flat=True).first()
    if known_since is None:
        raise Refused(404, "Nothing is known yet: the first refresh is still to come.")
    if moment < known_since:
        since = timezone.localtime(known_since)
        raise Refused(404, f"Nothing is known of {asked}. What is known begins on {since:%Y-%m-%d at %H:%M}.")
    return moment


def _read(asked: str) -> tuple[datetime, datetime]:
    """The moment to show, and when what was asked for begins."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(T.+)?", asked, re.ASCII)
    try:
        day = date.fromisoformat(found[1]) if found else date.min
        # The + of an offset is a space in an address that does not escape it.
        moment = datetime.fromisoformat(asked.replace(" ", "+")) if found and found[2] else None
    except ValueError:  # 30 February
        day = date.min
    if not FIRST < day < LAST:
        raise Refused(400, UNREADABLE.format(asked[:40]))
    if moment is None:
        return start_of(day + timedelta(days=1)) - TICK, start_of(day)
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    return moment, moment
