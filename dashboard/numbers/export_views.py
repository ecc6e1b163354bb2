"""The list of numbers as a file: exactly what is filtered, in the same order."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.audit.record import Action, record
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
    return _export(request, "csv", lambda found: StreamingHttpResponse(as_csv(found), content_type="text/csv"))


@require_safe
def export_json(request: Request) -> HttpResponseBase:
    return _export(request, "json", lambda found: StreamingHttpResponse(as_json(found), content_type=JSON))


@require_safe
def export_xlsx(request: Request) -> HttpResponseBase:
    return _export(request, "xlsx", lambda found: FileResponse(as_xlsx(found), content_type=XLSX))


def _export(request: Request, kind: str, make: Callable[[PhoneNumberQuerySet], Any]) -> HttpResponseBase:
    filters = NumberFilter(request.GET, PhoneNumber.objects.all())
    if not filters.form.is_valid():
        return _refused(request, filters)
    sorting = Sorting.read(request.GET, (*COLUMNS, PORTING_SINCE), "name")
    response: HttpResponseBase = make(sorting.order(filters.qs))
    record(request, Action.EXPORT, f"numbers as {kind}: {request.GET.urlencode() or 'all current ones'}")
    name = f"numbers-{timezone.localtime():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _refused(request: Request, filters: NumberFilter) -> HttpResponse:
    wrong = "; ".join(f"{field}: {' '.join(map(str, errors))}" for field, errors in filters.form.errors.items())
    context = {"status": 400, "title": "This link contains an invalid filter", "explanation": wrong}
    return render(request, "errors/error.html", context, status=400)
