"""What is said of a 200 that cannot be believed, and of a record that cannot be stored."""

import json
from typing import cast

import pytest

from inventory.quo.decode import decode_list, decode_one, decode_record
from inventory.quo.errors import BadAnswer, RecordRejected
from inventory.quo.fetch import Fetch
from inventory.quo.json_text import mark_lone_surrogates
from inventory.quo.paging import PageParameters, read_on
from inventory.quo.records import Page, RawRecord


def bad(body: bytes) -> BadAnswer:
    with pytest.raises(BadAnswer) as caught:
        decode_list(body)
    assert caught.value.status == 200
    return caught.value


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        (b" \r\n", "Quo answered 200 with nothing in it."),
        (b'{"data": [1', "Quo's answer cannot be read: the JSON ends in the middle."),
        (b"{'data': []}", "Quo's answer cannot be read: it is not JSON: JSON is malformed: "),
        (b'{"data":[' + b"[" * 5_000 + b"]" * 5_000 + b"]}", "Quo's answer cannot be read: it is nested too deeply."),
        (b'{"data": 1}', "Quo's answer cannot be read: should be a list, not a number (at $.data)."),
        (b"{}", "Quo's answer cannot be read: is missing (at $.data)."),
        (b"true", "Quo's answer cannot be read: should be an object, not true or false (at $)."),
        (b"<p>Hello", "A web page came instead of Quo's JSON."),
        (b"<html><title>Sign in</title>", "A web page titled “Sign in” came instead of Quo's JSON."),
    ],
)
def test_it_says_what_is_wrong_with_an_answer(body: bytes, summary: str) -> None:
    assert bad(body).summary.startswith(summary)


def test_what_quo_says_in_json_is_kept_and_what_else_came_is_not_quoted() -> None:
    error = bad(b'{"message": "Oops", "code": "7", "trace": "t"}')
    assert (error.message, error.code, error.trace) == ("Oops", "7", "t")
    assert bad(b"some text").message == bad(b"some text").summary
    assert bad(b"<title>Sign in</title>").title == "Sign in"


def test_a_single_record_is_an_object() -> None:
    with pytest.raises(BadAnswer, match="“data” is not an object"):
        decode_one(b'{"data": [{}]}')
    assert decode_one(b'\xef\xbb\xbf{"data": {}}').size == 15


def test_the_size_counts_the_whole_body() -> None:
    assert decode_list(b'\xef\xbb\xbf{"data": []}').size == 15


# -- Records


def rejection(raw: bytes) -> tuple[str, str, str | None]:
    with pytest.raises(RecordRejected) as caught:
        decode_record(RawRecord.of(raw))
    return caught.value.path, caught.value.reason, caught.value.record_id


LONG = "x" * 256
EVERY_LIMITED_FIELD = {
    "id": ("$.id", f"PN{LONG}"),
    "number": ("$.number", LONG),
    "groupId": ("$.groupId", LONG),
    "forward": ("$.forward", LONG),
    "portRequestId": ("$.portRequestId", LONG),
    "portingStatus": ("$.portingStatus", LONG),
    "users": ("$.users[0].id", [{"id": f"US{LONG}"}]),
}
EVERY_LIMITED_REGION = [(kind, region) for kind in ("calling", "messaging") for region in ("US", "CA", "Intl")]


@pytest.mark.parametrize("field", EVERY_LIMITED_FIELD)
def test_no_field_with_a_column_of_its_own_is_longer_than_the_column(field: str) -> None:
    path, value = EVERY_LIMITED_FIELD[field]
    record = json.dumps({"id": "PN1", "number": "+1", field: value}).encode()
    expected = (path, "is longer than 255 characters", None if field == "id" else "PN1")
    assert rejection(record) == expected
    fits = record.replace(b"xx", b"x", 1).replace(b'"PNx', b'"PN').replace(b'"USx', b'"US').replace(b"xx", b"x", 1)
    decode_record(RawRecord.of(fits))


@pytest.mark.parametrize(("kind", "region"), EVERY_LIMITED_REGION)
def test_no_restriction_is_longer_than_its_column(kind: str, region: str) -> None:
    record = {"id": "PN1", "number": "+1", "restrictions": {kind: {region: LONG}}}
    path = f"$.restrictions.{kind}.{region}"
    assert rejection(json.dumps(record).encode()) == (path, "is longer than 255 characters", "PN1")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"id": "PN1", "number": "\xff"}', ("$", "not valid UTF-8 at byte 25", "PN1")),
        (b'{"id": "PN1", "number": "+1", "name": "\\ud800"}', ("$", "holds half of a surrogate pair", "PN1")),
        (b'{"id": "PN1", "number" 1}', ("$", "not JSON: ", None)),
        (b'{"id": "PN1", "number": "+1", "x": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", ("$", "nested too deeply", None)),
        (b'{"id": "PN1", "number": 1.5}', ("$.number", "should be text, not a number", "PN1")),
        (b'{"id": "XX1", "number": ""}', ("$.id", "is no ID: one starts with PN", None)),
        (b'{"id": "", "number": "+1"}', ("$.id", "is no ID: one starts with PN", None)),
        (b'{"id": "PN\\u0000", "number": "+1"}', ("$.id", "is no ID: one starts with PN", None)),
        (
            b'{"id": "PN1", "number": "+1", "users": [{"id": ""}]}',
            ("$.users[0].id", "is no ID: one starts with US", "PN1"),
        ),
    ],
    ids=range(9),
)
def test_it_says_why_a_record_cannot_be_stored(raw: bytes, expected: tuple[str, str, str | None]) -> None:
    path, reason, record_id = rejection(raw)
    assert (path, record_id) == (expected[0], expected[2])
    assert reason.startswith(expected[1])


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        (rb'"\ud83d\ude00"', rb'"\ud83d\ude00"'),
        (rb'"\uD83D\uDE00"', rb'"\uD83D\uDE00"'),
        (rb'"\ud83d"', b'"\xffud83d"'),
        (rb'"\uDE00 \ud7ff"', b'"\xffuDE00 \\ud7ff"'),
        (rb'"\\ud83d"', rb'"\\ud83d"'),
        (rb'"\ud83d\\ude00"', b'"\xffud83d\\\\ude00"'),
        (rb'"\ude00\ud83d"', b'"\xffude00\xffud83d"'),
    ],
)
def test_only_lone_surrogates_are_marked(body: bytes, marked: bytes) -> None:
    assert mark_lone_surrogates(body) == marked


class Pages:
    """A fetch that is given these pages of a list after the first."""

    def __init__(self, *pages: list[RawRecord]) -> None:
        self.left = [Page(records, str(place)) for place, records in enumerate(pages, 1)]
        self.left[-1] = Page(pages[-1], None)

    def expect(self, requests: int) -> None:
        assert requests == 1

    def get(self, *_: object) -> Page:
        return self.left.pop(0)


def test_a_list_may_have_ten_pages_in_a_row_without_anything_new_and_no_more() -> None:
    one, other = RawRecord.of(b'{"id": "PN1"}'), RawRecord.of(b'{"id": "PN2"}')

    def read(without_news: int) -> list[RawRecord]:
        pages = cast(Fetch, Pages(*[[one]] * without_news, [other]))
        return read_on(pages, "/phone-numbers", PageParameters("limit", "after"), {}, Page([one], "0"))

    assert read(10) == [one, other]
    with pytest.raises(BadAnswer, match="11 pages in a row hold nothing new"):
        read(11)
