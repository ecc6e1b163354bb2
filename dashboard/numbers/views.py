"""The list of numbers, and one number."""

import time
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboard.changes.descriptions import describe_changes
from dashboard.htmx import Request, filled, render_detail, render_list
from dashboard.lists import SIZES, Column, Sorting, page_by_ids
from dashboard.numbers.facet_counts import counts, counts_without_filters
from dashboard.numbers.filters import EVERYTHING, NumberFilter
from dashboard.numbers.models import SHARE, Preferences, SavedView
from dashboard.numbers.porting_steps import porting_steps
from dashboard.numbers.rail import Chip, carried, chips, rail
from dashboard.suggestions import user_picker
from inventory.blocked import why_blocked
from inventory.freshness import Freshness, of_number
from inventory.models import PhoneNumber
from inventory.numbering import time_zones
from inventory.statistics import statistics

COLUMNS = (
    Column("name", "Name", ("sort_name", "id")),
    Column("number", "Number", ("number", "id")),
    Column("area", "Area", ("country", "area", "id")),
    Column("people", "People"),
    Column("calling", "Calling"),
    Column("texting", "Messaging"),  # by the name that people's choices of columns hold
    Column("porting", "Porting", ("porting_status", "porting_since", "id")),
    Column("forward", "Forwards", ("forward", "id")),
    Column("updated", "Updated", ("updated_at", "id"), newest_first=True),
)
# An order without a column: ports by the time since when their status is the same
PORTING_SINCE = Column("since", "Porting since", ("porting_since", "id"))
FIXED_COLUMNS = ("name", "number")
TIMELINE = 50
MOVES = 20  # of a port, the latest first
GROUP_MATES = 20
FORWARDING = 20
MAX_RELAXED_FILTERS = 6


@require_safe
def number_list(request: Request) -> HttpResponse:
    """All numbers, as filtered, sorted and paged by the URL. 400 where a filter makes no sense."""
    views = list(SavedView.objects.visible_to(request.user))
    own, shared = [view for view in views if not view.is_shared], [view for view in views if view.is_shared]
    default = next((view for view in views if view.is_default and view.owner_id == request.user.pk), None)
    usual = filled(QueryDict(default.query)).urlencode() if default else ""
    if usual and not request.GET:
        return redirect(f"{request.path}?{usual}")
    fresh = Freshness.read()
    known = statistics(fresh.version)
    hidden = hidden_columns(request)
    filters = NumberFilter(request.GET, PhoneNumber.objects.all())
    sorting = Sorting.read(request.GET, (*COLUMNS, PORTING_SINCE), "name", COLUMNS)
    counted = None if filters.is_active else known.total
    page = page_by_ids(sorting.order(filters.qs), PhoneNumber.objects.for_list(), request.GET, counted)
    everything = EVERYTHING if usual else ""
    picker = user_picker(request.GET, "numbers", everything)
    on = chips(request.GET, picker.labels, everything)
    context = {
        "freshness": fresh,
        "filters": filters,
        "page": page,
        "sorting": sorting,
        "sizes": SIZES,
        "chips": on,
        "relaxed_filters": [] if page.paginator.count or len(on) < 2 else relaxed_filters(on),
        "clear": f"{request.path}{everything and '?'}{everything}",
        "total": known.total,
        "rail": rail(request.GET, known, {} if filters.is_active else counts_without_filters(known)),
        "carried": carried(request.GET),
        # Under filters the counts take a request of their own, which is sent when the rows are there.
        "counts_follow": filters.form.is_valid() and (filters.is_active or bool(request.htmx)),
        "form_follows": form_follows(request),
        "picker": picker,
        "columns": [
            (column.name, column.heading, column.name not in hidden) for column in COLUMNS[len(FIXED_COLUMNS) :]
        ],
        "hidden": sorted(hidden),
        "views": {"own": own, "shared": shared, "count": len(views), "default": default},
        "may_share": request.user.has_perm(SHARE),
    }
    status = 200 if filters.form.is_valid() else 400
    return render_list(request, "numbers/list.html", context, status, everything)


@require_safe
def number_rail(request: Request) -> HttpResponse:
    """The rail of the list, with counts under its filters: htmx asks for it once the rows are there."""
    filters = NumberFilter(request.GET, PhoneNumber.objects.all())
    if not request.htmx or not filters.form.is_valid():
        return redirect(f"{reverse('numbers')}?{request.GET.urlencode()}")
    version = Freshness.read().version
    found = counts(request.GET, version, int(time.time() // 60))
    context = {"rail": rail(request.GET, statistics(version), found), "carried": carried(request.GET)}
    return render(request, "numbers/list.html#facets", context)


def form_follows(request: Request) -> bool:
    """Whether the form is to be renewed with the rows: after a refresh, and where a chip took a filter away."""
    trigger = request.htmx.trigger or ""
    return trigger == "results" or trigger.startswith("chip-")


def relaxed_filters(on: list[Chip]) -> list[tuple[Chip, int]]:
    """Where nothing fits all filters: those of them without which something would, and how much."""
    counts = [
        (chip, NumberFilter(QueryDict(chip.without), PhoneNumber.objects.all())) for chip in on[:MAX_RELAXED_FILTERS]
    ]
    return [(chip, found) for chip, filters in counts if (found := filters.qs.count())]


@require_safe
def number_detail(request: Request, id: str) -> HttpResponse:
    """One number: everything known, its people, its history, its raw record."""
    number = _number(id)
    people = list(number.assignments.select_related("user").order_by("user__sort_name", "user_id"))
    fresh = Freshness.read()
    changes = number.changes.shown().with_names()
    moves = list(changes.filter(field="porting_status")[: MOVES + 1]) if number.has_porting else []
    mates = list(_group_mates(number)[: GROUP_MATES + 1])
    forwarding = list(PhoneNumber.objects.current().linked_by_forwarding(number)[: FORWARDING + 1])
    context: dict[str, Any] = {
        "number": number,
        "people": people,
        "freshness": fresh,
        "confirmation": None if number.is_removed else of_number(number, (held.user for held in people), fresh),
        "blocked_by": why_blocked(number.country, number.kind),
        "mates": mates[:GROUP_MATES],
        "more_mates": len(mates) > GROUP_MATES,
        "timeline": describe_changes(changes[:TIMELINE], about=number),
        "porting_steps": porting_steps(number, moves[:MOVES], all_of_them=len(moves) <= MOVES),
        "more_moves": len(moves) > MOVES,
        "time_zones": time_zones(number.number),
        "forward_target": next((other for other in forwarding if other.number == number.forward), None),
        "forwarded_from": [other for other in forwarding if other.forward == number.number][:FORWARDING],
        "more_forwarded_from": len(forwarding) > FORWARDING,
        "quo_url": settings.QUO_APP_URL.replace("{id}", quote(number.pk, safe="")),
    }
    return render_detail(request, "numbers/detail.html", context)


def hidden_columns(request: Request) -> set[str]:
    """The columns that this person chose not to see."""
    chosen = Preferences.objects.filter(owner=request.user).values_list("hidden_columns", flat=True).first()
    return set(chosen or ()) - set(FIXED_COLUMNS)


def _number(id: str) -> PhoneNumber:
    try:
        return PhoneNumber.objects.defer("search_text", "digest").get(pk=id)
    except PhoneNumber.DoesNotExist:
        raise Http404(f"No number with the id {id[:60]} is known here. A refresh may bring it.") from None


def _group_mates(number: PhoneNumber) -> QuerySet[PhoneNumber]:
    if not number.group_id:
        return PhoneNumber.objects.none()
    return PhoneNumber.objects.current().filter(group_id=number.group_id).exclude(pk=number.pk).names()
