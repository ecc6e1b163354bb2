"""The list of numbers as a file: exactly what is filtered, in the same order."""

from collections.abc import Callable

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from dashboard.errors import invalid_filter
from dashboard.exporting import export
from dashboard.htmx import Request
from dashboard.lists import Sorting
from dashboard.numbers.exports import as_csv, as_json, as_xlsx
from dashboard.numbers.filters import NumberFilter
from dashboard.numbers.views import COLUMNS, PORTING_SINCE
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
    filters = NumberFilter(request.GET, PhoneNumber.objects.all())
    if not filters.form.is_valid():
        return invalid_filter(request, filters.form.errors)
    sorting = Sorting.read(request.GET, (*COLUMNS, PORTING_SINCE), "name")
    which = request.GET.urlencode() or "all current ones"
    return export(request, "numbers", kind, content_type, lambda: make(sorting.order(filters.qs)), which)
