"""The key is hidden in every form in which it may come back, and goes nowhere but where it may."""

import html
import json
from urllib.parse import quote

import pytest
import requests

from inventory.quo.credentials import HIDDEN, KeyAuth, check_key, check_url, is_loopback
from inventory.quo.errors import CheckSettings

KEY = "a/b\"c\\d<e&f+g'h"


@pytest.mark.parametrize(
    "form",
    [
        KEY,
        KEY.upper(),
        quote(KEY),
        quote(KEY, safe=""),
        quote(KEY, safe="").lower(),
        html.escape(KEY),
        json.dumps(KEY)[1:-1],
        json.dumps(KEY)[1:-1].replace("/", "\\/"),
    ],
)
def test_every_form_of_the_key_is_hidden_whole(form: str) -> None:
    assert KeyAuth(KEY).hide(f"<{form}> and [{form}]") == f"<{HIDDEN}> and [{HIDDEN}]"


@pytest.mark.parametrize(("key", "form"), [("ab&", "ab&amp;"), ("ab\\", "ab\\\\")])
def test_a_form_that_begins_with_another_is_hidden_to_its_end(key: str, form: str) -> None:
    assert KeyAuth(key).hide(f"<{form}>") == f"<{HIDDEN}>"


def test_a_key_that_is_a_pattern_hides_only_itself() -> None:
    assert KeyAuth("a.c").hide("abc a.c") == f"abc {HIDDEN}"


def test_it_sends_the_stripped_key_and_shows_none() -> None:
    auth = KeyAuth(f" {KEY}\n")
    request = auth(requests.Request("GET", "https://quo.example").prepare())
    assert request.headers["Authorization"] == KEY
    assert repr(auth) == "KeyAuth([API key])"


@pytest.mark.parametrize(
    ("key", "summary", "advice"),
    [
        ("", "No API key yet", "owner or admin makes one"),
        ("Bearer", "begins with “Bearer”", "Remove that word"),
        ("bEARER abc", "begins with “Bearer”", "Remove that word"),
        ("ab cd", "holds a space", "Copy the key again"),
        ("schlüssel", "not plain ASCII", "Copy the key again"),
    ],
)
def test_it_says_what_is_wrong_with_a_key_and_what_to_do(key: str, summary: str, advice: str) -> None:
    with pytest.raises(CheckSettings) as caught:
        check_key(key)
    assert summary in caught.value.summary
    assert advice in caught.value.advice


@pytest.mark.parametrize("key", ["Bearerabc", "!", "~", "x" * 500])
def test_any_other_plain_text_may_be_a_key(key: str) -> None:
    assert check_key(f"\t{key} ") == key


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (None, "is empty or holds a space"),
        ("  ", "is empty or holds a space"),
        ("https://a b", "is empty or holds a space"),
        ("https://[a", "cannot be read as a URL"),
        ("https://a:70000", "cannot be read as a URL"),
        ("ftp://a", "is not an https:// address"),
        ("https:///v2", "is not an https:// address"),
        ("https://me@a", "holds a user name or password"),
        ("https://a?x", "holds a query or a fragment"),
        ("https://a#x", "holds a query or a fragment"),
        ("http://a", "is http://, which would send the key unencrypted"),
        ("https://a/v1", "ends with /v1, which is added by itself"),
        ("https://a/quo/v1/", "ends with /v1, which is added by itself"),
    ],
)
def test_it_says_what_is_wrong_with_a_url_and_what_to_do(url: str, problem: str) -> None:
    with pytest.raises(CheckSettings) as caught:
        check_url(url)
    assert caught.value.summary.startswith(f"QUO_API_URL {problem}")
    assert "https://api.openphone.com" in caught.value.advice
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        (" https://a/ ", "https://a"),
        ("https://a/v1/quo//", "https://a/v1/quo"),
        ("https://a:65535/v10", "https://a:65535/v10"),
        ("http://localhost:1", "http://localhost:1"),
    ],
)
def test_it_takes_a_url_without_its_closing_slashes(url: str, checked: str) -> None:
    assert check_url(url) == checked


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.255.0.9", "::1"])
def test_these_hosts_are_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "localhost.example", "10.0.0.1", "::2", "0.0.0.0"])  # noqa: S104
def test_these_are_not(host: str) -> None:
    assert not is_loopback(host)
