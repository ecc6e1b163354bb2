"""The page of changes."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dashboard.changes.descriptions import describe_changes
from dashboard.changes.filters import ChangeFilter
from dashboard.htmx import Request, render_list
from dashboard.lists import SIZES, page_of
from inventory.choices import ChangeKind
from inventory.models import Change


@require_safe
def change_list(request: Request) -> HttpResponse:
    """Changes, newest first. Those of a first import are on the page of its refresh."""
    filters = ChangeFilter(request.GET, Change.objects.with_names())
    page = page_of(filters.qs, request.GET)
    context = {
        "filters": filters,
        "page": page,
        "sizes": SIZES,
        "kinds": ChangeKind.choices,
        "timeline": describe_changes(page.object_list),
    }
    status = 200 if filters.form.is_valid() else 400
    return render_list(request, "changes/list.html", context, status)
