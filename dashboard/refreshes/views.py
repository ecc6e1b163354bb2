"""The pages of refreshes: their list, start, progress, results, held removals; and the test of the connection."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from dashboard.accounts.middleware import role_not_required
from dashboard.accounts.roles import has_role
from dashboard.changes.descriptions import describe_changes
from dashboard.exports import CHUNK, export_rows
from dashboard.lists.pages import page_of, redirected, render_list
from dashboard.lists.query import MENU, TEXT, Facet, Listing, Query, always
from dashboard.responses.errors import error_page, no_role, too_many
from dashboard.responses.htmx import Request, back, is_reading, render_detail
from dashboard.templatetags.ui import duration, exact_time
from inventory.checks import check_connection_to_quo
from inventory.choices import Removals, Scope, State
from inventory.models import PhoneNumber, Refresh, WorkspaceUser
from inventory.models.refreshes import RefreshQuerySet
from inventory.refreshing.lease import QueueFull, cancel
from inventory.refreshing.removals import NotNow, accept, dismiss
from inventory.refreshing.request import BadTarget, request_refresh, run_queued
from inventory.reports.freshness import Freshness

CHANGES_SHOWN = 200
HELD_SHOWN = 500
RETRY_AFTER = 60  # seconds, where the queue is full
STATES = dict(State.choices) | {"held": "Removals held"}
SCOPES = dict(Scope.choices)

REFRESHES = Listing(
    "refreshes",
    (
        Facet(
            "result",
            lambda values, refreshes: (
                refreshes.filter(state__in=values) | refreshes.filter(removals__in={*values} & {Removals.HELD})
            ),
            lambda value: STATES.get(value, value), several=True, values=tuple(STATES), shown=MENU,
            heading=always("Result"), label=lambda value: STATES.get(value, value),
        ),
        Facet(
            "scope", lambda values, refreshes: refreshes.filter(scope__in=values),
            lambda value: SCOPES.get(value, value), several=True, values=tuple(SCOPES), shown=MENU,
            heading=always("Scope"), label=lambda value: SCOPES.get(value, value),
        ),
        Facet(
            "by", lambda values, refreshes: refreshes.filter(requested_by_name=values[0]), "Requested by {}".format,
            shown=TEXT, heading=always("Requested by"),
        ),
    ),
)  # fmt: skip
EXPORTED = (
    "id", "requested_at", "requested_by_name", "scope", "target", "state", "started_at", "finished_at", "checked",
    "added", "changed", "removed", "restored", "users_added", "users_changed", "users_removed", "rejected", "warned",
    "removals", "error_status", "error_code", "error_summary", "error_trace",
)  # fmt: skip


LATEST = 90
HIGHEST, LOWEST = 32, 3  # of 38 that a bar has room for: what failed is underlined


@dataclass(frozen=True, slots=True)
class Bar:
    refresh: Refresh
    height: int

    @property
    def top(self) -> int:
        return HIGHEST - self.height

    @property
    def label(self) -> str:
        took = "" if self.refresh.duration is None else f" in {duration(self.refresh.duration)}"
        scope, when = self.refresh.get_scope_display().lower(), exact_time(self.refresh.requested_at)
        return f"{self.refresh.state_badge.label}{took}, {scope}, {when}"


def strip_of(refreshes: RefreshQuerySet) -> dict[str, Any]:
    """The latest ones at a glance: a bar for each, the newest last, as high as it took long, in the tone of its result;
    and how many have each result, the most frequent first.
    """
    latest = list(refreshes.without_details()[:LATEST])
    longest = max((refresh.duration or 0 for refresh in latest), default=0)
    bars = [Bar(one, max(LOWEST, round(HIGHEST * (one.duration or 0) / (longest or 1)))) for one in latest]
    results = Counter("with removals held" if one.holds_removals else str(one.get_state_display()) for one in latest)
    return {
        "bars": bars[::-1],
        "results": [(result.lower(), count) for result, count in results.most_common()],
        "longest": longest,
        "has_failures": any(refresh.has_failed for refresh in latest),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def refreshes(request: Request) -> HttpResponse:
    """GET lists refreshes. POST starts one (`scope`, `target`; `due`: only where the data is out of date)."""
    return start(request) if request.method == "POST" else refresh_list(request)


def refresh_list(request: Request) -> HttpResponse:
    query = Query(REFRESHES, request.GET)
    if elsewhere := redirected(request):
        return elsewhere
    found = query.rows(Refresh.objects.all())
    page = page_of(found.without_details(), query)
    context = {"page": page, "strip": strip_of(found), "chips": query.chips(), "sections": query.sections()}
    return render_list(request, "refreshes/list.html", query, context)


@require_safe
def export_refreshes(request: Request, kind: str) -> HttpResponseBase:
    query = Query(REFRESHES, request.GET)
    rows = query.rows(Refresh.objects.all()).values_list(*EXPORTED)
    return export_rows(request, "refreshes", kind, query, EXPORTED, lambda: rows.iterator(chunk_size=CHUNK))


@permission_required("inventory.start_refresh", raise_exception=True)
def start(request: Request) -> HttpResponse:
    if request.POST.get("due") and not Freshness.read().is_due:
        return HttpResponse(status=204)  # another page has started it
    try:
        refresh = request_refresh(
            request.POST.get("scope", Scope.WORKSPACE),
            request.POST.get("target", ""),
            requested_by_name=request.user.get_username(),
            requested_by=request.user,
            automatic=bool(request.POST.get("due")),
        )
    except BadTarget as error:
        return error_page(request, 400, str(error))
    except QueueFull as error:
        return too_many(request, RETRY_AFTER, str(error))
    if request.htmx:
        return status_fragment(request, refresh)
    return redirect("refresh", refresh.pk)  # which follows it to its end


def status_fragment(request: Request, refresh: Refresh, note: str = "") -> HttpResponse:
    """The progress or result of a refresh. At its end the page is told to reload its contents."""
    response = render(request, "refreshes/_status.html", {"refresh": refresh, "note": note})
    return response if refresh.is_active else trigger_client_event(response, "refreshed")


@role_not_required  # whose two queries would be half of what a tab costs a minute: asked for before anything is said
@require_GET
def freshness(request: Request) -> HttpResponse:
    """What an open page asks once a minute: 204, unless a refresh has ended since it was `seen`."""
    fresh = Freshness.read()
    if not request.htmx or request.GET.get("seen") == fresh.tag:
        return HttpResponse(status=204)
    if not has_role(request.user):
        return no_role(request)
    response = render(request, "parts/_freshness.html", {"freshness": fresh, "with_held": True})
    return trigger_client_event(response, "refreshed")


@require_GET
def refresh_status(request: Request, id: int) -> HttpResponse:
    """What a page polls while a refresh is active."""
    refresh = _refresh(id)
    if refresh.state == State.QUEUED:
        run_queued()
    return status_fragment(request, refresh) if request.htmx else redirect("refresh", id)


@require_safe
def refresh_detail(request: Request, id: int) -> HttpResponse:
    """One refresh: its result, changes, rejected records, warnings and held removals."""
    refresh = _refresh(id)
    context = {
        "refresh": refresh,
        "timeline": describe_changes(refresh.changes.shown().with_names()[:CHANGES_SHOWN]),
        "rejected": refresh.rejected_records.all()[:CHANGES_SHOWN],
        "held": PhoneNumber.objects.filter(id__in=refresh.held[:HELD_SHOWN]).names(),
        "held_users": WorkspaceUser.objects.filter(id__in=refresh.held_users[:HELD_SHOWN]),
    }
    return render_detail(request, "refreshes/detail.html", context)


@require_POST
@permission_required("inventory.start_refresh", raise_exception=True)
def cancel_refresh(request: Request, id: int) -> HttpResponse:
    """Ends a refresh that has not begun to save."""
    refresh = _refresh(id)
    note = ""
    if not cancel(refresh, request.user.get_username()):
        note = "It could not be cancelled: it is saving already, or has ended."
    refresh.refresh_from_db()
    if request.htmx:
        return status_fragment(request, refresh, note)
    if note:
        messages.info(request, note)
    return redirect("refresh", id)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inventory.accept_removals", raise_exception=True)
def decide_removals(request: Request, id: int) -> HttpResponse:
    """Accepts or dismisses the removals that a refresh holds (`decision`). GET leads back to where that is decided.

    To accept takes a second step: `confirmed`, with the number of removals that its page named.
    """
    refresh = _refresh(id)
    if is_reading(request):
        return redirect("refresh", id)
    who = request.user.get_username()
    try:
        match request.POST.get("decision"):
            case "accept" if request.POST.get("confirmed") != str(refresh.held_waiting) and refresh.held_waiting:
                return render(request, "refreshes/confirm_removals.html", {"refresh": refresh})
            case "accept":
                messages.success(request, f"{accept(refresh, who)} removed. Their history stays.")
            case "dismiss":
                dismiss(refresh, who)
                messages.success(request, "Kept. Nothing was removed.")
            case _:
                return error_page(request, 400, "The decision must be accept or dismiss.")
    except NotNow as error:
        messages.error(request, str(error))
    return redirect("refresh", id)


@require_POST
@permission_required("inventory.start_refresh", raise_exception=True)
def test_connection(request: Request) -> HttpResponse:
    """Sends one request to check the address and key. Stores nothing."""
    test = check_connection_to_quo()
    if request.htmx:
        return render(request, "parts/_connection_check.html", {"test": test})
    level = messages.SUCCESS if test.ok else messages.ERROR
    messages.add_message(request, level, f"{test.message} {test.reference}".strip())
    return redirect(back(request, reverse("refreshes")))


def _refresh(id: int) -> Refresh:
    try:
        return Refresh.objects.get(pk=id)
    except Refresh.DoesNotExist:
        raise Http404(f"Refresh {id} does not exist.") from None
