"""The list of numbers as a file: exactly what is filtered, in the same order."""

from collections.abc import Callable

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from dashboard.errors import invalid_filter
from dashboard.exporting import export
from dashboard.htmx import Request
from dashboard.lists.query import Query
from dashboard.numbers.exports import as_csv, as_json, as_xlsx
from dashboard.numbers.facets import NUMBERS
from inventory.models import PhoneNumber
from inventory.models.numbers import PhoneNumberQuerySet

JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def export_csv(request: Request) -> HttpResponseBase:
    return _export(request, "csv", "text/csv", lambda found: StreamingHttpResponse(as_csv(found)))


@require_safe
def export_json(request: Request) -> HttpResponseBase:
    return _export(request, "json", JSON, lambda found: StreamingHttpResponse(as_json(found)))


@require_safe
def export_xlsx(request: Request) -> HttpResponseBase:
    return _export(request, "xlsx", XLSX, lambda found: FileResponse(as_xlsx(found)))


def _export(
    request: Request, kind: str, content_type: str, make: Callable[[PhoneNumberQuerySet], HttpResponseBase]
) -> HttpResponseBase:
    query = Query(NUMBERS, request.GET)
    if query.errors:
        return invalid_filter(request, query.errors)
    which = query.text or "all current ones"
    return export(request, "numbers", kind, content_type, lambda: make(query.rows(PhoneNumber.objects.all())), which)
