"""Who did what, when, from where. For Admins, to read."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dashboard.audit.filters import AuditFilter
from dashboard.audit.models import SEE, AuditEntry
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
