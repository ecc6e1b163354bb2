"""What is made of an answer that is not a 200, part by part."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from requests.structures import CaseInsensitiveDict

from inventory.quo.error_responses import read_body, read_retry_after, refusal, tidy
from inventory.quo.errors import BadAnswer, CheckKey, QuoError


def said(data: Any) -> tuple[str, str, str, str]:
    body = read_body(json.dumps(data).encode())
    assert (body.is_json, body.is_html) == (True, False)
    return body.code, body.title, body.message, body.trace


@pytest.mark.parametrize(
    ("status", "summary"),
    [
        (302, "The API redirects elsewhere (302)."),
        (400, "Quo refused the request (400: Because)."),
        (401, "Quo refused the API key (401: Because)."),
        (402, "Quo says that the workspace's subscription does not allow this (402: Because)."),
        (403, "Quo does not let this API key read this (403: Because)."),
        (429, "Quo got too many requests with this key (429: Because)."),
        (499, "Quo refused the request (499: Because)."),
        (408, "Quo could not answer (408: Because)."),
        (500, "Quo could not answer (500: Because)."),
        (599, "Quo could not answer (599: Because)."),
        (399, "The answer's status was 399 instead of 200."),
        (600, "The answer's status was 600 instead of 200."),
    ],
)
def test_each_status_has_its_sentence_and_keeps_what_quo_said(status: int, summary: str) -> None:
    body = {"message": "Because.", "title": "Title", "code": "7", "trace": "t", "errors": [{"path": "/a"}]}
    error = refusal(status, {}, json.dumps(body).encode())
    assert error.summary.startswith(summary)
    assert (error.status, error.message, error.title) == (status, "Because.", "Title")
    assert (error.code, error.trace, error.errors) == ("7", "t", [{"path": "/a"}])


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504, *range(520, 531)])
def test_what_may_pass_by_itself_is_worth_retrying(status: int) -> None:
    error = refusal(status, {"Retry-After": "9"}, b"<title>Origin is unreachable</title>")
    assert (error.worth_retrying, error.retry_after) == (True, 9)
    assert "will not help" not in error.advice


@pytest.mark.parametrize("status", [501, 505, 519, 531, 599, 400, 409, 423])
def test_what_stays_is_not(status: int) -> None:
    assert not refusal(status, {}, b"").worth_retrying


PROXYS = [b"<html><title>Access denied</title>", b"", b"denied", b'{"message": "Forbidden"}', b'{"error": "denied"}']
QUOS = [
    b'{"message": "m", "code": "0400401", "status": 401, "title": "Unauthorized"}',
    b'{"message": "m", "title": "Unauthorized"}',
    b'{"error": {"message": "Invalid key", "key": "unauthorized", "trace": "t"}}',
]


@pytest.mark.parametrize("status", [400, 401, 402, 403, 407, 409, 451, 511])
@pytest.mark.parametrize("body", PROXYS)
def test_what_is_not_in_quos_words_blames_the_network_and_not_the_key(status: int, body: bytes) -> None:
    error = refusal(status, CaseInsensitiveDict(server="squid/6"), body)
    assert type(error) is BadAnswer
    assert "something in between" in error.summary
    assert "server “squid/6”" in error.summary
    assert ("page “Access denied”" in error.summary) == (b"title" in body)
    assert "network in between" in error.advice
    assert "Check QUO_API_KEY" not in str(error)


@pytest.mark.parametrize("body", QUOS)
def test_quos_own_words_blame_the_key(body: bytes) -> None:
    assert {type(refusal(status, {"Server": "x"}, body)) for status in (401, 403)} == {CheckKey}


def test_a_server_header_that_repeats_the_key_is_scrubbed() -> None:
    error = refusal(403, {"Server": "for key-1"}, b"", clean=lambda text: text.replace("key-1", "[API key]"))
    assert "for [API key]" in error.summary


def test_a_redirect_names_the_right_address() -> None:
    assert "https://api.openphone.com" in refusal(307, {}, b"").advice


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "(500, without saying why)"),
        (b'{"title": "Down"}', "(500: Down)"),
        (b"<title>Bad gateway</title>", "(500: Bad gateway)"),
        (b"upstream gone.", "(500: upstream gone)"),
        (b'{"message": "' + b"y" * 300 + b'"}', f"(500: {'y' * 199}…)"),
    ],
)
def test_the_sentence_quotes_the_message_or_else_the_title(body: bytes, words: str) -> None:
    assert words in refusal(500, {}, body).summary


@pytest.mark.parametrize("status", [429, 503])
def test_the_time_to_wait_is_read_from_the_header(status: int) -> None:
    assert refusal(status, CaseInsensitiveDict({"retry-AFTER": " 9 "}), b"").retry_after == 9
    assert refusal(status, {"X-Retry-After": "9"}, b"").retry_after is None


def test_of_other_statuses_it_is_not() -> None:
    assert refusal(400, {"Retry-After": "9"}, b"").retry_after is None


# -- Bodies


def test_the_three_forms_of_a_body_are_read() -> None:
    plain = {"message": "m", "title": "t", "code": "c", "trace": "x"}
    assert said(plain) == ("c", "t", "m", "x")
    assert said({"error": {"message": "m", "key": "k", "trace": "x", "title": "no"}}) == ("k", "", "m", "x")
    assert said({"error": "Forbidden"}) == ("", "", "Forbidden", "")
    assert said({"error": "Forbidden", "message": "m"}) == ("", "", "m", "")


@pytest.mark.parametrize("body", [b"[1]", b"7", b"[", b"{"])
def test_other_json_says_nothing(body: bytes) -> None:
    read = read_body(body)
    assert (read.message, read.is_json, read.is_html) == ("", False, False)


def test_a_page_says_its_title_without_tags() -> None:
    read = read_body("\ufeff\n<html><TITLE lang=en>Not <b>now</b>, &lt;i&gt;Ada&lt;/i&gt; &amp; co.</TITLE>".encode())
    assert (read.title, read.message, read.is_html) == ("Not  now ,  Ada  & co.", "", True)
    assert (read.code, read.trace, read.errors, read.is_json) == ("", "", [], False)
    assert read_body(b"<title>" + b"z" * 300 + b"</title>").title == "z" * 199 + "…"
    assert read_body(b"<p>" + b" " * 16_384 + b"<title>Too late</title>").title == ""


def test_plain_text_is_its_own_message_shortened() -> None:
    assert read_body(b" gone \xff").message == "gone \ufffd"
    assert read_body(b"w" * 201).message == "w" * 199 + "…"


def test_only_the_first_mebibyte_is_looked_at() -> None:
    body = b'{"message": "m"}'
    assert read_body(body.ljust(2**20) + b"!").message == "m"
    assert read_body(body.ljust(2**20 - 1) + b"!").message == ""


def test_of_errors_the_first_twenty_and_ten_values_each_are_kept() -> None:
    many = {f"key {index}": index for index in range(11)}
    errors = read_body(json.dumps({"errors": [many, "odd", None, {"k" * 51: ["v"]}] + [{}] * 17}).encode()).errors
    assert errors[0] == {f"key {index}": str(index) for index in range(10)}
    assert errors[1:4] == [{"message": "odd"}, {"message": ""}, {"k" * 49 + "…": '["v"]'}]
    assert len(errors) == 20
    assert read_body(b'{"errors": {"a": 1}}').errors == []


def test_secrets_are_cleaned_from_every_part() -> None:
    def clean(text: str) -> str:
        return text.replace("secret", "-")

    plain = dict.fromkeys(("code", "title", "message", "trace"), "a secret") | {"errors": ["secret", {"secret": 1}]}
    gateway = {"error": dict.fromkeys(("key", "message", "trace"), "a secret")}
    for body in (json.dumps(plain), json.dumps(gateway), "<title>a secret</title>", "a secret"):
        read = read_body(body.encode(), clean)
        assert "secret" not in repr(read)
        assert "a -" in repr(read)


# -- Texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  a\t\nb\0\x7f\x9fc ", "a b c"),
        ("\ud800x", "x"),
        (True, "true"),
        (["é", 1], '["é", 1]'),
        (10**5_000, "(unreadable)"),
        ("v" * 500, "v" * 500),
        ("v" * 501, "v" * 499 + "…"),
    ],
    ids=range(8),
)
def test_any_value_becomes_one_short_line(value: object, text: str) -> None:
    assert tidy(value) == text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        (" 12 ", 12),
        ("1.5", 1.5),
        ("0", 0),
        ("999999999", 999_999_999),
        ("9999999999", None),
        ("1.", None),
        ("1e3", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00", 0),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
    ],
)
def test_a_retry_after_is_read_in_both_forms(text: str | None, seconds: float | None) -> None:
    assert read_retry_after(text) == seconds


@pytest.mark.parametrize("usegmt", [True, False])
def test_a_date_without_a_zone_is_in_utc(usegmt: bool) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=3), usegmt=True)
    seconds = read_retry_after(date if usegmt else date.removesuffix(" GMT"))
    assert seconds == pytest.approx(10_800, abs=60)


def test_retrying_is_worth_it_only_where_the_same_request_may_succeed() -> None:
    worth = {status for status in range(300, 700) if refusal(status, {}, b"{}").worth_retrying}
    assert worth == {408, 425, 429, 500, 502, 503, 504, *range(520, 531)}
    assert all(isinstance(refusal(status, {}, b""), QuoError) for status in range(100, 700) if status != 200)
