"""The audit log's page and exports, for Admins."""

import json
from collections.abc import Iterator

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from dashboard import exports
from dashboard.audit.models import SEE, AuditEntry
from dashboard.exports import CHUNK, export
from dashboard.lists.days import DAYS, check_days
from dashboard.lists.pages import page_of, redirected, render_list
from dashboard.lists.query import MENU, TEXT, Facet, Listing, Query, always
from dashboard.responses.errors import invalid_filter
from dashboard.responses.htmx import Request

ACTIONS = dict(AuditEntry.Action.choices)
AUDIT = Listing(
    "audit",
    (
        Facet(
            "action", lambda values, entries: entries.filter(action__in=values),
            lambda value: ACTIONS.get(value, value), several=True, values=tuple(ACTIONS), shown=MENU,
            heading=always("Action"), label=lambda value: ACTIONS.get(value, value),
        ),
        Facet(
            "who", lambda values, entries: entries.filter(who=values[0]), "Account {}".format, shown=TEXT,
            heading=always("Account"),
        ),
        Facet(
            "address", lambda values, entries: entries.filter(address=values[0]), "Address {}".format, longest=45,
            shown=TEXT, heading=always("Address"),
        ),
        *DAYS,
    ),
    check=check_days,
)  # fmt: skip


@require_safe
@permission_required(SEE, raise_exception=True)
def audit(request: Request) -> HttpResponse:
    """The entries, newest first, by account, kind and time."""
    query = Query(AUDIT, request.GET)
    if elsewhere := redirected(request):
        return elsewhere
    page = page_of(query.rows(AuditEntry.objects.all()), query)
    context = {"page": page, "chips": query.chips(), "sections": query.sections()}
    return render_list(request, "audit/list.html", query, context)


@require_safe
@permission_required(SEE, raise_exception=True)
def export_audit(request: Request, kind: str) -> HttpResponseBase:
    """The entries that the filters find, as CSV or as a line of JSON each."""
    query = Query(AUDIT, request.GET)
    if query.errors:
        return invalid_filter(request, query.errors)
    write, content_type = {"csv": (as_csv, "text/csv"), "jsonl": (as_json_lines, "application/jsonl")}[kind]
    found, which = query.rows(AuditEntry.objects.all()), query.text or "all"
    return export(request, "audit", kind, content_type, lambda: StreamingHttpResponse(write(found)), which)


def as_csv(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    rows = (list(map(str, entry.as_fields().values())) for entry in entries.iterator(chunk_size=CHUNK))
    return exports.as_csv([*AuditEntry().as_fields()], rows)


def as_json_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    for entry in entries.iterator(chunk_size=CHUNK):
        yield json.dumps(entry.as_fields()) + "\n"
