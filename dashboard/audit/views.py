"""The audit log's page and exports, for Admins."""

from collections.abc import Callable, Iterator

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from dashboard.audit.exports import as_csv, as_json_lines
from dashboard.audit.filters import AuditFilter
from dashboard.audit.models import SEE, AuditEntry
from dashboard.errors import invalid_filter
from dashboard.exporting import export
from dashboard.htmx import Request, render_list
from dashboard.lists import SIZES, page_of


@require_safe
@permission_required(SEE, raise_exception=True)
def audit(request: Request) -> HttpResponse:
    """The entries, newest first, by account, kind and time."""
    filters = AuditFilter(request.GET, AuditEntry.objects.all())
    context = {
        "filters": filters,
        "page": page_of(filters.qs, request.GET),
        "sizes": SIZES,
        "actions": AuditEntry.Action.choices,
    }
    status = 200 if filters.form.is_valid() else 400
    return render_list(request, "audit/list.html", context, status)


@require_safe
@permission_required(SEE, raise_exception=True)
def export_csv(request: Request) -> HttpResponseBase:
    return _export(request, "csv", "text/csv", as_csv)


@require_safe
@permission_required(SEE, raise_exception=True)
def export_json_lines(request: Request) -> HttpResponseBase:
    return _export(request, "jsonl", "application/jsonl", as_json_lines)


def _export(
    request: Request, kind: str, content_type: str, make: Callable[[QuerySet[AuditEntry]], Iterator[str]]
) -> HttpResponseBase:
    """The entries that the filters find, as a file."""
    filters = AuditFilter(request.GET, AuditEntry.objects.all())
    if not filters.form.is_valid():
        return invalid_filter(request, filters.form.errors)
    which = request.GET.urlencode() or "all"
    return export(request, "audit", kind, content_type, lambda: StreamingHttpResponse(make(filters.qs)), which)
