"""Single sign-on with a real provider: a process of its own that speaks OpenID Connect."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
import requests
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dashboard.accounts.models import ProviderAccount
from dashboard.accounts.roles import ADMIN, VIEWER
from dashboard.audit.models import AuditEntry
from tests.dashboard.accounts.provider import CLIENT_ID, CLIENT_SECRET, real_provider
from tests.dashboard.conftest import make_account

BEGIN = "single-sign-on"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with real_provider() as found:
        yield found


@pytest.fixture
def on(issuer: str, settings: Settings) -> None:
    settings.OIDC_ON = True
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = issuer, CLIENT_ID, CLIENT_SECRET
    settings.OIDC_ADMIN_GROUP, settings.OIDC_VIEWER_GROUP = "phone-admins", "staff"


@pytest.fixture
def sign_in(issuer: str, on: None, db: None) -> Callable[..., Client]:
    """Goes the whole way, as a browser: to the provider, through its form, and back."""

    def go(subject: str = "ada@example.com", next: str = "", **claims: object) -> Client:
        requests.put(f"{issuer}/users/{quote(subject)}", json=claims, timeout=10).raise_for_status()
        client = Client()
        to_provider = client.get(reverse(BEGIN), {"next": next} if next else {})
        assert to_provider.status_code == 302
        assert to_provider.headers["Location"].startswith(f"{issuer}/")
        back = requests.post(to_provider.headers["Location"], {"sub": subject}, allow_redirects=False, timeout=10)
        assert back.status_code == 302, back.text
        here = back.headers["Location"].removeprefix("http://testserver")
        assert here.startswith(reverse("single-sign-on-callback"))
        client.arrived = client.get(here)  # type: ignore[attr-defined]
        client.address = here  # type: ignore[attr-defined]
        return client

    return go


SignIn = Callable[..., Client]


def groups_of(name: str) -> set[str]:
    return set(User.objects.get(username=name).groups.values_list("name", flat=True))


def test_it_is_off_unless_it_is_configured(outsider: Client) -> None:
    assert outsider.get(reverse(BEGIN)).status_code == 404
    assert outsider.get(reverse("single-sign-on-callback"), {"code": "x", "state": "y"}).status_code == 404
    assert "single sign-on" not in outsider.get(reverse("login")).content.decode()


def test_it_is_offered_by_a_link_because_forms_may_go_nowhere_else(on: None, outsider: Client) -> None:
    response = outsider.get(reverse("login"), {"next": "/numbers/?q=a&sort=name"})
    assert 'href="/accounts/single-sign-on/?next=%2Fnumbers%2F%3Fq%3Da%26sort%3Dname"' in response.content.decode()
    assert "form-action 'self'" in response.headers["Content-Security-Policy"]


def test_a_person_of_the_group_gets_in(sign_in: SignIn) -> None:
    client = sign_in(preferred_username="ada", given_name="Ada", email="ada@example.com", groups=["staff", "choir"])
    assert client.arrived.headers["Location"] == reverse("overview")  # type: ignore[attr-defined]
    assert client.get(reverse("numbers")).status_code == 200
    account = User.objects.get()
    assert (account.username, account.first_name, account.email) == ("ada", "Ada", "ada@example.com")
    assert not account.has_usable_password()
    assert not account.is_staff
    assert groups_of("ada") == {VIEWER}
    assert AuditEntry.objects.filter(action="sign-in", who="ada", detail="by single sign-on").exists()


def test_whoever_wanted_a_page_arrives_there_and_nowhere_else(sign_in: SignIn) -> None:
    assert sign_in(next="/numbers/?q=a").arrived.headers["Location"] == "/numbers/?q=a"  # type: ignore[attr-defined]
    assert sign_in(next="//evil.example").arrived.headers["Location"] == reverse("overview")  # type: ignore[attr-defined]


def test_roles_follow_the_groups_at_each_sign_in(sign_in: SignIn) -> None:
    first = sign_in(preferred_username="ada", groups=["phone-admins"])
    assert groups_of("ada") == {ADMIN}
    assert first.get(reverse("audit")).status_code == 200
    second = sign_in(preferred_username="ada", groups=["staff"])
    assert groups_of("ada") == {VIEWER}
    assert first.get(reverse("audit")).status_code == 302  # its session has ended with the role
    assert second.get(reverse("audit")).status_code == 403
    last = sign_in(preferred_username="ada", groups=[])
    assert groups_of("ada") == set()
    assert last.get(reverse("numbers")).status_code == 403
    assert User.objects.count() == 1
    told = AuditEntry.objects.filter(action="role").values_list("detail", flat=True)
    assert set(told) >= {"user ada gained group Admin", "user ada lost group Admin", "user ada lost group Viewer"}


def test_a_local_account_of_the_same_name_is_not_taken_over(sign_in: SignIn) -> None:
    make_account("ada", ADMIN)
    User.objects.update(email="ada@example.com")
    sign_in(preferred_username="ada", email="ada@example.com", groups=[])
    assert groups_of("ada") == {ADMIN}
    assert ProviderAccount.objects.get().account.username == "ada-2"
    assert groups_of("ada-2") == set()


def test_another_subject_of_the_same_name_is_another_account(sign_in: SignIn) -> None:
    sign_in("ada@old.example", preferred_username="ada", groups=["phone-admins"])
    sign_in("ada@new.example", preferred_username="ada", groups=[])
    assert groups_of("ada") == {ADMIN}
    assert groups_of("ada-2") == set()


def test_a_closed_account_stays_out(sign_in: SignIn) -> None:
    sign_in(preferred_username="ada", groups=["staff"])
    User.objects.update(is_active=False)
    client = sign_in(preferred_username="ada", groups=["staff"])
    assert client.arrived.status_code == 403  # type: ignore[attr-defined]
    assert client.get(reverse("numbers")).status_code == 302
    assert AuditEntry.objects.filter(detail="single sign-on: the account is closed").exists()


def test_an_answer_is_good_once_and_in_its_own_browser(sign_in: SignIn) -> None:
    client = sign_in(groups=["staff"])
    address = client.address  # type: ignore[attr-defined]
    assert Client().get(address).status_code == 403
    client.post(reverse("logout"))
    assert client.get(address).status_code == 403


def test_the_callback_opened_again_by_who_is_in_leads_to_the_page(sign_in: SignIn) -> None:
    """The Back button; or the provider's page sent twice."""
    client = sign_in(next="/numbers/?q=a", groups=["staff"])
    AuditEntry.objects.all().delete()
    for _ in range(2):
        assert client.get(client.address).headers["Location"] == "/numbers/?q=a"  # type: ignore[attr-defined]
    unknown = client.get(reverse("single-sign-on-callback"), {"code": "x", "state": "never begun"})
    assert unknown.headers["Location"] == reverse("overview")
    assert not AuditEntry.objects.exists()


def test_two_tabs_end_each_at_its_own_page(on: None, db: None, issuer: str) -> None:
    requests.put(f"{issuer}/users/tabs@example.com", json={"groups": ["staff"]}, timeout=10).raise_for_status()
    browser = Client()
    pages = ["/numbers/?q=a", "/users/", "/changes/"]
    begun = [browser.get(reverse(BEGIN), {"next": page}).headers["Location"] for page in pages]
    for page, place in reversed(list(zip(pages, begun, strict=True))):
        back = requests.post(place, {"sub": "tabs@example.com"}, allow_redirects=False, timeout=10)
        arrived = browser.get(back.headers["Location"].removeprefix("http://testserver"))
        assert arrived.headers["Location"] == page


def test_who_says_no_at_the_provider_is_not_in(sign_in: SignIn, issuer: str) -> None:
    client = Client()
    place = client.get(reverse(BEGIN)).headers["Location"]
    state = place.partition("state=")[2].partition("&")[0]
    answer = client.get(reverse("single-sign-on-callback"), {"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert "access_denied" not in answer.content.decode()
    assert client.get(reverse("numbers")).status_code == 302


def test_a_provider_that_does_not_answer_is_told_in_words(on: None, outsider: Client, settings: Settings) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    response = outsider.get(reverse(BEGIN))
    assert response.status_code == 403
    assert "Single sign-on did not work" in response.content.decode()
