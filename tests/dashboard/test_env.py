"""Settings as people write them: in quotes, with a scheme, in another encoding. The uncertain is refused by name."""

import codecs
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from dashboard.env import Environment


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.delenv("ENV_FILE", raising=False)

    def environment(**variables: str) -> Environment:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Environment(tmp_path / ".env")

    return environment


@pytest.mark.parametrize(
    ("value", "hosts"),
    [
        ("numbers.example.com", ["numbers.example.com"]),
        ('"numbers.example.com"', ["numbers.example.com"]),
        ("'a.example', 'b.example'", ["a.example", "b.example"]),
        ('"a.example,b.example"', ["a.example", "b.example"]),
        ("“a.example”", ["a.example"]),
        ("https://numbers.example.com", ["numbers.example.com"]),
        ("HTTP://Numbers.Example.com:8443/", ["numbers.example.com"]),
        ("numbers.example.com:8443, 10.0.0.9:80 ,", ["numbers.example.com", "10.0.0.9"]),
        ("numbers.example.com/", ["numbers.example.com"]),
        ("numbers.example.com.", ["numbers.example.com"]),
        ("[::1]:8000,::1,[2001:db8::5]", ["[::1]", "[::1]", "[2001:db8::5]"]),
        (".example.com,*.example.org,*", [".example.com", ".example.org", "*"]),
        ("münchen.example", ["xn--mnchen-3ya.example"]),
    ],
)
def test_hosts_are_taken_where_their_meaning_is_certain(value: str, hosts: list[str], given: Any) -> None:
    assert given(ALLOWED_HOSTS=value).hosts("ALLOWED_HOSTS") == hosts


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("a.example b.example", "a.example,b.example"),
        ("a.example;b.example", "a.example,b.example"),
        ("a.example|b.example:80", "a.example,b.example"),
        ("['a.example', \"b.example\"]", "a.example,b.example"),
        ("https://a.example/path", "numbers.example.com,numbers.example.org"),
        ("someone@a.example", "numbers.example.com,numbers.example.org"),
        ("a.ex*mple", "numbers.example.com,numbers.example.org"),
    ],
)
def test_other_hosts_are_refused_with_the_right_form(value: str, right: str, given: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        given(ALLOWED_HOSTS=value).hosts("ALLOWED_HOSTS")
    assert str(refused.value).startswith("ALLOWED_HOSTS is ")
    assert str(refused.value).endswith(f" such as ALLOWED_HOSTS={right}")


@pytest.mark.parametrize(
    ("value", "origins"),
    [
        ("'https://a.example/', http://b.example:8080", ["https://a.example", "http://b.example:8080"]),
        ("https://A.example:443,https://*.b.example", ["https://a.example", "https://*.b.example"]),
        ("a.example", None),
        ("https://a.example https://b.example", None),
        ("https://a.example/path", None),
    ],
)
def test_origins_have_a_scheme_and_no_path(value: str, origins: list[str] | None, given: Any) -> None:
    environment = given(CSRF_TRUSTED_ORIGINS=value)
    if origins is None:
        with pytest.raises(ImproperlyConfigured, match=r"^CSRF_TRUSTED_ORIGINS is .* such as .*=https://"):
            environment.origins("CSRF_TRUSTED_ORIGINS")
    else:
        assert environment.origins("CSRF_TRUSTED_ORIGINS") == origins


@pytest.mark.parametrize(
    ("value", "proxies"),
    [
        ("", ["127.0.0.1", "::1"]),
        ("'10.0.0.9', http://10.0.0.8:3128/", ["10.0.0.9", "10.0.0.8"]),
        ("10.1.2.3/8, 2001:db8::1/32, [::1]:80", ["10.0.0.0/8", "2001:db8::/32", "::1"]),
        ("::ffff:10.0.0.9, ::ffff:10.0.0.0/104", ["10.0.0.9", "10.0.0.0/8"]),
        ("unix:/run/quo.sock", ["unix"]),
        ("proxy.example.com", None),
        ("10.0.0.0/99", None),
        ("10.0.0.9 10.0.0.8", None),
        ("*", None),
    ],
)
def test_proxies_are_addresses_in_any_form(value: str, proxies: list[str] | None, given: Any) -> None:
    environment = given(TRUSTED_PROXIES=value)
    if proxies is None:
        with pytest.raises(ImproperlyConfigured, match=r"^TRUSTED_PROXIES is .* such as TRUSTED_PROXIES=\d"):
            environment.proxies("TRUSTED_PROXIES", "127.0.0.1,::1")
    else:
        assert environment.proxies("TRUSTED_PROXIES", "127.0.0.1,::1") == proxies


@pytest.mark.parametrize(
    "value", ["numbers.example.com", "https://numbers.example.com/phone", "https://a.b,https://c.d"]
)
def test_the_sites_address_is_one_without_a_path(value: str, given: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^SITE_URL is .* takes an address without a path"):
        given(SITE_URL=value).origin("SITE_URL")
    assert given(SITE_URL="https://Numbers.example.com:8443/").origin("SITE_URL") == "https://numbers.example.com:8443"
    assert given(SITE_URL="").origin("SITE_URL") == ""


@pytest.mark.parametrize("value", ["sqlite://db.sqlite3", "sqlite://", "sqlite:///", "postgres://", "mysql://db/quo"])
def test_a_database_without_a_place_is_refused(value: str, given: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL takes sqlite:///db\.sqlite3 or postgres://"):
        given(DATABASE_URL=value).database("DATABASE_URL", "")


def test_quotes_around_any_value_do_not_count(given: Any, tmp_path: Path) -> None:
    (tmp_path / "key").write_text('"key-of-a-file"\n')
    environment = given(
        QUO_API_KEY='"a key"', QUO_STALE_AFTER="'7'", DEBUG='"on"', TIME_ZONE="'Asia/Tokyo'",
        OTHER_FILE=f"'{tmp_path}/key'",
        DATABASE_URL="'postgres://me:it''s@db/quo'", LONE='"', APART="it's \"so\"",
    )  # fmt: skip
    assert environment.secret("QUO_API_KEY") == "a key"
    assert environment.secret("OTHER") == "key-of-a-file"
    assert environment.number("QUO_STALE_AFTER", 15, 1) == 7
    assert environment.switch("DEBUG", False) is True
    assert environment.time_zone("TIME_ZONE", "UTC") == "Asia/Tokyo"
    assert environment.database("DATABASE_URL", "")["PASSWORD"] == "it''s"
    assert (environment.text("LONE"), environment.text("APART")) == ('"', 'it\'s "so"')


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + "NAME=Zoë\nB=2".encode(),
        codecs.BOM_UTF16_LE + "NAME=Zoë\r\nB=2".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "NAME=Zoë\r\nB=2".encode("utf-16-be"),
    ],
    ids=["utf-8", "little endian", "big endian"],
)
def test_a_file_with_a_byte_order_mark_is_read(content: bytes, given: Any, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(content)
    environment = given()
    assert (environment.text("NAME"), environment.text("B")) == ("Zoë", "2")


@pytest.mark.parametrize("content", ["A=ë".encode("latin-1"), "A=1".encode("utf-16-le"), codecs.BOM_UTF16_LE + b"A"])
def test_a_file_in_another_encoding_is_named(content: bytes, given: Any, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=r"/\.env is not in UTF-8\. Save it in that encoding\.$"):
        given()


def test_channels_have_the_rest_of_their_variables_name(given: Any, tmp_path: Path) -> None:
    (tmp_path / "chat").write_text("slack://a/b/c\n")
    env = given(
        ALERT_CHANNEL_OPS="mailto:ops@example.com, duty@example.com",
        ALERT_CHANNEL_ON_CALL="'https://u:p@hooks.example.com/x'",
        ALERT_CHANNEL_CHAT_FILE=str(tmp_path / "chat"),
        ALERT_CHANNEL_EMPTY="",
    )
    assert env.channels("ALERT_CHANNEL_") == {
        "ops": "mailto:ops@example.com, duty@example.com",
        "on_call": "https://u:p@hooks.example.com/x",
        "chat": "slack://a/b/c",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X", "s3cret"),
        ("X", "mailto:s3cret"),
        ("X", "mailto:a@example.com;s3cret@example.com"),
        ("X", "https://s3cret.example/with a blank"),
        ("ME", "https://s3cret.example"),
        ("lower", "https://s3cret.example"),
    ],
)
def test_other_channels_are_refused_by_name(name: str, value: str, given: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        given(**{f"ALERT_CHANNEL_{name}": value}).channels("ALERT_CHANNEL_")
    assert f"ALERT_CHANNEL_{name} " in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp+starttls://u%40x:p%2F@mail.example.com", 587, True, False),
        ("smtps://u%40x:p%2F@mail.example.com", 465, False, True),
        ("smtp://u%40x:p%2F@mail.example.com:2525/", 2525, False, False),
    ],
)
def test_a_mail_server_is_read_from_its_url(url: str, port: int, starttls: bool, tls: bool, given: Any) -> None:
    assert given(EMAIL_URL=url).mail_server("EMAIL_URL") == {
        "host": "mail.example.com", "port": port, "user": "u@x", "password": "p/", "starttls": starttls, "tls": tls,
    }  # fmt: skip


@pytest.mark.parametrize(
    "url", ["mail.example.com", "http://s3cret@x", "smtp://", "smtp://x:99999", "smtps://x/s3cret"]
)
def test_other_mail_servers_are_refused(url: str, given: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        given(EMAIL_URL=url).mail_server("EMAIL_URL")
    assert "s3cret" not in str(refused.value)
