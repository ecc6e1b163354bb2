"""Generation v1: all numbers at once, one number, and the list of users, which comes in pages."""

from urllib.parse import SplitResult, parse_qs, unquote

from inventory.sandbox.context import Context
from inventory.sandbox.paging import Dialect, Listing, asked_page
from inventory.sandbox.parameters import BadParameter, Query
from inventory.sandbox.replies import Reply, enveloped, error, invalid, paged

NUMBERS_PATH = "/v1/phone-numbers"
USERS_PATH = "/v1/users"
DIALECT = Dialect(limit="maxResults", cursor="pageToken", next="nextPageToken", total=True)


def answer(context: Context, parts: SplitResult) -> Reply:
    # Split before decoding: an id may hold an encoded slash.
    under, _, encoded_id = parts.path.rpartition("/")
    if parts.path == NUMBERS_PATH:
        return _numbers(context, parse_qs(parts.query, keep_blank_values=True).get("userId", []))
    if under == NUMBERS_PATH and encoded_id:
        return _number(context, unquote(encoded_id))
    if parts.path == USERS_PATH:
        return _users(context, Query(parts.query))
    return error(404, f"Cannot GET {parts.path}")


def _numbers(context: Context, user_ids: list[str]) -> Reply:
    if len(user_ids) > 1 or not all(user_id.startswith("US") for user_id in user_ids):
        return invalid("/userId", "^US(.*)$", user_ids if len(user_ids) > 1 else user_ids[0])
    context.look()
    if user_ids:
        held = context.workspace.assigned_to(user_ids[0])
        return Reply(200, enveloped(held), data=held)
    return Reply(200, context.workspace.listed(), data=context.workspace.numbers)


def _number(context: Context, number_id: str) -> Reply:
    if not number_id.startswith("PN"):
        return invalid("/phoneNumberId", "^PN(.*)$", number_id)
    record = context.workspace.one(number_id)
    if record is None:
        return error(404, "Phone number not found")
    return Reply(200, enveloped(record), data=record)


def _users(context: Context, query: Query) -> Reply:
    try:
        page = asked_page(DIALECT, context.cursors, USERS_PATH, query, context.longest_page)
    except BadParameter as problem:
        return error(400, "Invalid request parameters", errors=[problem.item])
    return paged(Listing(page, context.workspace.users(), convert=dict), of_people=True)
