"""/accounts/people/: an Admin makes an account for a colleague on one page, and nobody gets more by it."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from dashboard.accounts.models import ProviderAccount
from dashboard.accounts.roles import ADMIN, VIEWER
from dashboard.audit.models import AuditEntry
from tests.dashboard.conftest import make_account, signed_in

PAGE = "/accounts/people/"
NEW = {"username": "new", "email": "new@example.com", "role": VIEWER}
WORDS = {"new_password1": "an entirely new password", "new_password2": "an entirely new password"}


def link_on(page: str) -> str:
    shown = BeautifulSoup(page, "html.parser").find(id="sign-in-link")
    return shown.get_text() if shown else ""


def row_of(page: str, name: str) -> str:
    rows = BeautifulSoup(page, "html.parser").select("tbody tr")
    return next(str(row) for row in rows if row.select_one("th bdi").get_text() == name)  # type: ignore[union-attr]


def of(account: User) -> str:
    return f"{PAGE}{account.pk}/"


def roles(account: User) -> list[str]:
    return sorted(account.groups.values_list("name", flat=True))


def follow(link: str) -> Client:
    client = Client()
    token = urlsplit(link).query
    page = client.get(f"{urlsplit(link).path}?{token}")
    field = BeautifulSoup(page.content, "html.parser").find("input", {"name": "token"})
    assert field
    client.post(urlsplit(link).path, {"token": field["value"]})
    return client


def audited() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("who", "action", "detail"))


def test_a_colleague_gets_an_account_signs_in_by_the_link_and_chooses_a_password(admin: Client) -> None:
    AuditEntry.objects.all().delete()
    page = admin.post(PAGE, NEW).text
    link = link_on(page)
    assert link.startswith("http://testserver/accounts/login/link/?token=")
    assert "within 24 hours" in page
    account = User.objects.get(username="new")
    assert (account.email, roles(account), account.has_usable_password()) == ("new@example.com", [VIEWER], False)
    assert audited() == [
        ("ada", "account", "created account new"),
        ("ada", "role", "user new gained group Viewer"),
        ("ada", "sign-in-link", "for account new"),
    ]
    assert link_on(admin.get(PAGE).text) == "", "shown once"
    colleague = follow(link)
    assert colleague.post(reverse("password"), WORDS).status_code == 302
    form = {"username": "new", "password": WORDS["new_password1"]}
    assert Client().post(reverse("login"), form).headers["Location"] == reverse("overview")
    assert "never" not in row_of(admin.get(PAGE).text, "new")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"username": "ADA"}, "There is an account ADA already."),
        ({"username": "a b"}, "Enter a valid username"),
        ({"username": ""}, "This field is required"),
        ({"username": "x" * 151}, "at most 150 characters"),
        ({"username": "a\x00"}, "Null characters are not allowed"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"role": "Owner"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_an_account_is_said_and_kept_in_the_form(form: dict[str, str], said: str, admin: Client) -> None:
    response = admin.post(PAGE, NEW | form)
    assert response.status_code == 400
    assert said in response.text
    assert 'value="new@example.com"' in response.text or "email" in form
    assert User.objects.count() == 1


def test_a_role_is_changed_and_the_person_is_told_why_they_are_out(admin: Client) -> None:
    vic = make_account("vic", VIEWER)
    theirs = signed_in(vic)
    AuditEntry.objects.all().delete()
    assert admin.post(of(vic), {"role": ADMIN}).headers["Location"] == PAGE
    assert roles(vic) == [ADMIN]
    assert ("ada", "role", "user vic gained group Admin") in audited()
    assert "Your session ended. Your role was changed." in theirs.get("/users/", follow=True).text


def test_an_account_is_deactivated_and_activated_again(admin: Client) -> None:
    vic = make_account("vic", VIEWER)
    theirs = signed_in(vic)
    admin.post(of(vic), {"active": "no"})
    assert theirs.get("/users/").status_code == 302
    row = row_of(admin.get(PAGE).text, "vic")
    assert "Deactivated" in row
    assert "Sign-in link" not in row
    assert admin.post(of(vic), {"link": "yes"}).status_code == 403
    assert ("ada", "role", "is_active off for account vic") in audited()
    admin.post(of(vic), {"active": "yes"})
    vic.refresh_from_db()
    assert vic.is_active


def test_a_link_for_one_who_forgot_the_password(admin: Client) -> None:
    vic = make_account("vic", VIEWER)
    signed_in(vic)
    response = admin.post(of(vic), {"link": "yes"})
    assert "within 10 minutes" in response.text
    assert follow(link_on(response.text)).get("/users/").status_code == 200


@pytest.mark.parametrize("form", [{"link": "yes"}, {"role": VIEWER}, {"active": "no"}])
def test_nobody_reaches_more_than_they_may_or_themselves(form: dict[str, str], admin: Client) -> None:
    root = User.objects.create_superuser("root", password="x")
    staff = make_account("staff", VIEWER)
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    keeper = make_account("keeper", VIEWER)
    keeper.user_permissions.add(Permission.objects.get(codename="change_user"))
    for other in (root, staff, keeper, User.objects.get(username="ada")):
        before = list(User.objects.values_list("username", "is_active", "groups__name"))
        assert admin.post(of(other), form).status_code == 403
        assert list(User.objects.values_list("username", "is_active", "groups__name")) == before
    page = admin.get(PAGE).text
    for name in ("root", "staff", "ada"):
        assert "<form" not in row_of(page, name)
    assert signed_in(root).post(of(staff), form).status_code in (200, 302)


def test_no_link_passes_over_a_second_factor_or_the_provider(admin: Client) -> None:
    vic, sso = make_account("vic", VIEWER), make_account("sso", VIEWER)
    TOTPDevice.objects.create(user=vic, name="app", confirmed=True)
    ProviderAccount.objects.create(account=sso, issuer="https://id.example", subject="s")
    page = admin.get(PAGE).text
    for account in (vic, sso):
        assert "Sign-in link" not in row_of(page, account.username)
        assert admin.post(of(account), {"link": "yes"}).status_code == 403
    assert admin.post(of(sso), {"role": ADMIN}).status_code == 403, "its groups say so"
    assert roles(sso) == [VIEWER]
    assert admin.post(of(sso), {"active": "no"}).status_code == 302


def test_a_viewer_sees_and_does_nothing_of_it(viewer: Client) -> None:
    other = make_account("bob", VIEWER)
    assert viewer.get(PAGE).status_code == 403
    assert viewer.post(PAGE, NEW).status_code == 403
    assert viewer.post(of(other), {"role": ADMIN}).status_code == 403
    assert PAGE not in viewer.get("/users/").text


def test_nonsense_changes_nothing(admin: Client) -> None:
    vic = make_account("vic", VIEWER)
    for form in ({}, {"role": "Owner"}, {"role": ""}, {"active": "maybe"}):
        assert admin.post(of(vic), form).status_code == 403
    assert admin.post(f"{PAGE}987654/", {"role": ADMIN}).status_code == 404
    assert admin.get(of(vic)).status_code == 405


def test_without_passwords_no_account_is_made_here(admin: Client, settings: Settings) -> None:
    settings.PASSWORDS = False
    assert "Create account" not in admin.get(PAGE).text
    assert admin.post(PAGE, NEW).status_code == 403


def test_the_list_asks_as_little_for_thirty_accounts_as_for_three(admin: Client) -> None:
    counts = []
    for many in (3, 30):
        for place in range(many):
            make_account(f"n{many}-{place}", VIEWER)
        with CaptureQueriesContext(connection) as queries:
            page = admin.get(PAGE).text
        counts.append(len(queries))
        assert len(re.findall("<tr>", page)) == User.objects.count() + 1
    assert counts[0] == counts[1]
