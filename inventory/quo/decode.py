"""From the body of a 200 to records, or to the error that says why not. Pure: no sending, no settings.

Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
"""

import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from .error_responses import Clean, read_body
from .errors import BadAnswer, RecordRejected
from .json_text import check_count, is_too_deep, mark_lone_surrogates, unmark
from .records import (
    MAX_ID,
    A2PRecord,
    Answer,
    NumberId,
    OrganizationRecord,
    Page,
    PhoneNumberRecord,
    RawRecord,
    Text,
    UserId,
    UserRecord,
)

TOO_DEEP = "$", "nested too deeply"

TYPE_WORDS = {
    "str": "text", "int": "a number", "float": "a number", "bool": "true or false", "array": "a list",
    "object": "an object", "null": "null",
}  # fmt: skip
"""msgspec's names of JSON types, in words."""

T = TypeVar("T")
Restore = Callable[[msgspec.Raw], msgspec.Raw | bytes]


class _Envelope(msgspec.Struct, Generic[T]):
    data: T


class _Cursors(msgspec.Struct, rename="camel"):
    """Where a list goes on, as either generation calls it; null at its end."""

    next_cursor: Text = UNSET
    next_page_token: Text = UNSET


class _NumberId(msgspec.Struct):
    id: NumberId


class _UserId(msgspec.Struct):
    id: UserId


class _Users(msgspec.Struct):
    users: msgspec.Raw | UnsetType = UNSET


_cursors_decoder = msgspec.json.Decoder(_Cursors)
_organization_decoder = msgspec.json.Decoder(_Envelope[OrganizationRecord])
_a2p_decoder = msgspec.json.Decoder(_Envelope[A2PRecord])
_user_decoder = msgspec.json.Decoder(UserRecord)
_list_decoder = msgspec.json.Decoder(_Envelope[list[msgspec.Raw]])
_one_decoder = msgspec.json.Decoder(_Envelope[msgspec.Raw])
_record_decoder = msgspec.json.Decoder(PhoneNumberRecord)
_users_decoder = msgspec.json.Decoder(_Users)
_id_decoders: dict[str, msgspec.json.Decoder[_NumberId] | msgspec.json.Decoder[_UserId]] = {
    "PN": msgspec.json.Decoder(_NumberId),
    "US": msgspec.json.Decoder(_UserId),
}


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


def _split(body: bytes) -> _Envelope[list[msgspec.Raw]]:
    check_count(body)
    return _list_decoder.decode(body)


def _decode(decode: Callable[[bytes], T], body: bytes, clean: Clean) -> tuple[T, Restore]:
    """The envelope, and what to apply to each raw record to have it as it came."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        try:
            return decode(body), lambda raw: raw
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
    parsed = read_body(body[:65_536], clean)
    if parsed.is_html:
        page = f"titled “{parsed.title}” " if parsed.title else ""
        return BadAnswer(f"A web page {page}came instead of Quo's JSON.", status=200, title=parsed.title)
    return BadAnswer(
        f"Quo's answer cannot be read: {problem[:1].lower()}{problem[1:]}",
        status=200,
        code=parsed.code,
        message=parsed.message if parsed.is_json else "",
        trace=parsed.trace,
    )


# -- Records


def decode_record(raw: RawRecord) -> PhoneNumberRecord:
    """One number, decoded. Raises RecordRejected when it cannot be stored.

    NUL characters in texts other than ids stay as they came; storing has to handle them.
    """
    return _decode_record(raw, _record_decoder)


def decode_again(raw: RawRecord) -> PhoneNumberRecord:
    """A record that `decode_record` has accepted."""
    return _record_decoder.decode(raw.raw)


def decode_user(raw: RawRecord) -> UserRecord:
    """One user of the workspace's list, as above."""
    return _decode_record(raw, _user_decoder)


def _decode_record(raw: RawRecord, decoder: msgspec.json.Decoder[T]) -> T:
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
        if not is_too_deep(raw.raw):
            return record
        rejection = TOO_DEEP
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


def readable_id(raw: RawRecord, prefix: str = "PN") -> str | None:
    """The id of a record, if one like it may be in the cache, also where the record is to be rejected."""
    try:
        return _id_decoders[prefix].decode(mark_lone_surrogates(bytes(raw.raw))).id
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _in_words(error: msgspec.ValidationError) -> tuple[str, str]:
    """msgspec's complaint as path and plain words: where, and what it should have been."""
    complaint, _, path = str(error).partition(" - at `")
    path = path.rstrip("`") or "$"
    if missing := re.fullmatch(r"Object missing required field `(.*)`", complaint):
        return f"{path}.{missing[1]}", "is missing"
    if beginning := re.match(r"Expected `str` matching regex '\^(..)", complaint):
        return path, f"is no ID: one starts with {beginning[1]} and holds no NUL character"
    if complaint == "Expected `str` of length >= 1":
        return path, "is empty"
    if complaint == f"Expected `str` of length <= {MAX_ID}":
        return path, f"is longer than {MAX_ID} characters"
    if wrong := re.fullmatch(r"Expected `(.*)`, got `(.*)`", complaint):
        expected = " or ".join(TYPE_WORDS.get(name, name) for name in wrong[1].split(" | "))
        return path, f"should be {expected}, not {TYPE_WORDS.get(wrong[2], wrong[2])}"
    return path, complaint
