"""The list of numbers, and one number."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from dashboard.changes.descriptions import describe_changes
from dashboard.lists.pages import page_by_ids, redirected, render_list
from dashboard.lists.pickers import user_picker
from dashboard.lists.query import Chip, Query
from dashboard.lists.through_time import through_time
from dashboard.numbers.counting import Counting
from dashboard.numbers.facets import COLUMNS, FIXED_COLUMNS, NUMBERS, UNFILTERED_QUERY
from dashboard.numbers.models import SHARE, Preferences, SavedView
from dashboard.numbers.porting_steps import port_line, porting_steps
from dashboard.responses.htmx import Request, render_detail
from inventory.models import PhoneNumber
from inventory.numbering import time_zones
from inventory.reports.blocked import why_blocked
from inventory.reports.freshness import Freshness, of_number
from inventory.runtime import moments

TIMELINE = 50
MOST_PORTING = 20  # of a port, the latest first
GROUP_MATES = 20
FORWARDING = 20
MAX_RELAXED_FILTERS = 6


@through_time
@require_safe
def number_list(request: Request) -> HttpResponse:
    """All numbers, as filtered, sorted and paged by the URL. 400 where a filter is invalid."""
    views = list(SavedView.objects.visible_to(request.user))
    default = next((view for view in views if view.is_default and view.owner_id == request.user.pk), None)
    start = Query(NUMBERS, QueryDict(default.query)).text if default else ""
    if default and start and not request.GET:
        return redirect(f"{request.path}?{start}&view={default.pk}")
    query = Query(NUMBERS, request.GET, unfiltered=UNFILTERED_QUERY if start else "")
    if elsewhere := redirected(request, query.unfiltered):
        return elsewhere
    view = next((view for view in views if str(view.pk) == query.view), None)
    fresh = Freshness.read()
    counting = Counting(query, fresh.version)
    count, total = numbers_of(counting, fresh)
    page = page_by_ids(query.rows(PhoneNumber.objects.all()), PhoneNumber.objects.for_list(), query, count)
    picker = user_picker(query)
    chips = query.chips({"user": picker.labels})
    hidden = hidden_columns(request)
    context = {
        "freshness": fresh,
        "page": page,
        "chips": chips,
        "relaxed_filters": [] if page.paginator.count or len(chips) < 2 else relaxed_filters(chips, fresh.version),
        "total": total,
        "sections": SimpleLazyObject(
            lambda: query.sections(counting.offered, None if query.is_active else counting.by_option())
        ),
        # Under filters the counts take a request of their own, which is sent when the rows are there.
        "load_counts_after": not query.errors and (query.is_active or bool(request.htmx)),
        "pickers": [picker],
        "columns": [
            (column.name, column.heading, column.name not in hidden) for column in COLUMNS[len(FIXED_COLUMNS) :]
        ],
        "hidden": sorted(hidden),
        "views": {
            "own": [view for view in views if not view.is_shared],
            "shared": [view for view in views if view.is_shared],
            "count": len(views),
            "default": default,
        },
        "view": view,
        "may_save_changes": view
        and not moments.shown.get()
        and view.query != query.without("view").text
        and view.may_be_changed_by(request.user),
        "may_share": request.user.has_perm(SHARE),
    }
    return render_list(request, "numbers/list.html", query, context)


def numbers_of(counting: Counting, fresh: Freshness) -> tuple[int | None, int]:
    """How many numbers the query lists, None where the database is to count them; and of how many.

    Not by the index where it can be told without: rows that a refresh has changed do not wait until it is read.
    """
    query = counting.query
    if moments.shown.get():
        return counting.found, counting.all
    if not query.is_active:
        return fresh.numbers, fresh.numbers
    return None, counting.all if "state" in query.values else fresh.numbers


@through_time
@require_safe
def number_facets(request: Request) -> HttpResponse:
    """The form of the list, with counts under its filters: htmx asks for it once the rows are there."""
    query = Query(NUMBERS, request.GET)
    if not request.htmx or query.errors:
        return redirect(query.url)
    counting = Counting(query, Freshness.read().version)
    return render(request, "parts/_facets.html", {"sections": query.sections(counting.offered, counting.by_option())})


def relaxed_filters(chips: list[Chip], version: UUID) -> list[tuple[Chip, int]]:
    """Where nothing matches: the filters without one of which something would, and how much."""
    counted = [(chip, Counting(chip.without, version).found) for chip in chips[:MAX_RELAXED_FILTERS]]
    return [(chip, found) for chip, found in counted if found]


@through_time
@require_safe
def number_detail(request: Request, id: str) -> HttpResponse:
    """One number: everything known, its people, its history, its raw record."""
    number = _number(id)
    people = list(number.assignments.select_related("user").order_by("user__sort_name", "user_id"))
    fresh = Freshness.read()
    changes = number.changes.shown().with_names()
    porting_changes = list(changes.filter(field="porting_status")[: MOST_PORTING + 1]) if number.has_porting else []
    steps = porting_steps(number, porting_changes[:MOST_PORTING], all_of_them=len(porting_changes) <= MOST_PORTING)
    mates = list(_group_mates(number)[: GROUP_MATES + 1])
    # Its own target is among them, and one more than is shown.
    forwarding = list(PhoneNumber.objects.current().linked_by_forwarding(number)[: FORWARDING + 2])
    forwarded_from = [other for other in forwarding if other.forward == number.number]
    context: dict[str, Any] = {
        "number": number,
        "people": people,
        "freshness": fresh,
        "confirmation": None
        if number.is_removed or moments.shown.get()
        else of_number(number, (assignment.user for assignment in people), fresh),
        "registration": None if moments.shown.get() else fresh.workspace,  # what it was is not kept
        "blocked_by": why_blocked(number.country, number.kind),
        "mates": mates[:GROUP_MATES],
        "more_mates": len(mates) > GROUP_MATES,
        "timeline": describe_changes(changes[:TIMELINE], about=number),
        "porting_steps": steps,
        "port_line": port_line(number, steps),
        "more_porting_changes": len(porting_changes) > MOST_PORTING,
        "time_zones": time_zones(number.number),
        "forward_target": next((other for other in forwarding if other.number == number.forward), None),
        "forwarded_from": forwarded_from[:FORWARDING],
        "more_forwarded_from": len(forwarded_from) > FORWARDING,
        "quo_url": settings.QUO_APP_URL.replace("{id}", quote(number.pk, safe="")),
    }
    return render_detail(request, "numbers/detail.html", context)


def hidden_columns(request: Request) -> set[str]:
    """The columns that this person chose not to see."""
    chosen = Preferences.objects.filter(owner=request.user).values_list("hidden_columns", flat=True).first()
    return set(chosen or ()) - set(FIXED_COLUMNS)


def _number(id: str) -> PhoneNumber:
    try:
        return PhoneNumber.objects.defer("search_text", "people_text", "digest").get(pk=id)
    except PhoneNumber.DoesNotExist:
        if moments.shown.get():
            raise Http404(f"No number with the id {id[:60]} was known then.") from None
        raise Http404(f"No number with the id {id[:60]} is known here. A refresh may bring it.") from None


def _group_mates(number: PhoneNumber) -> QuerySet[PhoneNumber]:
    if not number.group_id:
        return PhoneNumber.objects.none()
    return PhoneNumber.objects.current().filter(group_id=number.group_id).exclude(pk=number.pk).names()
