"""The page that compares two moments, its words, and its exports."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from dashboard.compare.facets import LABELS, asked, found, presets
from dashboard.exports import XLSX, as_csv, as_json, book_of, export
from dashboard.lists.pages import page_of, redirected, render_list
from dashboard.lists.pickers import user_picker
from dashboard.numbers.counting import Counting
from dashboard.numbers.models import Preferences
from dashboard.responses.errors import invalid_filter
from dashboard.responses.htmx import Request
from inventory.choices import RESTRICTED, RESTRICTIONS, porting_badge
from inventory.numbering import written
from inventory.reports.comparison import ADDED, REMOVED, Difference, Line
from inventory.reports.freshness import Freshness

COLUMNS = ("number_id", "number", "name", "change", "field", "was", "is")
HEADINGS = (("Quo ID", 24), ("Number", 18), ("Name", 30), ("Change", 14), ("What differs", 28), ("Was", 34), ("Is", 34))
TYPES = {"csv": "text/csv", "json": "application/json", "xlsx": XLSX}


@require_safe
def compare(request: Request) -> HttpResponse:
    """The numbers that differ between two moments, each with what it was and is."""
    if elsewhere := redirected(request):
        return elsewhere
    fresh = Freshness.read()
    known_since = fresh.workspace.known_since
    query, span = asked(request.GET, known_since)
    every = found(query, span, fresh.version) if span else []
    counts = Counter(kind for one in every for kind in one.kinds)
    chosen = query.values.get("change", [])
    page = page_of([one for one in every if not chosen or one.kinds & {*chosen}], query)
    picker = user_picker(query)
    seen = Preferences.objects.filter(owner=request.user).values_list("changes_seen_at", flat=True).first()
    here = {"from": query.first["from"], "to": query.first.get("to", "")}
    context = {
        "freshness": fresh,
        "page": page,
        "span": span,
        "rows": [(one.number, [worded(line) for line in one.lines]) for one in page.object_list],
        "kinds": [("", "All", len(every), query.without("change").url, not chosen)]
        + [(kind, label, counts[kind], query.link(change=kind), chosen == [kind]) for kind, label in LABELS.items()],
        "chips": query.chips({"user": picker.labels}),
        "sections": query.sections(Counting(query, fresh.version).offered),
        "pickers": [picker],
        "presets": [
            (name, label, query.link(**days), days == here) for name, label, days in presets(seen, known_since)
        ],
    }
    return render_list(request, "compare/compare.html", query, context)


@require_safe
def export_comparison(request: Request, kind: str) -> HttpResponseBase:
    """A row for each thing that differs, as the filters and the kinds of difference leave them."""
    fresh = Freshness.read()
    query, span = asked(request.GET, fresh.workspace.known_since)
    if query.errors:
        return invalid_filter(request, query.errors)
    chosen = query.values.get("change", [])
    every = found(query, span, fresh.version) if span else []
    differ = [one for one in every if not chosen or one.kinds & {*chosen}]

    def make() -> HttpResponseBase:
        if kind == "xlsx":
            return FileResponse(book_of("Differences", HEADINGS, _shown(differ)))
        return StreamingHttpResponse({"csv": as_csv, "json": as_json}[kind](COLUMNS, _rows(differ)))

    return export(request, "comparison", kind, TYPES[kind], make, query.text)


def _rows(differ: Iterable[Difference]) -> Iterator[tuple[str, ...]]:
    for one in differ:
        for line in one.lines:
            was, now = (value.replace("\n", "; ") if line.field == "users" else value for value in (line.was, line.now))
            yield one.number.pk, one.number.number, one.number.name, line.kind, line.field, was, now


def _shown(differ: Iterable[Difference]) -> Iterator[tuple[str, ...]]:
    """The same as the page writes it."""
    for one in differ:
        for line in one.lines:
            words, number = worded(line), one.number
            yield number.pk, number.display_number, number.name, LABELS[line.kind], words.what, words.was, words.now


# -- Differences in words


WHOLE = {ADDED: "Added", REMOVED: "Removed"}
FIELDS = {
    "users": "Assigned to",
    "name": "Name",
    "number": "Number",
    "forward": "Forwards to",
    "porting_status": "Porting",
    **{way.column: f"{way.noun} {way.place}" for way in RESTRICTIONS},
}
NOTHING = {"users": "nobody", "forward": "nobody", "porting_status": "not porting"}


@dataclass(frozen=True, slots=True)
class Words:
    """What differs, what it was, and what it is. `tone` of what it is."""

    what: str
    was: str = ""
    now: str = ""
    tone: str = ""


def worded(line: Line) -> Words:
    if line.kind in WHOLE:
        return Words(WHOLE[line.kind])
    was, now = (_value(line.field, value) for value in (line.was, line.now))
    tone = "bad" if line.now == RESTRICTED else ""
    if line.field == "porting_status" and line.now:
        tone = porting_badge(line.now).tone
    return Words(FIELDS[line.field], was, now, tone)


def _value(field: str, value: str) -> str:
    if not value:
        return NOTHING.get(field, "unknown" if field in FIELDS and field not in ("name", "number") else "none")
    if field == "users":
        return value.replace("\n", ", ")
    if field == "porting_status":
        return porting_badge(value).label.lower()
    return written(value) if field in ("number", "forward") else value
