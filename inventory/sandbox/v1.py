"""Generation v1: all numbers at once, one number, and the list of users, which comes in pages."""

from urllib.parse import SplitResult, unquote

from inventory.sandbox.context import Context
from inventory.sandbox.paging import Dialect, Listing, asked_page
from inventory.sandbox.parameters import BadParameter, Query, matching
from inventory.sandbox.replies import Reply, enveloped, error, paged

NUMBERS_PATH = "/v1/phone-numbers"
USERS_PATH = "/v1/users"
DIALECT = Dialect(limit="maxResults", cursor="pageToken", next="nextPageToken", total=True)


def answer(context: Context, parts: SplitResult) -> Reply:
    # Split before decoding: an id may hold an encoded slash.
    under, _, encoded_id = parts.path.rpartition("/")
    query = Query(parts.query)
    try:
        if parts.path == NUMBERS_PATH:
            return _numbers(context, query)
        if under == NUMBERS_PATH and encoded_id:
            return _number(context, matching("phoneNumberId", "^PN(.*)$", unquote(encoded_id)))
        if parts.path == USERS_PATH:
            page = asked_page(DIALECT, context.cursors, USERS_PATH, query, context.longest_page)
            return paged(Listing(page, context.workspace.users(), convert=dict), of_people=True)
    except BadParameter as problem:
        return error(400, "Invalid request parameters", errors=[problem.item])
    return error(404, f"Cannot GET {parts.path}")


def _numbers(context: Context, query: Query) -> Reply:
    user_id = query.text("userId")
    if user_id is None:
        context.look()
        return Reply(200, context.workspace.listed(), data=context.workspace.numbers)
    matching("userId", "^US(.*)$", user_id)
    context.look()
    held = context.workspace.assigned_to(user_id)
    return Reply(200, enveloped(held), data=held)


def _number(context: Context, number_id: str) -> Reply:
    record = context.workspace.one(number_id)
    if record is None:
        return error(404, "Phone number not found")
    return Reply(200, enveloped(record), data=record)
