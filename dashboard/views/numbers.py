"""The list of numbers, and one number."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.context import is_stale
from dashboard.figures import figures
from dashboard.filters import PEOPLE_IN_A_MENU, NumberFilter, chips, facets
from dashboard.http import Request, answer, wants_fragment
from dashboard.paging import SIZES, Column, Sorting, page_of
from dashboard.wording import tell
from inventory.choices import Scope
from inventory.models import PhoneNumber, WorkspaceUser, confirmed_at
from inventory.querysets import WIDE_COLUMNS

COLUMNS = (
    Column("name", "Name", ("sort_name", "id")),
    Column("number", "Number", ("number", "id")),
    Column("area", "Area", ("country", "area", "id")),
    Column("people", "People"),
    Column("calling", "Calling"),
    Column("texting", "Texting"),
    Column("porting", "Porting", ("porting_status", "porting_since", "id")),
    Column("forward", "Forwards", ("forward", "id")),
    Column("updated", "Updated", ("updated_at", "id")),
)
TIMELINE = 50
GROUP_MATES = 20


@require_safe
def number_list(request: Request) -> HttpResponse:
    """All numbers, as filtered, sorted and paged by the URL. 400 where a filter makes no sense."""
    filters = NumberFilter(request.GET, PhoneNumber.objects.for_list())
    sorting = Sorting.read(request.GET, COLUMNS, "name")
    page = page_of(sorting.order(filters.qs), request.GET)
    menu = list(WorkspaceUser.objects.only("id", "first_name", "last_name", "email")[: PEOPLE_IN_A_MENU + 1])
    people = {user.id: user.name for user in menu}
    chosen = request.GET.get("user", "")
    if chosen and chosen not in people and filters.form.is_valid():
        people |= {user.id: user.name for user in WorkspaceUser.objects.filter(id=chosen)}
    context = {
        "filters": filters,
        "page": page,
        "sorting": sorting,
        "sizes": SIZES,
        "chips": chips(request.GET, filters.form, people),
        "facets": facets(request.GET, figures()),
        "people": people.items(),
        "people_cut": len(menu) > PEOPLE_IN_A_MENU,
        "chosen_user": chosen,
    }
    status = 200 if filters.form.is_valid() else 400
    return answer(request, "numbers/list.html", "numbers/_results.html", context, status)


@require_safe
def number_detail(request: Request, id: str) -> HttpResponse:
    """One number: everything known, its people, its history, its raw record."""
    number = _number(id)
    people = list(number.assignments.select_related("user").order_by("user__sort_name", "user_id"))
    confirmed = confirmed_at(Scope.NUMBER, number.id, [person.user_id for person in people])
    context: dict[str, Any] = {
        "number": number,
        "people": people,
        "confirmed_at": confirmed,
        "is_stale": is_stale(confirmed),
        "mates": _group_mates(number),
        "timeline": tell(number.changes.shown().with_names()[:TIMELINE], about=number),
    }
    template = "numbers/_detail.html" if wants_fragment(request) else "numbers/detail.html"
    return render(request, template, context)


def _number(id: str) -> PhoneNumber:
    try:
        return PhoneNumber.objects.defer("search_text", "digest").get(pk=id)
    except PhoneNumber.DoesNotExist:
        raise Http404(f"No number with the id {id[:60]} is known here. A refresh may bring it.") from None


def _group_mates(number: PhoneNumber) -> QuerySet[PhoneNumber]:
    if not number.group_id:
        return PhoneNumber.objects.none()
    mates = PhoneNumber.objects.current().filter(group_id=number.group_id).exclude(pk=number.pk)
    return mates.defer(*WIDE_COLUMNS)[:GROUP_MATES]
