"""`manage.py signin_link`: a link that signs an account in, once and for ten minutes."""

import re
from datetime import timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from dashboard.accounts import second_factor
from dashboard.accounts.models import SignInLink
from dashboard.accounts.roles import ADMIN
from dashboard.audit.models import AuditEntry
from tests.dashboard.conftest import make_account
from tests.dashboard.test_settings import run

PAGE = "/accounts/login/link/"


@pytest.fixture
def ada(db: None) -> User:
    return make_account("ada", ADMIN)


def make_link(name: str = "ada", *options: str) -> str:
    out = StringIO()
    call_command("signin_link", name, *options, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def token_of(link: str) -> str:
    return urlsplit(link).query.removeprefix("token=")


def is_in(client: Client) -> bool:
    return client.get(reverse("changes")).status_code == 200


def follow(link: str) -> tuple[Client, int]:
    client = Client()
    return client, client.post(PAGE, {"token": token_of(link)}).status_code


def audited(action: str) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(action=action).order_by("id").values_list("who", "detail"))


def test_a_link_shows_a_button_which_signs_in(ada: User) -> None:
    link = make_link()
    client = Client()
    for _ in range(2):  # a preview of the link does not use it up
        page = client.get(link.removeprefix("http://testserver")).content.decode()
        assert "Sign in as ada" in page
    assert client.head(f"{PAGE}?token={token_of(link)}").status_code == 200
    assert not is_in(client)
    response = client.post(PAGE, {"token": token_of(link)})
    assert response.headers["Location"] == reverse("overview")
    assert is_in(client)
    assert audited("sign-in-link") == [("command line", "for account ada")]
    assert audited("sign-in") == [("ada", "by a sign-in link")]


def test_a_link_is_good_once(ada: User) -> None:
    link = make_link()
    assert follow(link)[1] == 302
    client, status = follow(link)
    assert (status, is_in(client)) == (403, False)
    page = client.get(f"{PAGE}?token={token_of(link)}")
    assert "This link was used. It is good once." in page.content.decode()
    assert audited("link-refused") == [("", "used")]


def test_a_link_is_good_for_ten_minutes(ada: User) -> None:
    link = make_link()
    SignInLink.objects.update(made_at=timezone.now() - timedelta(minutes=9, seconds=50))
    assert Client().get(PAGE, {"token": token_of(link)}).status_code == 200
    SignInLink.objects.update(made_at=timezone.now() - timedelta(minutes=10))
    assert "older than 10 minutes" in Client().get(PAGE, {"token": token_of(link)}).content.decode()
    client, status = follow(link)
    assert (status, is_in(client)) == (403, False)


def test_a_link_for_an_account_that_is_closed_meanwhile_is_refused(ada: User) -> None:
    link = make_link()
    User.objects.update(is_active=False)
    client, status = follow(link)
    assert (status, is_in(client)) == (403, False)


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "\x00", "ü", "' or 1=1"])
def test_a_made_up_link_is_refused(token: str, ada: User) -> None:
    make_link()
    for send in (Client().get, Client().post):
        response = send(PAGE, {"token": token})
        assert response.status_code == 403
        assert "This link is not valid" in response.content.decode()


def test_guessing_is_stopped_by_address_and_keeps_nobody_from_using_a_good_link(ada: User) -> None:
    link = make_link()
    outcomes = [Client().post(PAGE, {"token": f"{place}"}).status_code for place in range(12)]
    assert outcomes == [403] * 10 + [429] * 2
    assert Client().get(PAGE, {"token": token_of(link)}).status_code == 200
    assert follow(link)[1] == 302
    assert follow(link)[1] == 429


def test_whoever_has_an_ipv6_network_guesses_from_one_place(ada: User) -> None:
    guesses = [
        Client().get(PAGE, {"token": "x"}, REMOTE_ADDR=f"2001:db8:0:1:{place:x}::1").status_code for place in range(12)
    ]
    assert guesses == [403] * 10 + [429] * 2
    assert AuditEntry.objects.get(action="link-refused").count == 10


def test_the_files_of_the_page_are_asked_for_without_the_token(ada: User) -> None:
    page = Client().get(make_link().removeprefix("http://testserver"))
    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_the_database_holds_no_link(ada: User) -> None:
    token = token_of(make_link())
    assert len(token) >= 40
    with connection.cursor() as cursor:
        cursor.execute("select * from accounts_signinlink")
        assert token not in f"{cursor.fetchall()}"
    assert token not in f"{list(AuditEntry.objects.values_list())}"


def test_it_lets_in_who_has_lost_the_phone(ada: User, settings: Settings) -> None:
    second_factor.enrolment(ada)
    TOTPDevice.objects.update(confirmed=True)
    settings.SECOND_FACTOR = "required"
    client, _ = follow(make_link())
    assert is_in(client)
    assert "Set up another app" in client.get("/accounts/second-factor/").content.decode()


# The command


def test_five_links_within_ten_minutes_are_the_most(ada: User) -> None:
    for _ in range(5):
        make_link()
    with pytest.raises(CommandError, match="5 links for ada were made within 10 minutes"):
        make_link()
    make_account("bob")
    make_link("bob")
    SignInLink.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    make_link()
    SignInLink.objects.update(made_at=timezone.now() - timedelta(days=2))
    make_link()
    assert SignInLink.objects.count() == 1


def test_it_says_for_whom_it_makes_none(ada: User) -> None:
    for name in ("nobody", "", "a\x00da"):
        with pytest.raises(CommandError, match="There is no account"):
            make_link(name)
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match="The account ada is closed"):
        make_link()
    assert not SignInLink.objects.exists()
    assert not audited("sign-in-link")


def test_the_address_is_the_sites(ada: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.HTTPS = [".example.com", "numbers.example.com"], True
    assert re.fullmatch(r"https://numbers\.example\.com/accounts/login/link/\?token=[\w-]{43}", make_link())
    assert make_link("ada", "--site", "https://other.example.com:8443/").startswith(
        "https://other.example.com:8443/accounts/login/link/?token="
    )
    settings.ALLOWED_HOSTS = ["*"]
    with pytest.raises(CommandError, match="Add --site"):
        make_link()


def test_a_refusal_ends_with_status_1_and_one_line(tmp_path: object) -> None:
    database = f"sqlite:///{tmp_path}/db.sqlite3"
    assert run("manage.py", "migrate", "--verbosity=0", DATABASE_URL=database).returncode == 0
    result = run("manage.py", "signin_link", "nobody", DATABASE_URL=database)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "CommandError: There is no account nobody.\n")
