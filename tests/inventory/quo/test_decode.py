"""Deciphering needs no network: bytes in, records or errors out."""

import json
import pickle
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from requests.structures import CaseInsensitiveDict

from inventory.quo.contract import read_timestamp, warnings_of
from inventory.quo.decode import decode_list, decode_one, decode_record, with_users
from inventory.quo.error_responses import Generation, refusal
from inventory.quo.errors import (
    BadAnswer,
    CheckKey,
    CheckSettings,
    CheckSubscription,
    NotFound,
    QuoError,
    RateLimited,
    RecordRejected,
    RequestRefused,
    TryLater,
)
from inventory.quo.records import PhoneNumberRecord, RawRecord, UserRecord

REGIONS = {"US": "unrestricted", "CA": "unrestricted", "Intl": "restricted"}


def a_user(**changes: Any) -> dict[str, Any]:
    names = {"firstName": "Ada", "lastName": None, "email": "ada@example.com"}
    return {"id": "US1", "role": "owner", "groupId": "GR1"} | names | changes


def a_number(**changes: Any) -> dict[str, Any]:
    return {
        "id": "PN1",
        "groupId": "1234",
        "portRequestId": None,
        "formattedNumber": None,
        "forward": None,
        "name": "Main line",
        "number": "+15555555555",
        "portingStatus": "completed",
        "symbol": "🏡",
        "users": [a_user()],
        "createdAt": " '2022-01-01T00:00:00Z'",
        "updatedAt": "2022-01-01T00:00:00.123Z",
        "restrictions": {"calling": REGIONS, "messaging": REGIONS},
    } | changes


def without(record: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != name}


def raw(record: Any) -> RawRecord:
    return RawRecord.of(json.dumps(record, ensure_ascii=False).encode())


def decoded(record: Any) -> PhoneNumberRecord:
    return decode_record(raw(record))


def rejected(record: RawRecord | dict[str, Any]) -> RecordRejected:
    with pytest.raises(RecordRejected) as caught:
        decode_record(record if isinstance(record, RawRecord) else raw(record))
    return caught.value


def copied(error: Any) -> Any:
    """As it arrives in another process."""
    return pickle.loads(pickle.dumps(error))  # noqa: S301


def refused(status: int, body: bytes, headers: dict[str, str] | None = None) -> QuoError:
    """The error for a body that is not believed, or that comes with another status than 200."""
    if status != 200:
        return refusal(status, CaseInsensitiveDict(headers or {}), body)
    with pytest.raises(QuoError) as caught:
        decode_list(body)
    return caught.value


# -- Splitting


def test_it_splits_a_list_into_raw_records_with_digests_and_the_size() -> None:
    body = b' {"data": [ {"id": "PN1"} , {"id": "PN2"} ], "new": 1}'
    answer = decode_list(body)
    assert [record.text() for record in answer.records] == ['{"id": "PN1"}', '{"id": "PN2"}']
    assert [len(record.digest) for record in answer.records] == [16, 16]
    assert answer.size == len(body)


def test_the_same_bytes_have_the_same_digest_wherever_they_stand() -> None:
    first, second, third = decode_list(b'{"data":[{"a":1},{"a":1},{"a":2}]}').records
    assert first.digest == second.digest != third.digest


def test_it_takes_one_number_as_an_answer_with_one_record() -> None:
    (record,) = decode_one(json.dumps({"data": a_number()}).encode()).records
    assert decode_record(record).id == "PN1"


def test_it_bears_a_byte_order_mark() -> None:
    assert decode_list(b'\xef\xbb\xbf{"data":[]}').records == []


def test_half_an_emoji_in_one_record_leaves_the_others_alone() -> None:
    body = (
        rb'{"x": "\udc00", "data": [{"id": "PN1", "name": "\\ud800 \ud83d!"}, {"id": "PN2", "number": "\ud83d\ude00"}]}'
    )
    bad, good = decode_list(body).records
    assert bad.text() == r'{"id": "PN1", "name": "\\ud800 \ud83d!"}'
    assert bad.digest == RawRecord.of(bad.text().encode()).digest
    assert "surrogate" in rejected(bad).reason
    assert rejected(bad).record_id == "PN1"
    assert decode_record(good).number == "😀"


def test_text_of_a_record_never_raises() -> None:
    assert RawRecord.of(b'{"a": "\xff"}').text() == '{"a": "�"}'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"[]",
        b"null",
        b'{"data": null}',
        b'{"data": {}}',
        b"{}",
        b'{"data": [{"id": "PN1"',
        b'{"data": [1}',
        b'{"data": [NaN]}',
        b'{"data": ["\\ud8"]}',
        b'{"data": ["\\ud800", }',
        b"\xff\xfe{\x00",
        b'{"data":' + b"[" * 100_000,
        b'{"data":[' + b"[" * 5_000 + b"]" * 5_000 + b"]}",
    ],
)
def test_it_believes_no_200_that_is_not_a_list(body: bytes) -> None:
    assert isinstance(refused(200, body), BadAnswer)


@pytest.mark.parametrize(
    "record",
    [
        {"x": "[" * 2_000},
        {"x": 'a"b\\' + '["' * 2_000},
        {"users": [{"id": f"US{each}"} for each in range(2_000)]},
    ],
)
def test_brackets_in_texts_and_beside_each_other_are_not_depth(record: dict[str, Any]) -> None:
    assert decoded(a_number(**record)).id == "PN1"


@pytest.mark.parametrize("nested", [b"[" * 500 + b"]" * 500, b'{"y":[' * 250 + b"]}" * 250])
def test_a_record_that_is_nested_too_deeply_spoils_no_other(nested: bytes) -> None:
    numbers = [b'{"id":"PN%d","number":"+1","x":%s}' % (place, x) for place, x in enumerate([b"[]", nested])]
    shallow, deep = decode_list(b'{"data":[%s]}' % b",".join(numbers)).records
    assert decode_record(shallow).id == "PN0"
    assert (rejected(deep).reason, rejected(deep).record_id) == ("nested too deeply", "PN1")


def test_a_record_too_deep_to_be_read_gets_no_users() -> None:
    """What splitting a list skips at the top of a thread may be too deep further down, where users are added."""
    deep = RawRecord.of(b'{"id":"PN1","number":"+1","x":' + b"[" * 5_000 + b"]" * 5_000 + b"}")
    assert with_users(deep, [RawRecord.of(b'{"id":"US1"}')]) is deep
    assert rejected(deep).reason == "nested too deeply"


@pytest.mark.parametrize("data", [b"null", b"[]", b'"x"', b"1"])
def test_it_believes_no_200_that_is_not_one_object(data: bytes) -> None:
    with pytest.raises(BadAnswer):
        decode_one(b'{"data": ' + data + b"}")


def test_it_says_where_a_list_has_the_wrong_shape() -> None:
    assert "should be a list, not an object (at $.data)" in refused(200, b'{"data": {}}').summary


def test_it_says_which_web_page_came_instead() -> None:
    page = b"<!doctype html><html><head><title>\nSign <b>in</b> &lt;i&gt;here</title></head></html>"
    error = refused(200, page)
    assert isinstance(error, BadAnswer)
    assert "titled “Sign  in   here”" in error.summary


def test_an_error_with_status_200_keeps_its_message_and_trace() -> None:
    error = refused(200, b'{"error": {"message": "Oops", "key": "k1", "trace": "t1"}}')
    assert (error.message, error.code, error.trace) == ("Oops", "k1", "t1")


# -- Refusals


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (204, BadAnswer),
        (301, CheckSettings),
        (308, CheckSettings),
        (400, RequestRefused),
        (401, CheckKey),
        (402, CheckSubscription),
        (403, CheckKey),
        (409, RequestRefused),
        (429, RateLimited),
        (500, TryLater),
        (501, TryLater),
        (503, TryLater),
        (600, BadAnswer),
    ],
)
def test_each_status_says_what_to_do_next(status: int, kind: type[QuoError]) -> None:
    error = refused(status, b'{"message": "Because.", "title": "No", "code": "7"}')
    assert type(error) is kind
    assert error.status == status
    assert error.advice.endswith(".")
    assert len(error.summary) > 20
    assert str(error) == f"{error.summary} {error.advice}"


V1_WORDS = {"message": "Gone", "code": "0400404", "status": 404, "docs": "d", "title": "Not Found", "trace": "t"}
DATED_WORDS = {"message": "Gone", "docs": "d", "title": "Not Found", "trace": "t"}
GATEWAY_WORDS = {"error": {"message": "Gone", "key": "not_found", "trace": "t"}}


@pytest.mark.parametrize(
    ("generation", "words", "kind"),
    [
        ("v1", V1_WORDS, NotFound),
        ("2026-03-30", DATED_WORDS, NotFound),
        ("v1", V1_WORDS | {"code": "0900404"}, BadAnswer),
        ("v1", GATEWAY_WORDS, BadAnswer),
        ("2026-03-30", GATEWAY_WORDS, BadAnswer),
        ("v1", {"message": "Gone"}, BadAnswer),
        ("2026-03-30", {"message": "Gone"}, BadAnswer),
        ("v1", DATED_WORDS, CheckSettings),
        ("2026-03-30", V1_WORDS, CheckSettings),
    ],
)
def test_only_the_words_of_the_generation_that_was_asked_say_that_something_is_gone(
    generation: Generation, words: dict[str, Any], kind: type[QuoError]
) -> None:
    error = refusal(404, {}, json.dumps(words).encode(), generation)
    assert type(error) is kind
    assert ("QUO_API_VERSION" in error.advice) == (kind is CheckSettings)


@pytest.mark.parametrize("status", [400, 401, 402, 403])
def test_a_refusal_in_the_words_of_the_other_generation_names_the_setting(status: int) -> None:
    for asked, other, words in (("v1", "2026-03-30", DATED_WORDS), ("2026-03-30", "v1", V1_WORDS)):
        generation: Generation = asked  # type: ignore[assignment]
        body = json.dumps(words).encode()
        assert f"set QUO_API_VERSION to {other}" in refusal(status, {}, body, generation).advice
        assert "QUO_API_VERSION" not in refusal(status, {}, json.dumps(GATEWAY_WORDS).encode(), generation).advice


def test_a_version_that_is_not_accepted_is_a_setting_to_check() -> None:
    errors = [{"path": "/Quo-Api-Version", "message": "Expected another", "schema": {"type": "string"}}]
    error = refusal(400, {}, json.dumps(DATED_WORDS | {"errors": errors}).encode(), "2026-03-30")
    assert type(error) is CheckSettings
    assert "QUO_API_VERSION" in error.advice


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_some_are_worth_retrying(status: int) -> None:
    assert refused(status, b"").worth_retrying


@pytest.mark.parametrize("status", [301, 400, 401, 402, 403, 404, 501, 505])
def test_the_others_are_not_worth_retrying(status: int) -> None:
    assert not refused(status, b"{}").worth_retrying


@pytest.mark.parametrize("body", [b"", b"<html><title>404</title></html>", b"gone", b"[]"])
def test_a_404_that_is_not_in_quos_words_says_nothing_about_a_number(body: bytes) -> None:
    assert type(refused(404, body)) is BadAnswer


def test_it_reads_the_documented_error_body() -> None:
    errors = [{"path": "/userId", "message": "Bad", "value": 1, "schema": {"type": "string"}}]
    body = {
        "message": "No",
        "code": "0400400",
        "status": 400,
        "docs": "d",
        "title": "Bad Request",
        "trace": "t",
    }
    error = refused(400, json.dumps(body | {"errors": errors}).encode())
    assert (error.code, error.title, error.message, error.trace) == ("0400400", "Bad Request", "No", "t")
    assert error.errors == [{"path": "/userId", "message": "Bad", "value": "1", "schema": '{"type": "string"}'}]
    assert "(trace t)" in str(error)


def test_it_reads_the_gateways_error_body() -> None:
    error = refused(401, b'{"error": {"message": "Nope", "key": "unauthorized", "trace": "t2"}}')
    assert (error.code, error.message, error.trace) == ("unauthorized", "Nope", "t2")


def test_it_bounds_what_it_keeps_of_an_error() -> None:
    body = {"message": "x" * 9999, "title": "y" * 9999, "errors": [{"message": "z" * 9999}] * 99}
    error = refused(400, json.dumps(body).encode())
    assert len(error.message) == len(error.title) == len(error.errors[0]["message"]) == 500
    assert len(error.errors) == 20
    assert len(error.summary) < 300


def test_secrets_are_taken_out_before_texts_are_shortened() -> None:
    def clean(text: str) -> str:
        return text.replace("secret", "***")

    body = json.dumps({"message": "x" * 496 + "secret", "errors": [{"secret": ["secret"]}]}).encode()
    error = refusal(400, {}, body, clean=clean)
    assert "sec" not in repr(vars(error)) + str(error)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["error", "message", "errors", "status", "title", "trace", "code", "key", "data"]),
            inner,
        )
    ),
)


@given(st.integers(100, 699), JSON.map(lambda value: json.dumps(value).encode()) | st.binary())
def test_no_error_body_raises_anything_but_a_quo_error(status: int, body: bytes) -> None:
    error = refusal(status, {"retry-after": "x"}, body)
    texts = json.dumps(vars(error), ensure_ascii=False)
    assert "\\u0000" not in texts.replace("\\\\", "")  # an escape that Quo wrote is text, and harmless
    assert texts.encode()
    assert (type(copied(error)), str(copied(error))) == (type(error), str(error))
    assert vars(copied(error)) == vars(error)


@pytest.mark.parametrize(
    ("text", "seconds"), [("7", 7.0), ("0.5", 0.5), ("soon", None), ("-1", None), ("", None), ("nan", None)]
)
def test_it_reads_retry_after_in_seconds(text: str, seconds: float | None) -> None:
    assert refused(429, b"", {"RETRY-AFTER": text}).retry_after == seconds


def test_it_reads_retry_after_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    seconds = refused(503, b"", {"Retry-After": date}).retry_after
    assert seconds is not None
    assert 15 < seconds <= 20


# -- Records


def test_it_decodes_the_published_example() -> None:
    record = decoded(a_number())
    assert (record.id, record.group_id, record.symbol) == ("PN1", "1234", "🏡")
    assert record.users == (UserRecord("US1", "ada@example.com", "Ada", None, "owner", "GR1"),)
    assert record.restrictions
    assert record.restrictions.messaging
    assert record.restrictions.messaging.intl == "restricted"
    assert warnings_of(record) == []


def test_it_ignores_unknown_fields_and_does_without_optional_ones() -> None:
    assert decoded({"id": "PN1", "number": "+1", "brandNew": {"a": [1]}}) == PhoneNumberRecord("PN1", "+1")


@pytest.mark.parametrize("field", ["users", "restrictions", "name", "forward", "portingStatus"])
def test_what_is_absent_is_neither_null_nor_empty(field: str) -> None:
    name = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", field)
    assert getattr(decoded(without(a_number(), field)), name) is UNSET
    assert getattr(decoded(a_number(**{field: None})), name) is not UNSET


def test_what_is_absent_where_a_generation_lacks_it_is_no_breach() -> None:
    bare = [without(a_user(), "groupId")]
    assert warnings_of(decoded(without(a_number(users=bare), "restrictions"))) == []
    assert warnings_of(decoded(without(a_number(), "users"))) == []


def test_both_generations_make_the_same_record() -> None:
    dated = {("phoneNumber" if name == "number" else name): value for name, value in a_number().items()}
    assert decoded(dated) == decoded(a_number())
    assert rejected(dated | {"phoneNumber": None}).path == "$.phoneNumber"


def test_null_users_are_no_users() -> None:
    assert decoded(a_number(users=None)) == decoded(a_number(users=[]))


@pytest.mark.parametrize(
    "bad_id", [None, 5, "", "XX1", "pn1", "PN" + "1" * 254, "PN\0"], ids=lambda value: repr(value)[:8]
)
def test_it_rejects_a_number_without_a_usable_id(bad_id: object) -> None:
    rejection = rejected(a_number(id=bad_id))
    assert (rejection.path, rejection.record_id) == ("$.id", None)


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"number": None}, "$.number", "should be text, not null"),
        ({"number": ""}, "$.number", "is empty"),
        ({"name": 5}, "$.name", "should be text or null, not a number"),
        ({"users": {}}, "$.users", "should be a list or null, not an object"),
        ({"users": [None]}, "$.users[0]", "should be an object, not null"),
        ({"users": [a_user(), a_user(email=1)]}, "$.users[1].email", "should be text or null, not a number"),
        ({"users": [without(a_user(), "id")]}, "$.users[0].id", "is missing"),
        ({"users": [a_user(id="PN1")]}, "$.users[0].id", "is no ID: one starts with US"),
        ({"users": [a_user(id="US\0")]}, "$.users[0].id", "is no ID: one starts with US"),
        ({"users": [a_user(role="x" * 256)]}, "$.users[0].role", "is longer than 255 characters"),
        ({"users": [a_user(groupId="x" * 256)]}, "$.users[0].groupId", "is longer than 255 characters"),
        ({"groupId": "x" * 256}, "$.groupId", "is longer than 255 characters"),
        ({"forward": "x" * 256}, "$.forward", "is longer than 255 characters"),
        ({"portRequestId": "x" * 256}, "$.portRequestId", "is longer than 255 characters"),
        ({"portingStatus": "x" * 256}, "$.portingStatus", "is longer than 255 characters"),
        ({"restrictions": []}, "$.restrictions", "should be an object or null, not a list"),
        ({"restrictions": {"calling": {"US": True}}}, "$.restrictions.calling.US", "not true or false"),
        (
            {"restrictions": {"messaging": {"CA": "x" * 256}}},
            "$.restrictions.messaging.CA",
            "longer than 255",
        ),
    ],
)
def test_it_rejects_what_cannot_be_stored_and_keeps_the_id(change: dict[str, Any], path: str, reason: str) -> None:
    rejection = rejected(a_number(**change))
    assert (rejection.path, rejection.record_id) == (path, "PN1")
    assert reason in rejection.reason
    assert str(copied(rejection)) == str(rejection)


def test_it_names_a_missing_number() -> None:
    assert rejected(without(a_number(), "number")).path == "$.number"


@pytest.mark.parametrize("body", [b"null", b"[]", b'"PN1"', b"7"])
def test_it_rejects_what_is_no_object(body: bytes) -> None:
    rejection = rejected(RawRecord.of(body))
    assert rejection.path == "$"
    assert rejection.record_id is None


def test_it_rejects_invalid_utf8_even_in_unknown_fields() -> None:
    rejection = rejected(RawRecord.of(b'{"id": "PN1", "number": "+1", "new": "\xed\xa0\x80"}'))
    assert "UTF-8" in rejection.reason
    assert rejection.record_id == "PN1"


def test_255_characters_of_any_script_are_not_too_long() -> None:
    assert decoded(a_number(groupId="é" * 255)).group_id == "é" * 255


def test_nul_characters_in_texts_stay_as_they_came() -> None:
    assert decoded(a_number(name="a\0b")).name == "a\0b"


# -- Warnings


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"number": "555"}, "number", "555"),
        ({"number": "+1555\n"}, "number", "+1555\n"),
        ({"number": "+١٢٣٤"}, "number", "+١٢٣٤"),
        ({"name": None}, "name", "null"),
        ({"groupId": None}, "groupId", "null"),
        ({"createdAt": "yesterday"}, "createdAt", "yesterday"),
        ({"updatedAt": None}, "updatedAt", "null"),
        ({"users": [a_user(role="guest")]}, "users[0].role", "guest"),
        ({"users": [a_user(email=None)]}, "users[0].email", "null"),
        ({"users": [a_user(email="ada")]}, "users[0].email", "ada"),
        ({"users": [a_user(groupId="1")]}, "users[0].groupId", "1"),
        ({"users": [a_user(), a_user()]}, "users[1].id", "US1"),
        (
            {"restrictions": {"calling": REGIONS, "messaging": REGIONS | {"US": "x" * 255}}},
            "restrictions.messaging.US",
            "x" * 200,
        ),
        ({"restrictions": {"messaging": REGIONS}}, "restrictions.calling", "null"),
    ],
)
def test_it_warns_of_what_breaks_the_contract(change: dict[str, Any], field: str, value: str) -> None:
    (warning,) = warnings_of(decoded(a_number(**change)))
    assert (warning.record_id, warning.field, warning.value) == ("PN1", field, value)
    assert warning.reason


@pytest.mark.parametrize("field", ["createdAt", "updatedAt"])
def test_it_warns_of_times_that_cannot_be(field: str) -> None:
    now = datetime.now(UTC)
    hours = {hours: (now + timedelta(hours=hours)).isoformat() for hours in (23, 25)}
    odd = ["0002-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "9998-01-01T00:00:00Z", hours[25]]
    fine = ["2000-01-01T00:00:00Z", now.isoformat(), hours[23]]
    for time in odd:
        (warning,) = warnings_of(decoded(a_number(**{field: time})))
        assert (warning.field, warning.value) == (field, time)
        assert warning.reason == ("in the future" if time in odd[2:] else "before the year 2000")
    for time in fine:
        assert warnings_of(decoded(a_number(**{field: time}))) == []


# -- Times


@pytest.mark.parametrize(
    "text",
    [
        " '2022-01-01T00:00:00Z'",
        "2022-01-01T00:00:00.000Z",
        '"2022-01-01T00:00:00"',
        "2022-01-01T01:00:00+01:00",
    ],
)
def test_it_reads_times_as_utc(text: str) -> None:
    moment = read_timestamp(text)
    assert moment == datetime(2022, 1, 1, tzinfo=UTC)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "''",
        "soon",
        "2022-13-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-01:00",
        "9999-12-31T23:59:59Z",
        "99999-01-01T00:00:00Z",
        "2022-01-01T00:00:00Z\0",
        "\ud800",
        "1" * 10**6,
    ],
    ids=lambda value: repr(value)[:30],
)
def test_it_gives_none_for_unreadable_times(text: str | None) -> None:
    assert read_timestamp(text) is None


@given(st.text())
def test_it_reads_any_text_as_a_time_or_none(text: str) -> None:
    read_timestamp(text)
