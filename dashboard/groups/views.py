"""The groups that Quo gives its numbers."""

from typing import Any

from django.db.models import Count, Min, Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from dashboard.exports import export_rows
from dashboard.lists.pages import page_by_ids, page_of, redirected, render_list
from dashboard.lists.query import Column, Listing, Query, filled
from dashboard.lists.through_time import through_time
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
    in_group = PhoneNumber.objects.filter(group_id=id)
    count = in_group.aggregate(current=Count("pk", filter=Q(removed_at=None)), removed=Count("removed_at"))
    if not any(count.values()):
        raise Http404(f"No number is or was in the group {id[:60]}.")
    is_removed = not count["current"]
    numbers, total = (in_group.removed(), count["removed"]) if is_removed else (in_group.current(), count["current"])
    assignments = Assignment.objects.filter(number__in=in_group.current().values("id"))
    people = list(WorkspaceUser.objects.filter(id__in=assignments.values("user_id"))[: PEOPLE + 1])
    context = {
        "group": id,
        "page": page_by_ids(numbers, PhoneNumber.objects.for_list(), query, total),
        "people": people[:PEOPLE],
        "more_people": len(people) > PEOPLE,
        "is_removed": is_removed,
        "removed_count": count["removed"],
    }
    return render_detail(request, "groups/detail.html", context)
