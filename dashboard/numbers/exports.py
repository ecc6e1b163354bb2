"""The list of numbers as a file: exactly what is filtered, in the same order; row by row, whatever the size."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from dashboard import exports
from dashboard.exports import CHUNK, XLSX, Sheets, chunks, export, workbook
from dashboard.lists.query import Query, given
from dashboard.lists.through_time import through_time
from dashboard.numbers.facets import COLUMNS, NUMBERS
from dashboard.numbers.views import hidden_columns
from dashboard.responses.errors import invalid_filter
from dashboard.responses.htmx import Request
from inventory.choices import RESTRICTED, RESTRICTIONS, UNRESTRICTED, Kind, porting_badge
from inventory.history import streamed
from inventory.models import Assignment, PhoneNumber, name_of
from inventory.models.numbers import PhoneNumberQuerySet
from inventory.numbering import country_name, written


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its heading for machines, the page's word for it, the column of the list that shows it."""

    name: str
    heading: str
    column: str = ""
    shown: Callable[[Any], Any] = lambda value: value  # as the page writes a value
    width: int = 14


def _restriction(value: str) -> str:
    return {RESTRICTED: "Restricted", UNRESTRICTED: "Unrestricted"}.get(value, value)


FIELDS = (
    Field("id", "Quo ID", width=24),
    Field("name", "Name", "name", width=30),
    Field("symbol", "Symbol", width=8),
    Field("number", "Number", "number", width=16),
    Field("formatted_number", "Formatted number", "number", width=20),
    Field("country", "Country", "area", country_name, 18),
    Field("kind", "Kind", "area", lambda kind: str(dict(Kind.choices).get(kind, kind)), 10),
    Field("area", "Area", "area", width=20),
    Field("group_id", "Group", width=24),
    Field("forward", "Forwards", "forward", written, 18),
    Field("porting_status", "Porting", "porting", lambda status: porting_badge(status).label if status else ""),
    Field("port_request_id", "Port request", width=24),
    *(
        Field(way.column, f"{way.noun} {region}", "calling" if way.use == "calling" else "texting", _restriction, 15)
        for way, region in zip(RESTRICTIONS, ("US", "Canada", "International") * 2, strict=True)
    ),
    Field("created_at", "Created", width=17),
    Field("updated_at", "Updated", "updated", width=17),
    Field("removed_at", "Removed", width=17),
    Field("users", "People", "people", width=34),
    Field("emails", "Emails", "people", width=34),
    Field("user_ids", "User IDs", width=34),
)  # fmt: skip
PLACES = {field.name: place for place, field in enumerate(FIELDS)}
NUMBER, FORMATTED = PLACES["number"], PLACES["formatted_number"]
OWN = tuple(field.name for field in FIELDS[: PLACES["users"]])
NOBODY: tuple[list[str], ...] = ([], [], [])
ASSIGNMENTS = (("Number", 16), ("Name", 30), ("Person", 26), ("Email", 34), ("Quo ID", 24), ("User ID", 24))


def fields_of(first: Iterable[str], columns: Iterable[str], last: Iterable[str]) -> list[Field]:
    """The fields that these columns of the list show, in the order of the columns, between others by name."""
    shown = [field for column in columns for field in FIELDS if field.column == column]
    return [*(FIELDS[PLACES[name]] for name in first), *shown, *(FIELDS[PLACES[name]] for name in last)]


def rows(numbers: PhoneNumberQuerySet) -> Iterator[tuple[Any, ...]]:
    """Each number's FIELDS, in the list's order. Values, since an object a row takes twice the time."""
    for some in chunks(numbers.values_list(*OWN).iterator(chunk_size=CHUNK)):
        people = _people([values[0] for values in some])
        yield from ((*values, *people.get(values[0], NOBODY)) for values in some)


def _people(ids: list[str]) -> dict[str, tuple[list[str], ...]]:
    """The names, emails and ids of each number's people, by the number's id."""
    pairs = Assignment.objects.filter(number__in=ids).order_by("user__sort_name", "user_id")
    found: dict[str, tuple[list[str], ...]] = {}
    for number, user, first, last, email in pairs.values_list(
        "number_id", "user_id", "user__first_name", "user__last_name", "user__email"
    ):
        names, emails, users = found.setdefault(number, ([], [], []))
        names.append(name_of(first, last, email, user))
        emails.append(email)
        users.append(user)
    return found


def as_csv(numbers: PhoneNumberQuerySet, fields: Sequence[Field] = FIELDS) -> Iterator[str]:
    places = [PLACES[field.name] for field in fields]
    chosen = ([values[place] for place in places] for values in rows(numbers))
    return exports.as_csv([field.name for field in fields], chosen)


def as_json(numbers: PhoneNumberQuerySet) -> Iterator[str]:
    """An array with an object a number, in the words of our columns."""
    return exports.as_json([*PLACES], rows(numbers))


def as_xlsx(numbers: PhoneNumberQuerySet, fields: Sequence[Field] = FIELDS) -> IO[bytes]:
    """A workbook. Its second sheet has a row for each assignment: a cell has no room for hundreds of people."""
    with workbook() as (book, file):
        list_of_numbers = Sheets(book, "Numbers", [(field.heading, field.width) for field in fields])
        assignments = Sheets(book, "Assignments", ASSIGNMENTS)
        places = [(PLACES[field.name], field.shown) for field in fields]
        for row in rows(numbers):
            values = list(row)
            number, formatted = values[NUMBER], values[FORMATTED]
            values[FORMATTED] = PhoneNumber(number=number, formatted_number=formatted).display_number
            list_of_numbers.write([shown(values[place]) for place, shown in places])
            for name, email, user in zip(*row[PLACES["users"] :], strict=True):
                assignments.write([number, row[PLACES["name"]], name, email, row[0], user])
        list_of_numbers.end()
        assignments.end()
    return file


# -- The views


JSON = "application/json"

# A selection is posted: its ids are too many for an address.
may_be_posted = require_http_methods(["GET", "HEAD", "POST"])


@through_time
@may_be_posted
def export_csv(request: Request) -> HttpResponseBase:
    """`fields` is `all` or `chosen`, by default all for an account that never chose columns, such as a script's."""
    is_whole = not given(request).get("fields") and not hidden_columns(request)
    fields = FIELDS if is_whole else _fields(request, "id")
    return _export(request, "csv", "text/csv", lambda found: StreamingHttpResponse(streamed(as_csv(found, fields))))


@through_time
@may_be_posted
def export_json(request: Request) -> HttpResponseBase:
    return _export(request, "json", JSON, lambda found: StreamingHttpResponse(streamed(as_json(found))))


@through_time
@may_be_posted
def export_xlsx(request: Request) -> HttpResponseBase:
    """`fields` is `all`, or by default the columns of the list that are shown, in their order."""
    fields = _fields(request)
    return _export(request, "xlsx", XLSX, lambda found: FileResponse(as_xlsx(found, fields)))


def _fields(request: Request, *first: str) -> Sequence[Field]:
    """All, or those of the columns that the account sees: where removed numbers are listed, when they were removed."""
    if given(request).get("fields") == "all":
        return FIELDS
    hidden = hidden_columns(request)
    last = ["removed_at"] if given(request).get("state") in ("removed", "all") else []
    return fields_of(first, [column.name for column in COLUMNS if column.name not in hidden], last)


def _export(
    request: Request, kind: str, content_type: str, make: Callable[[PhoneNumberQuerySet], HttpResponseBase]
) -> HttpResponseBase:
    query = Query(NUMBERS, given(request))
    if query.errors:
        return invalid_filter(request, query.errors)
    which = query.text or "all current ones"
    return export(request, "numbers", kind, content_type, lambda: make(query.rows(PhoneNumber.objects.all())), which)
