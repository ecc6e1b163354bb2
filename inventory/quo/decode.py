"""From the body of a 200 to records, or to the error that says why not. Pure: no sending, no settings.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from .counting import check_count
from .error_responses import Clean, read_body
from .errors import BadAnswer, RecordRejected
from .json_text import as_it_came, is_too_deep, mark_lone_surrogates, unmark
from .records import (
    MAX_ID,
    A2PRecord,
    Answer,
    OrganizationRecord,
    Page,
    PhoneNumberRecord,
    RawRecord,
    Text,
    UserRecord,
)

TOO_DEEP = "$", "nested too deeply"

TYPE_WORDS = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
"""msgspec's names of JSON types, in words."""

T = TypeVar("T")
Restore = Callable[[msgspec.Raw], msgspec.Raw | bytes]


class _List(msgspec.Struct):
    data: list[msgspec.Raw]


class _One(msgspec.Struct):
    data: msgspec.Raw


class _Cursors(msgspec.Struct, rename="camel"):
    """Where a list goes on, as either generation calls it; null at its end."""

    next_cursor: Text = UNSET
    next_page_token: Text = UNSET


class _Id(msgspec.Struct):
    id: str


class _Users(msgspec.Struct):
    users: msgspec.Raw | UnsetType = UNSET


class _Organization(msgspec.Struct):
    data: OrganizationRecord


class _A2P(msgspec.Struct):
    data: A2PRecord


_cursors_decoder = msgspec.json.Decoder(_Cursors)
_organization_decoder = msgspec.json.Decoder(_Organization)
_a2p_decoder = msgspec.json.Decoder(_A2P)
_user_decoder = msgspec.json.Decoder(UserRecord)
_list_decoder = msgspec.json.Decoder(_List)
_one_decoder = msgspec.json.Decoder(_One)
_record_decoder = msgspec.json.Decoder(PhoneNumberRecord)
_users_decoder = msgspec.json.Decoder(_Users)
_id_decoder = msgspec.json.Decoder(_Id)


# -- Answers


def decode_list(body: bytes, *, clean: Clean = str) -> Answer:
    """The records of ``{"data": [...]}``, split but not decoded, so that one bad record spoils no other.

    Raises a QuoError for any other answer. ``clean`` takes secrets out of what the error quotes.
    """
    answer, restore = _decode(_split, body, clean)
    return Answer([RawRecord.of(restore(raw)) for raw in answer.data], len(body))


def decode_one(body: bytes, *, clean: Clean = str) -> Answer:
    """The one record of ``{"data": {...}}``. Raises a QuoError for any other answer."""
    answer, restore = _decode(_one_decoder.decode, body, clean)
    record = RawRecord.of(restore(answer.data))
    if not record.text().startswith("{"):
        raise _bad_answer("Its “data” is not an object.", body, clean)
    return Answer([record], len(body))


def decode_page(body: bytes, *, clean: Clean = str) -> Page:
    """One page of a list. Raises BadAnswer also where it does not say whether there is another."""
    answer = decode_list(body, clean=clean)
    cursors, _ = _decode(_cursors_decoder.decode, body, clean)
    cursor = cursors.next_page_token if cursors.next_cursor is UNSET else cursors.next_cursor
    if cursor is UNSET:
        raise _bad_answer("It does not say whether the list goes on: the cursor is missing.", body, clean)
    return Page(answer.records, cursor or None)


def decode_organization(body: bytes, *, clean: Clean = str) -> OrganizationRecord:
    return _decode(_organization_decoder.decode, body, clean)[0].data


def decode_a2p(body: bytes, *, clean: Clean = str) -> A2PRecord:
    return _decode(_a2p_decoder.decode, body, clean)[0].data


def _split(body: bytes) -> _List:
    check_count(body)
    return _list_decoder.decode(body)


def _decode(decode: Callable[[bytes], T], body: bytes, clean: Clean) -> tuple[T, Restore]:
    """The envelope, and what to apply to each raw record to have it as it came."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        try:
            return decode(body), as_it_came
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            # msgspec refuses lone surrogates even in what it skips, so one record with half an emoji would
            # fail the whole list. Mark them for splitting; decode_record then rejects that one record.
            marked = mark_lone_surrogates(body)
            if marked == body:
                raise
            return decode(marked), unmark
    except msgspec.ValidationError as error:
        path, complaint = _in_words(error)
        problem = f"{complaint} (at {path})."
    except msgspec.DecodeError as error:
        cut = "truncated" in str(error)
        problem = "The JSON ends in the middle." if cut else f"It is not JSON: {error}."
    except RecursionError:
        problem = "It is nested too deeply."
    raise _bad_answer(problem, body, clean)


def _bad_answer(problem: str, body: bytes, clean: Clean) -> BadAnswer:
    """A 200 that is not what the contract promises."""
    if not body.strip():
        return BadAnswer("Quo answered 200 with nothing in it.", status=200, worth_retrying=True)
    said = read_body(body[:65_536], clean)
    if said.is_html:
        page = f"titled “{said.title}” " if said.title else ""
        return BadAnswer(f"A web page {page}came instead of Quo's JSON.", status=200, title=said.title)
    return BadAnswer(
        f"Quo's answer cannot be read: {problem[:1].lower()}{problem[1:]}",
        status=200,
        code=said.code,
        message=said.message if said.is_json else "",
        trace=said.trace,
    )


# -- Records


def decode_record(raw: RawRecord) -> PhoneNumberRecord:
    """One number, decoded. Raises RecordRejected when it cannot be stored.

    NUL characters in texts other than ids stay as they came; storing has to handle them.
    """
    return _decode_record(raw, _record_decoder, _unstorable)


def decode_again(raw: RawRecord) -> PhoneNumberRecord:
    """A record that `decode_record` has accepted."""
    return _record_decoder.decode(raw.raw)


def decode_user(raw: RawRecord) -> UserRecord:
    """One user of the workspace's list, as above."""
    return _decode_record(raw, _user_decoder, partial(_unstorable_user, "$"))


def _decode_record(
    raw: RawRecord, decoder: msgspec.json.Decoder[T], unstorable: Callable[[T], Iterator[tuple[str, str]]]
) -> T:
    try:
        # msgspec does not look at the UTF-8 of unknown fields, but the whole record is stored as text.
        str(raw.raw, "utf-8")
        record = decoder.decode(raw.raw)
    except UnicodeDecodeError as error:
        rejection = "$", f"not valid UTF-8 at byte {error.start}"
    except msgspec.ValidationError as error:
        rejection = _in_words(error)
    except msgspec.DecodeError as error:
        whole = bytes(raw.raw)
        lone = mark_lone_surrogates(whole) != whole
        rejection = "$", "holds half of a surrogate pair, which is no text" if lone else f"not JSON: {error}"
    except RecursionError:
        rejection = TOO_DEEP
    else:
        problem = TOO_DEEP if is_too_deep(raw.raw) else next(unstorable(record), None)
        if problem is None:
            return record
        rejection = problem
    raise RecordRejected(*rejection, readable_id(raw))


def with_users(raw: RawRecord, users: Iterable[RawRecord]) -> RawRecord:
    """The number with these users in it, as if they had come with it; as it is where some did."""
    try:
        if _users_decoder.decode(raw.raw).users is not UNSET:
            return raw
    except (msgspec.MsgspecError, RecursionError):
        return raw  # nobody will be able to read it
    number = bytes(raw.raw).rstrip().removesuffix(b"}")
    return RawRecord.of(number + b',"users":[' + b",".join(bytes(user.raw) for user in users) + b"]}")


def _unstorable(record: PhoneNumberRecord) -> Iterator[tuple[str, str]]:
    """Path and reason of what the types allow but no column can take."""
    yield from _unusable_id("$.id", record.id, "PN")
    if not isinstance(record.number, str):
        yield "$.number", "is missing"
        return
    if not record.number:
        yield "$.number", "is empty"
    yield from _too_long("$.number", record.number)
    yield from _too_long("$.groupId", record.group_id)
    yield from _too_long("$.forward", record.forward)
    yield from _too_long("$.portRequestId", record.port_request_id)
    yield from _too_long("$.portingStatus", record.porting_status)
    if record.restrictions:
        for kind, regions in (
            ("calling", record.restrictions.calling),
            ("messaging", record.restrictions.messaging),
        ):
            if regions:
                yield from _too_long(f"$.restrictions.{kind}.US", regions.us)
                yield from _too_long(f"$.restrictions.{kind}.CA", regions.ca)
                yield from _too_long(f"$.restrictions.{kind}.Intl", regions.intl)
    for index, user in enumerate(record.users or ()):
        yield from _unstorable_user(f"$.users[{index}]", user)


def _unstorable_user(path: str, user: UserRecord) -> Iterator[tuple[str, str]]:
    yield from _unusable_id(f"{path}.id", user.id, "US")
    yield from _too_long(f"{path}.role", user.role)
    yield from _too_long(f"{path}.groupId", user.group_id)


def _unusable_id(path: str, value: str, prefix: str) -> Iterator[tuple[str, str]]:
    if not value:
        yield path, "is empty"
    elif not value.startswith(prefix):
        yield path, f"does not start with {prefix}"
    elif "\0" in value:
        yield path, "holds a NUL character"
    yield from _too_long(path, value)


def _too_long(path: str, value: Text) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and len(value) > MAX_ID:
        yield path, f"is longer than {MAX_ID} characters"


def readable_id(raw: RawRecord, prefix: str = "PN") -> str | None:
    """The id of a record, if one like it may be in the cache, also where the record is to be rejected."""
    try:
        found = _id_decoder.decode(mark_lone_surrogates(bytes(raw.raw))).id
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return None if any(_unusable_id("$.id", found, prefix)) else found


def _in_words(error: msgspec.ValidationError) -> tuple[str, str]:
    """msgspec's complaint as path and plain words: where, and what it should have been."""
    complaint, _, path = str(error).partition(" - at `")
    path = path.rstrip("`") or "$"
    if missing := re.fullmatch(r"Object missing required field `(.*)`", complaint):
        return f"{path}.{missing[1]}", "is missing"
    if wrong := re.fullmatch(r"Expected `(.*)`, got `(.*)`", complaint):
        expected = " or ".join(TYPE_WORDS.get(name, name) for name in wrong[1].split(" | "))
        return path, f"should be {expected}, not {TYPE_WORDS.get(wrong[2], wrong[2])}"
    return path, complaint
