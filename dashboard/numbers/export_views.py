"""The list of numbers as a file: exactly what is filtered, in the same order."""

from collections.abc import Callable, Sequence

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from dashboard.exports import XLSX, export
from dashboard.lists.query import Query, given
from dashboard.lists.through_time import through_time
from dashboard.numbers.exports import FIELDS, Field, as_csv, as_json, as_xlsx, fields_of
from dashboard.numbers.facets import COLUMNS, NUMBERS
from dashboard.numbers.views import hidden_columns
from dashboard.responses.errors import invalid_filter
from dashboard.responses.htmx import Request
from inventory.history import streamed
from inventory.models import PhoneNumber
from inventory.models.numbers import PhoneNumberQuerySet

JSON = "application/json"

# A selection is posted: its ids are too many for an address.
may_be_posted = require_http_methods(["GET", "HEAD", "POST"])


@through_time
@may_be_posted
def export_csv(request: Request) -> HttpResponseBase:
    """`fields` is `all` or `chosen`, by default all for an account that never chose columns, such as a script's."""
    is_whole = not given(request).get("fields") and not hidden_columns(request)
    fields = FIELDS if is_whole else _fields(request, "id")
    return _export(request, "csv", "text/csv", lambda found: StreamingHttpResponse(streamed(as_csv(found, fields))))


@through_time
@may_be_posted
def export_json(request: Request) -> HttpResponseBase:
    return _export(request, "json", JSON, lambda found: StreamingHttpResponse(streamed(as_json(found))))


@through_time
@may_be_posted
def export_xlsx(request: Request) -> HttpResponseBase:
    """`fields` is `all`, or by default the columns of the list that are shown, in their order."""
    fields = _fields(request)
    return _export(request, "xlsx", XLSX, lambda found: FileResponse(as_xlsx(found, fields)))


def _fields(request: Request, *first: str) -> Sequence[Field]:
    """All, or those of the columns that the account sees: where removed numbers are listed, when they were removed."""
    if given(request).get("fields") == "all":
        return FIELDS
    hidden = hidden_columns(request)
    last = ["removed_at"] if given(request).get("state") in ("removed", "all") else []
    return fields_of(first, [column.name for column in COLUMNS if column.name not in hidden], last)


def _export(
    request: Request, kind: str, content_type: str, make: Callable[[PhoneNumberQuerySet], HttpResponseBase]
) -> HttpResponseBase:
    query = Query(NUMBERS, given(request))
    if query.errors:
        return invalid_filter(request, query.errors)
    which = query.text or "all current ones"
    return export(request, "numbers", kind, content_type, lambda: make(query.rows(PhoneNumber.objects.all())), which)
