"""`manage.py signin_link`: a link that signs an account in, once and for ten minutes."""

import re
import time
from datetime import datetime
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from dashboard.accounts import links, second_factor
from dashboard.accounts.models import ProviderAccount
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
    return parse_qs(urlsplit(link).query)["token"][0]


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
    assert "This link was used, or its account has signed in since" in page.content.decode()
    assert audited("link-refused") == [("", "used")]


@pytest.mark.parametrize(("before", "seconds"), [(timezone.now(), 600), (None, 24 * 3600)], ids=["known", "new"])
def test_a_link_is_good_for_ten_minutes_and_the_first_for_a_day(
    before: datetime | None, seconds: int, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.update(last_login=before)
    link, now = make_link(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds - 10)
    assert Client().get(PAGE, {"token": token_of(link)}).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + seconds + 2)
    assert "This link is too old" in Client().get(PAGE, {"token": token_of(link)}).content.decode()
    client, status = follow(link)
    assert (status, is_in(client)) == (403, False)


def test_a_sign_in_uses_up_all_links_of_the_account(ada: User) -> None:
    several = [make_link() for _ in range(3)]
    make_account("bob", ADMIN)
    other = make_link("bob")
    assert follow(several[1])[1] == 302
    assert [follow(link)[1] for link in several] == [403] * 3
    assert follow(other)[1] == 302


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


def test_a_signature_for_another_account_or_purpose_is_none(ada: User) -> None:
    bob = make_account("bob")
    rest = token_of(make_link()).partition(":")[2]
    other = signing.dumps([bob.pk, ""], salt=links.SALT).partition(":")[0]
    for token in (f"{other}:{rest}", signing.dumps([ada.pk, ""]), signing.dumps([ada.pk, ""], salt="x")):
        assert Client().post(PAGE, {"token": token}).status_code == 403


NEW = {"new_password1": "an entirely new password", "new_password2": "an entirely new password"}


@pytest.mark.parametrize("is_new", [True, False])
def test_who_is_new_chooses_a_password_and_who_forgot_it_another(is_new: bool, ada: User) -> None:
    if is_new:
        ada.set_unusable_password()
        ada.save()
    client = Client()
    response = client.post(PAGE, {"token": token_of(make_link())})
    assert response.headers["Location"] == reverse("password" if is_new else "overview")
    assert "old_password" not in client.get(reverse("password")).content.decode()
    assert client.post(reverse("password"), NEW).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password(NEW["new_password1"])
    assert is_in(client)


def test_some_time_after_the_link_the_old_password_is_asked_for(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = follow(make_link())
    now = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: now)
    assert "old_password" in client.get(reverse("password")).content.decode()
    assert client.post(reverse("password"), NEW).status_code == 200


def test_an_account_of_the_provider_gets_no_password_by_a_link(ada: User) -> None:
    ada.set_unusable_password()
    ada.save()
    ProviderAccount.objects.create(account=ada, issuer="https://id.example", subject="s")
    client, _ = follow(make_link())
    assert client.get(reverse("password")).status_code == 403
    assert client.post(reverse("password"), NEW).status_code == 403


def test_it_lets_in_who_has_lost_the_phone(ada: User, settings: Settings) -> None:
    second_factor.enrolment(ada)
    TOTPDevice.objects.update(confirmed=True)
    settings.SECOND_FACTOR = "required"
    client, _ = follow(make_link())
    assert is_in(client)
    assert "Set up another app" in client.get("/accounts/second-factor/").content.decode()


# The command


def test_it_says_for_whom_it_makes_none(ada: User) -> None:
    for name in ("nobody", "", "a\x00da"):
        with pytest.raises(CommandError, match="There is no account"):
            make_link(name)
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match="The account ada is closed"):
        make_link()
    assert not audited("sign-in-link")


def test_the_address_is_the_sites(ada: User, settings: Settings) -> None:
    settings.SITE_URL = "https://numbers.example.com:8443"
    assert re.fullmatch(r"https://numbers\.example\.com:8443/accounts/login/link/\?token=[\w%-]{60,}", make_link())
    assert make_link("ada", "--site", "https://other.example.com:8443/").startswith(
        "https://other.example.com:8443/accounts/login/link/?token="
    )
    for site in ("other.example.com", "https://other.example.com/elsewhere"):
        with pytest.raises(CommandError, match="--site takes an address"):
            make_link("ada", "--site", site)
    settings.SCRIPT_NAME = "/phone"
    for site in ("https://other.example.com", "https://other.example.com/phone", "https://other.example.com/phone/"):
        assert make_link("ada", "--site", site).startswith("https://other.example.com/accounts/")
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://localhost", ["*"]
    with pytest.raises(CommandError, match="Add --site"):
        make_link()


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_refusal_ends_with_status_1_and_one_line(db: None) -> None:
    database = f"sqlite:///{connection.settings_dict['NAME']}"
    result = run("manage.py", "signin_link", "nobody", DATABASE_URL=database)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "CommandError: There is no account nobody.\n")
