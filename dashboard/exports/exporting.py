"""Exports. They cost much to make: a process makes one at a time for an account, and two altogether."""

import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from dashboard.audit.record import Action, record
from dashboard.exports.csv_text import as_csv, as_json
from dashboard.lists.query import Query
from dashboard.responses.errors import invalid_filter, too_many
from dashboard.responses.htmx import Request
from inventory import moments
from inventory.history import streamed

AT_ONCE = 2  # in a process
RETRY_AFTER = 10  # seconds

_running: dict[object, int] = {}  # the accounts' ids
_lock = threading.Lock()


def export(
    request: Request,
    what: str,
    kind: str,
    content_type: str,
    make: Callable[[], HttpResponseBase],
    which: str,
    *,
    is_shown: bool = False,
) -> HttpResponseBase:
    """The file that `make` makes, recorded in the audit log. 429 where that has to wait. HEAD makes no file.

    The turn lasts until all is sent, or the client is gone. `is_shown`: to be displayed, not saved.
    """
    if request.method == "HEAD":
        return _described(HttpResponse(), what, kind, content_type, is_shown)
    turn = object()
    if refusal := _begin(turn, request.user.pk):
        return too_many(request, RETRY_AFTER, refusal)
    try:
        record(request, Action.EXPORT, f"{what} as {kind}: {which}")
        made = _described(make(), what, kind, content_type, is_shown)
    except BaseException:
        _running.pop(turn)
        raise
    # The server closes the response when all is sent, or the client is gone. If it does not, the turn ends with
    # the object.
    end, close = weakref.finalize(made, _running.pop, turn, None), made.close

    def close_and_end() -> None:
        close()
        end()

    made.close = close_and_end  # type: ignore[method-assign]
    return made


def export_rows(
    request: Request, what: str, kind: str, query: Query, columns: Sequence[str], rows: Callable[[], Iterable[Any]]
) -> HttpResponseBase:
    """A list as CSV or JSON: the rows that its query finds, in its order."""
    if query.errors:
        return invalid_filter(request, query.errors)
    write, content_type = {"csv": (as_csv, "text/csv"), "json": (as_json, "application/json")}[kind]
    which = query.text or "all"
    return export(
        request, what, kind, content_type, lambda: StreamingHttpResponse(streamed(write(columns, rows()))), which
    )


def _described(response: HttpResponseBase, what: str, kind: str, content_type: str, is_shown: bool) -> HttpResponseBase:
    response.headers["Content-Type"] = content_type
    if not is_shown:
        name = f"{what.replace(' ', '-')}-{timezone.localtime(moments.now()):%Y-%m-%d}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _begin(turn: object, account: int) -> str:
    """Why the export cannot begin now, or "" where it has begun."""
    with _lock:
        if account in _running.values():
            return "Another export of yours is still running. Try again when it is done."
        if len(_running) >= AT_ONCE:
            return "Other exports are still running. Try again in a few seconds."
        _running[turn] = account
    return ""
