"""The people of the workspace, and one person. Not the accounts who sign in here."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.changes.descriptions import describe_changes
from dashboard.exports import CHUNK, export, export_rows
from dashboard.lists.pages import has_new_filters, page_by_ids, redirected, render_list
from dashboard.lists.query import Listing, Query, distinct, given
from dashboard.lists.through_time import through_time
from dashboard.responses.errors import error_page, invalid_filter
from dashboard.responses.htmx import Request, render_detail, wants_fragment
from dashboard.users.facets import PEOPLE, counted
from dashboard.users.offboarding import MOST as MOST_AT_ONCE
from dashboard.users.offboarding import as_csv, as_text
from inventory.models import PhoneNumber, WorkspaceUser
from inventory.reports.freshness import Freshness, of_user
from inventory.reports.leavers import last_numbers
from inventory.runtime import moments

PERSON = Listing("user")  # their numbers
EXPORTED = (
    "id", "first_name", "last_name", "email", "role", "number_count", "sole_count", "first_seen_at", "removed_at",
)  # fmt: skip
TIMELINE = 50


@through_time
@require_safe
def user_list(request: Request) -> HttpResponse:
    """All users, as filtered, sorted and paged by the URL."""
    query = Query(PEOPLE, request.GET)
    if elsewhere := redirected(request):
        return elsewhere
    users = WorkspaceUser.objects.all()
    context: dict[str, Any] = {
        "page": page_by_ids(query.rows(users), users, query),
        "chips": query.chips(),
        "most_at_once": MOST_AT_ONCE,
        "counts_with_rows": True,
    }
    if not wants_fragment(request) or has_new_filters(request, query):
        roles, counts = ([], {}) if query.errors else counted(query)
        context |= {"freshness": Freshness.read(), "sections": query.sections({"role": roles}, counts)}
    return render_list(request, "users/list.html", query, context)


@through_time
@require_safe
def export_users(request: Request, kind: str) -> HttpResponseBase:
    query = Query(PEOPLE, request.GET)
    users = query.rows(WorkspaceUser.objects.all())
    return export_rows(
        request, "people", kind, query, EXPORTED, lambda: users.values_list(*EXPORTED).iterator(chunk_size=CHUNK)
    )


@through_time
@require_safe
def user_detail(request: Request, id: str) -> HttpResponse:
    """One person: their numbers, what only they hold, their history."""
    user, query = _user(id), Query(PERSON, request.GET, path=request.path)
    numbers = PhoneNumber.objects.current().assigned_to(user.id)
    rows = PhoneNumber.objects.for_list().with_sole_users(user.id)
    fresh = Freshness.read()
    context: dict[str, Any] = {
        "person": user,
        "page": page_by_ids(numbers, rows, query, user.number_count),
        "had": numbers_when_last_seen(user) if user.is_removed else [],
        "freshness": fresh,
        "confirmation": None if moments.shown.get() else of_user(user, fresh),
        "timeline": describe_changes(user.changes.shown().with_names()[:TIMELINE], about=user),
    }
    return render_detail(request, "users/detail.html", context)


def numbers_when_last_seen(user: WorkspaceUser) -> list[tuple[PhoneNumber, datetime]]:
    """The numbers of a person who left, each with its users now and until when it was theirs."""
    until = last_numbers([user])[user.pk]
    numbers = PhoneNumber.objects.for_list().filter(pk__in=until).order_by("sort_name", "id")
    return [(number, until[number.pk]) for number in numbers]


@require_safe
def offboarding(request: Request, id: str) -> HttpResponseBase:
    """The offboarding checklist of one person, complete, as text. Their page loads it when somebody opens it."""
    return _checklist(request, [_user(id)], "txt")


@require_http_methods(["GET", "HEAD", "POST"])
def offboarding_of_several(request: Request) -> HttpResponseBase:
    """The checklist of all people in `user`, or of those that a query of the list finds, as `format` txt or csv."""
    asked = given(request)
    ids, format = distinct(asked.getlist("user")), asked.get("format", "txt")
    if format not in CHECKLISTS:
        return error_page(request, 400, "The format of a checklist is txt or csv.")
    if "user" not in asked and Query(PEOPLE, asked).is_active:
        query = Query(PEOPLE, asked)
        if query.errors:
            return invalid_filter(request, query.errors)
        ids = list(query.rows(WorkspaceUser.objects.all()).values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if not ids or len(ids) > MOST_AT_ONCE:
        return error_page(request, 400, f"Select between one and {MOST_AT_ONCE} people.")
    people = list(WorkspaceUser.objects.filter(pk__in=[id for id in ids if "\x00" not in id]))
    if len(people) < len(ids):
        unknown = ", ".join(sorted(set(ids) - {person.pk for person in people}))
        return error_page(request, 404, f"Nobody with the id {unknown[:200]} is known here. A refresh may bring them.")
    return _checklist(request, people, format)


CHECKLISTS = {"txt": (as_text, "text/plain; charset=utf-8"), "csv": (as_csv, "text/csv")}


def _checklist(request: Request, people: list[WorkspaceUser], format: str) -> HttpResponseBase:
    write, content_type = CHECKLISTS[format]
    ids = ", ".join(person.pk for person in people)
    return export(
        request,
        "offboarding checklist",
        format,
        content_type,
        lambda: StreamingHttpResponse(write(people)),
        ids,
        is_shown=format == "txt",
    )


def _user(id: str) -> WorkspaceUser:
    try:
        return WorkspaceUser.objects.get(pk=id)
    except WorkspaceUser.DoesNotExist:
        if moments.shown.get():
            raise Http404(f"Nobody with the id {id[:60]} was known then.") from None
        raise Http404(f"Nobody with the id {id[:60]} is known here. A refresh may bring them.") from None
