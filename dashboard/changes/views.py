"""The page of changes."""

from itertools import groupby

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.changes.descriptions import TimelineEntry, describe_changes
from dashboard.changes.exports import as_csv
from dashboard.changes.filters import PERIODS, ChangeFilter
from dashboard.days import day_heading
from dashboard.errors import invalid_filter
from dashboard.exporting import export
from dashboard.htmx import Request, render_list
from dashboard.lists import SIZES, page_of
from dashboard.suggestions import number_picker, user_picker
from inventory.choices import ChangeKind
from inventory.models import Change


@require_safe
def change_list(request: Request) -> HttpResponse:
    """Changes, newest first, by day. Those of a first import are on the page of its refresh."""
    filters = ChangeFilter(request.GET, Change.objects.with_names())
    page = page_of(filters.qs, request.GET)
    timeline = describe_changes(page.object_list)
    context = {
        "filters": filters,
        "page": page,
        "sizes": SIZES,
        "kinds": ChangeKind.choices,
        "periods": PERIODS,
        "pickers": [user_picker(request.GET, "changes"), number_picker(request.GET, "changes")],
        "timeline": timeline,
        "days": by_day(timeline),
    }
    status = 200 if filters.form.is_valid() else 400
    return render_list(request, "changes/list.html", context, status)


def by_day(timeline: list[TimelineEntry]) -> list[tuple[str, list[TimelineEntry]]]:
    """The entries of each day in the displayed time zone, under the day's heading."""
    days = groupby(timeline, key=lambda entry: timezone.localtime(entry.at).date())
    return [(day_heading(day), list(entries)) for day, entries in days]


@require_safe
def export_csv(request: Request) -> HttpResponseBase:
    """The changes that the filters find, as a file."""
    filters = ChangeFilter(request.GET, Change.objects.all())
    if not filters.form.is_valid():
        return invalid_filter(request, filters.form.errors)
    which = request.GET.urlencode() or "all"
    return export(request, "changes", "csv", "text/csv", lambda: StreamingHttpResponse(as_csv(filters.qs)), which)
