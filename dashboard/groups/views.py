"""The groups that Quo gives its numbers."""

from typing import Any

from django.db.models import Count, Min
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from dashboard.exports import export_rows
from dashboard.lists.days import through_time
from dashboard.lists.pages import page_by_ids, page_of, redirected, render_list
from dashboard.lists.query import Column, Listing, Query, filled
from dashboard.responses.htmx import Request, render_detail
from inventory.models import Assignment, PhoneNumber, WorkspaceUser

GROUPS = Listing(
    "groups",
    columns=(
        Column("first", "Number", (filled("first"), "group_id")),
        Column("group", "Group", ("group_id",)),
        Column("numbers", "Numbers", ("numbers", "group_id"), descends_first=True),
    ),
)
GROUP = Listing("group")  # its numbers
PEOPLE = 100


@require_safe
def group_list(request: Request) -> HttpResponse:
    """All groups that hold a current number."""
    query = Query(GROUPS, request.GET)
    if elsewhere := redirected(request):
        return elsewhere
    return render_list(request, "groups/list.html", query, {"page": page_of(query.rows(_groups()), query)})


@require_safe
def export_groups(request: Request, kind: str) -> HttpResponseBase:
    query = Query(GROUPS, request.GET)
    columns = ("group_id", "first", "numbers")
    return export_rows(
        request, "groups", kind, query, columns, lambda: query.rows(_groups()).values_list(*columns).iterator()
    )


def _groups() -> Any:
    groups = PhoneNumber.objects.current().exclude(group_id="").values("group_id")
    return groups.annotate(numbers=Count("pk"), first=Min("name"))


@through_time
@require_safe
def group_detail(request: Request, id: str) -> HttpResponse:
    """One group: its current numbers and their users, or its removed numbers where no others are left."""
    query = Query(GROUP, request.GET, path=request.path)
    numbers = PhoneNumber.objects.current().filter(group_id=id)
    page = page_by_ids(numbers, PhoneNumber.objects.for_list(), query)
    removed = PhoneNumber.objects.removed().filter(group_id=id)
    removed_count = removed.count()
    is_removed = not page.paginator.count
    if is_removed:
        page = page_by_ids(removed, PhoneNumber.objects.for_list(), query, removed_count)
    if not page.paginator.count:
        raise Http404(f"No number is or was in the group {id[:60]}.")
    assignments = Assignment.objects.filter(number__in=numbers.values("id"))
    people = list(WorkspaceUser.objects.filter(id__in=assignments.values("user_id"))[: PEOPLE + 1])
    context = {
        "group": id,
        "page": page,
        "people": people[:PEOPLE],
        "more_people": len(people) > PEOPLE,
        "is_removed": is_removed,
        "removed_count": removed_count,
    }
    return render_detail(request, "groups/detail.html", context)
