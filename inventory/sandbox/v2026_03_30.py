"""Generation 2026-03-30: a version header, lists in pages, and fields that come only when asked for."""

import zlib
from functools import partial
from urllib.parse import SplitResult, unquote

from inventory.sandbox.context import Context
from inventory.sandbox.forms import Record
from inventory.sandbox.organization import registration
from inventory.sandbox.paging import Dialect, Listing, Page, asked_page
from inventory.sandbox.parameters import BadParameter, Query, matching
from inventory.sandbox.replies import Reply, dated_error, enveloped, paged

VERSION = "2026-03-30"
HEADER = "Quo-Api-Version"
DIALECT = Dialect(limit="limit", cursor="after", next="nextCursor")
OPTIONAL_FIELDS = ("restrictions", "users")
E164 = r"^\+[1-9]\d{1,14}$"


def answer(context: Context, parts: SplitResult, version: str | None) -> Reply:
    # Split before decoding: an id may hold an encoded slash.
    steps = [unquote(step) for step in parts.path.split("/")[1:]]
    query = Query(parts.query)
    try:
        if version != VERSION:
            raise BadParameter(HEADER, f"Expected '{VERSION}'", version)
        match steps:
            case ["phone-numbers"]:
                return _numbers(context, query)
            case ["phone-numbers", id] if id:
                return _number(context, matching("phoneNumberId", "^PN(.*)$", id), query)
            case ["phone-numbers", id, "users"]:
                return _users_of_number(context, matching("phoneNumberId", "^PN(.*)$", id), query)
            case ["users"]:
                page = _page(context, "users", query)
                return paged(Listing(page, context.workspace.users(), convert=dict), of_people=True)
            case ["users", id, "phone-numbers"]:
                return _numbers_of_user(context, matching("userId", "^US(.*)$", id), query)
            case ["organization"]:
                return Reply(200, enveloped(context.workspace.organization))
            case ["a2p-registration"]:
                return _a2p_registration(context)
    except BadParameter as problem:
        return dated_error(400, "Invalid request parameters", errors=[problem.item])
    return dated_error(404, f"Cannot GET {parts.path}")


def _numbers(context: Context, query: Query) -> Reply:
    included, wanted = _included(context, query), query.text("phoneNumber")
    page = _page(context, f"phone-numbers {wanted or ''}", query)
    if wanted is not None:
        matching("phoneNumber", E164, wanted)
    elif page.cursor is None:
        context.look()
    numbers = context.workspace.numbers
    if wanted is not None:
        numbers = [number for number in numbers if number.get("number") == wanted]
    return paged(Listing(page, numbers, partial(number_form, included=included)))


def _number(context: Context, number_id: str, query: Query) -> Reply:
    included = _included(context, query)
    record = context.workspace.one(number_id)
    if record is None:
        return dated_error(404, "Phone number not found")

    def encode(record: Record) -> bytes:
        return enveloped(number_form(record, included) | _business_hours(record))

    return Reply(200, encode(record), data=record, encode=encode)


def _users_of_number(context: Context, number_id: str, query: Query) -> Reply:
    page = _page(context, f"phone-numbers/{number_id}/users", query)
    record = context.workspace.one(number_id)
    if record is None:
        return dated_error(404, "Phone number not found")

    def users(numbers: list[Record]) -> list[Record]:
        described = next((number for number in numbers if number.get("id") == number_id), record)
        return sorted(described.get("users") or [], key=lambda user: str(user["id"]))

    # All numbers are the source: a fault that is about two of them has to see both.
    return paged(Listing(page, context.workspace.numbers, convert=dict, select=users))


def _numbers_of_user(context: Context, user_id: str, query: Query) -> Reply:
    page = _page(context, f"users/{user_id}/phone-numbers", query)
    include = query.text("include")
    if include not in (None, "restrictions"):
        raise BadParameter("include", "Expected 'restrictions'", include)
    included = {include} if include else set()
    return paged(Listing(page, context.workspace.assigned_to(user_id), partial(number_form, included=included)))


def _a2p_registration(context: Context) -> Reply:
    if context.a2p == "absent":
        return dated_error(404, "Cannot GET /a2p-registration")
    if context.a2p == "forbidden":
        return dated_error(403, "The key does not have access to this resource")
    return Reply(200, enveloped(registration(context.a2p, context.workspace.organization)))


def _page(context: Context, listing: str, query: Query) -> Page:
    return asked_page(DIALECT, context.cursors, listing, query, context.longest_page)


def _included(context: Context, query: Query) -> set[str]:
    """The optional fields that are asked for, in either reading of what may be asked."""
    include = query.text("include")
    if include is None:
        return set()
    known = OPTIONAL_FIELDS if context.include_users else ("restrictions",)
    fields = include.split(",")
    if len(fields) > len(known) or not set(fields) <= set(known):
        raise BadParameter("include", f"Expected any of: {', '.join(known)}", include)
    return set(fields)


def number_form(record: Record, included: set[str]) -> Record:
    """A number of v1's form in this generation's. What is not included is absent."""
    form = {
        "phoneNumber" if name == "number" else name: value
        for name, value in record.items()
        if name in included or name not in OPTIONAL_FIELDS
    }
    for name in ("createdAt", "updatedAt"):
        if isinstance(form.get(name), str):
            form[name] = form[name].strip(" '")  # The stray quotes are v1's.
    return form


def _business_hours(record: Record) -> Record:
    """Every third number has them, when it is asked for by itself."""
    id = str(record.get("id"))
    if zlib.crc32(id.encode()) % 3:
        return {}
    schedule = {day: {"start": "08:00", "end": "17:30"} for day in ("monday", "tuesday", "wednesday", "thursday")}
    return {"businessHours": {"enabled": True, "timezone": "America/Chicago", "schedule": schedule}}
