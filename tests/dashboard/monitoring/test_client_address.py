"""Which address a request comes from, whatever its headers say."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from dashboard.monitoring.current_request import client_address
from dashboard.monitoring.middleware import Tracing

HERE, PROXY = "127.0.0.1", "10.0.0.9"


@pytest.mark.parametrize(
    ("trusted", "peer", "header", "found"),
    [
        ([], "203.0.113.5", "", "203.0.113.5"),
        ([], "203.0.113.5", "192.0.2.1", "203.0.113.5"),
        ([HERE], "203.0.113.5", "192.0.2.1", "203.0.113.5"),
        ([HERE], HERE, "192.0.2.1", "192.0.2.1"),
        ([HERE], HERE, "", HERE),
        ([HERE], HERE, "192.0.2.1, 203.0.113.5", "203.0.113.5"),
        ([HERE, "10.0.0.0/8"], HERE, "192.0.2.1, 203.0.113.5, 10.1.2.3", "203.0.113.5"),
        (["10.0.0.0/8"], PROXY, "10.9.9.9", "10.9.9.9"),
        ([HERE], HERE, "nonsense, 203.0.113.5", "203.0.113.5"),
        ([HERE], HERE, "203.0.113.5, nonsense", HERE),
        ([HERE], HERE, "203.0.113.5:4711", "203.0.113.5"),
        ([HERE], HERE, "[2001:db8::1]:4711", "2001:db8::1"),
        ([HERE], "::ffff:127.0.0.1", "::ffff:203.0.113.5", "203.0.113.5"),
        (["unix"], "", "203.0.113.5", "203.0.113.5"),
        ([], "", "203.0.113.5", ""),
        ([HERE], HERE, "'; DROP TABLE--", HERE),
        ([HERE], HERE, f"[fe80::1%{'x' * 60}]:4711", "fe80::1"),
    ],
)
def test_the_address_is_the_last_one_that_no_proxy_of_ours_has(
    trusted: list[str], peer: str, header: str, found: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = trusted
    headers = {"X-Forwarded-For": header} if header else {}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)) == found


@pytest.mark.parametrize(
    ("trusted", "peer", "scheme", "is_secure"),
    [
        ([HERE], HERE, "https", True),
        ([HERE], "::ffff:127.0.0.1", "https", True),  # as one that listens on [::] sees 127.0.0.1
        (["::ffff:10.0.0.0/104"], PROXY, "https", True),
        (["10.0.0.0/8"], PROXY, "https", True),
        (["unix"], "", "https", True),
        ([HERE], "::ffff:127.0.0.1", "http", False),
        ([HERE], PROXY, "https", False),
        ([], HERE, "https", False),
        ([HERE], "", "https", False),
    ],
)
def test_the_scheme_is_the_one_that_a_proxy_of_ours_names(
    trusted: list[str], peer: str, scheme: str, is_secure: bool, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", headers={"X-Forwarded-Proto": scheme}, REMOTE_ADDR=peer)
    Tracing(lambda _: HttpResponse())(request)
    assert request.is_secure() == is_secure
